"""Saving the text of a clause, and what is known about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from checklists.drafting.desk import desk_at
from checklists.drafting.locking import clause_of, lock_draft
from checklists.drafting.states import finish
from common.errors import Refused, Stale
from specs.models import Clause, Edition
from specs.text.codec import to_json
from specs.text.editing import Edited, read_edited

# Longer than any article of a law in force; a pasted book is refused before it is parsed.
TEXT_LIMIT = 40_000
CAPTION_LIMIT = 60


@dataclass(frozen=True)
class SavedText:
    """A clause after a save, and what was read from the text."""

    clause: Clause
    edited: Edited
    changed: bool


@transaction.atomic
def save_clause_text(
    edition_id: int,
    key: str,
    *,
    text: str,
    revision: int,
    seen: int | None,
    by: User,
    at: datetime,
) -> SavedText:
    """Save what stands in the editor's box.

    `revision` is the clause's as the person last saw it, `seen` the state of the draft whose
    numbers stood on the screen. Text that can't be read is kept as it was typed, beside the last
    text that could. Raises Stale when somebody else saved the clause since; Refused for a text
    that is too long or empty, and when the draft is closed.
    """
    edition = lock_draft(edition_id, by)
    clause = clause_of(edition, key)
    text = text.replace("\r\n", "\n").rstrip()
    if not text.strip():
        raise Refused("条文が空です。条をなくすときは「この条を廃止する」を使ってください。")
    if len(text) > TEXT_LIMIT:
        raise Refused(f"条文が長すぎます。{TEXT_LIMIT:,}字以内にしてください。")
    edited = read_edited(desk_at(edition, seen), key, text)
    article = edited.article
    if article and len(article.caption) > CAPTION_LIMIT:
        raise Refused(f"見出しは{CAPTION_LIMIT}字以内にしてください。")
    if edited.is_readable and article:
        new = {"tree": to_json(article), "caption": article.caption, "typed": ""}
    else:
        new = {"tree": clause.tree, "caption": clause.caption, "typed": text}
    changed = _save(edition, clause, new, revision, "条文を直した", by, at)
    return SavedText(clause, edited, changed)


@transaction.atomic
def save_clause_facts(
    edition_id: int, key: str, *, facts: dict[str, Any], revision: int, by: User, at: datetime
) -> Clause:
    """Save what is known about a clause: level, omit rule, rationale, guidance, blanks, law.

    Raises Stale when somebody else saved the clause since.
    """
    edition = lock_draft(edition_id, by)
    clause = clause_of(edition, key)
    _save(edition, clause, facts, revision, "解説などを直した", by, at)
    return clause


@transaction.atomic
def rewrite_clause(
    edition_id: int, key: str, *, tree: dict[str, Any], summary: str, by: User, at: datetime
) -> Clause:
    """Replace the stored text of a clause as a whole, as a mend of the linter does."""
    edition = lock_draft(edition_id, by)
    clause = clause_of(edition, key)
    _save(edition, clause, {"tree": tree, "caption": tree["caption"]}, None, summary, by, at)
    return clause


def _save(
    edition: Edition,
    clause: Clause,
    new: dict[str, Any],
    revision: int | None,
    what: str,
    by: User,
    at: datetime,
) -> bool:
    """Write what differs. The same content again changes and records nothing."""
    if all(getattr(clause, name) == value for name, value in new.items()):
        return False
    if revision is not None and clause.revision != revision:
        raise Stale(
            f"「{clause.caption}」は、ほかの職員が先に保存しました。両方の文を見比べて選んでください。"
        )
    for name, value in new.items():
        setattr(clause, name, value)
    clause.revision += 1
    clause.save(update_fields=[*new, "revision"])
    finish(
        edition,
        "specs.clause_saved",
        f"「{clause.caption}」の{what}",
        by=by,
        at=at,
        subject=clause,
        clause_key=clause.key,
        clause=clause.key,
        revision=clause.revision,
        what=what,
    )
    return True
