"""保存した状態: every save of a draft is kept, and any of them can be had back."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F

from accounts.models import User
from checklists.drafting.contents import PARTS, Contents, contents_of, hashed, write_contents
from checklists.drafting.locking import lock_draft
from common.errors import Refused
from common.templatetags.dates import wareki_time
from ledger.actions import record
from specs.models import DraftContent, DraftState, Edition


def keep_state(
    edition: Edition, summary: str, *, by: User | None, at: datetime, clause_key: str = ""
) -> DraftState:
    """Keep the draft as it is now. Call it inside the transaction of the change."""
    named: dict[str, object] = {}
    manifest: dict[str, dict[str, str]] = {}
    for part, rows in contents_of(edition).items():
        manifest[part] = {}
        for name, content in rows.items():
            manifest[part][name] = hashed(content)
            named[manifest[part][name]] = content
    kept = DraftContent.objects.filter(edition=edition)
    known = set(kept.values_list("sha256", flat=True))
    DraftContent.objects.bulk_create(
        DraftContent(
            municipality_id=edition.municipality_id, edition=edition, sha256=name, content=content
        )
        for name, content in named.items()
        if name not in known
    )
    Edition.objects.filter(pk=edition.pk).update(revision=F("revision") + 1)
    edition.revision += 1
    return DraftState.objects.create(
        municipality_id=edition.municipality_id,
        edition=edition,
        seq=edition.revision,
        saved_at=at,
        saved_by=by,
        summary=summary[:200],
        clause_key=clause_key,
        manifest=manifest,
    )


def finish(
    edition: Edition,
    verb: str,
    summary: str,
    *,
    by: User,
    at: datetime,
    subject: models.Model | None = None,
    clause_key: str = "",
    **data: Any,
) -> DraftState:
    """End a change of a draft: record its event, and keep the state that results.

    `subject` is the row that changed, if it is not the edition; `data` goes into the event.
    """
    record(verb, subject=subject or edition, by=by, at=at, context=edition, **data)
    return keep_state(edition, summary, by=by, at=at, clause_key=clause_key)


def contents_at(state: DraftState) -> Contents:
    """The rows of a draft as they were kept in a state; one query."""
    names = {name for part in state.manifest.values() for name in part.values()}
    rows = DraftContent.objects.filter(edition_id=state.edition_id, sha256__in=names)
    by_name = dict(rows.values_list("sha256", "content"))
    return {
        part.name: {row: by_name[name] for row, name in state.manifest.get(part.name, {}).items()}
        for part in PARTS
    }


@transaction.atomic
def restore_state(edition_id: int, seq: int, *, by: User, at: datetime) -> DraftState:
    """Make the draft what it was in the state `seq`. The states since then stay, so this can
    be undone as well. Raises Refused for a state that doesn't exist, or is how the draft is."""
    edition = lock_draft(edition_id, by)
    state = DraftState.objects.filter(edition=edition, seq=seq).first()
    if state is None:
        raise Refused("その状態は保存されていません。一覧から選び直してください。")
    last = DraftState.objects.filter(edition=edition).order_by("-seq").first()
    if last and last.manifest == state.manifest:
        raise Refused("この版は、既にその状態です。")
    write_contents(edition, contents_at(state))
    summary = f"{wareki_time(state.saved_at)}の状態に戻した"
    return finish(edition, "specs.draft_restored", summary, by=by, at=at, state=state.seq)
