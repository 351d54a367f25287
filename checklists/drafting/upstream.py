"""配布元の改定: what the upstream's new edition changes, taken over clause by clause.

Three texts meet: what was taken over last (base), what the upstream says now (theirs), and the
draft (ours). What only they changed is offered; where both changed, a person chooses.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db import transaction

from accounts.models import User
from checklists.drafting.codes import free_code
from checklists.drafting.contents import Contents, contents_of, nothing, write_contents
from checklists.drafting.locking import lock_draft
from checklists.drafting.states import finish
from common.errors import Refused
from specs.models import Edition
from specs.sharing import upstream_news

# Where a clause stands is each municipality's own; a code too, where it is taken.
OWN = ("position", "code", "typed")
THEIRS, OURS = "theirs", "ours"


@dataclass(frozen=True)
class UpstreamChange:
    """One clause that the upstream changed. kind: new, changed, both (we changed it too),
    retired. `theirs` and `ours` are contents of the clause; None where there is none."""

    key: str
    caption: str
    kind: str
    theirs: dict[str, Any] | None
    ours: dict[str, Any] | None
    items: tuple[str, ...]

    WORDS: ClassVar = {
        "new": "配布元で新設",
        "changed": "配布元で変更",
        "both": "配布元でも、この自治体でも変更",
        "retired": "配布元で廃止",
    }

    @property
    def words(self) -> str:
        """The kind in words."""
        return self.WORDS[self.kind]

    @property
    def proposal(self) -> str:
        """What is ticked at first: theirs, where nothing of one's own would be lost."""
        return THEIRS if self.kind in ("new", "changed") else OURS


def upstream_changes(draft: Edition, news: Edition) -> list[UpstreamChange]:
    """What the upstream's edition `news` changes for the draft, in the order of `news`."""
    base_edition = base_of(draft)
    base = contents_of(base_edition) if base_edition else nothing()
    theirs, ours = contents_of(news), contents_of(draft)
    order = sorted(theirs["clauses"], key=lambda key: theirs["clauses"][key]["position"])
    found = []
    for key in [*order, *(key for key in ours["clauses"] if key not in theirs["clauses"])]:
        was, new, own = (_pair(contents, key) for contents in (base, theirs, ours))
        kind = _kind(was, new, own)
        if kind is None:
            continue
        row = theirs["clauses"].get(key) or ours["clauses"][key]
        items = sorted(code for code in {**_items(theirs, key), **_items(ours, key)})
        changed = [c for c in items if _items(theirs, key).get(c) != _items(ours, key).get(c)]
        found.append(
            UpstreamChange(
                key,
                row["caption"],
                kind,
                theirs["clauses"].get(key),
                ours["clauses"].get(key),
                tuple(changed),
            )
        )
    return found


def base_of(draft: Edition) -> Edition | None:
    """The edition of the upstream that the draft last took over: for the shipped set, the one
    that was loaded last."""
    if draft.upstream_edition is not None:
        return draft.upstream_edition
    shipped = draft.specification.editions.exclude(source_sha256="").order_by("-number")
    return shipped.first()


@transaction.atomic
def take_upstream(
    draft_id: int, choices: Mapping[str, str], *, by: User, at: datetime
) -> list[UpstreamChange]:
    """Take over the clauses that `choices` says THEIRS of; leave the others. What was taken.

    Raises Refused when the upstream has nothing new, or a change was not decided.
    """
    draft = lock_draft(draft_id, by)
    news = upstream_news(draft.specification)
    if news is None:
        raise Refused("配布元に、まだ取り入れていない新しい版はありません。")
    changes = upstream_changes(draft, news)
    if undecided := [c.caption for c in changes if choices.get(c.key) not in (THEIRS, OURS)]:
        raise Refused(
            [f"「{caption}」を取り入れるかどうかを選んでください。" for caption in undecided]
        )
    taken = [change for change in changes if choices[change.key] == THEIRS]
    contents = contents_of(draft)
    source = contents_of(news)
    for change in taken:
        take_clause(contents, source, change.key)
    number_positions(contents)
    write_contents(draft, contents)
    draft.upstream_edition = news
    draft.save(update_fields=["upstream_edition"])
    finish(
        draft,
        "specs.upstream_taken",
        f"{news}の改定を取り入れた",
        by=by,
        at=at,
        source=str(news),
        sha256=news.content_sha256,
        choices={change.key: choices[change.key] for change in changes},
    )
    return taken


def _kind(was: Any, new: Any, own: Any) -> str | None:
    if new in (was, own):
        return None
    if new is None:
        return "retired" if own is not None else None
    if was is None:
        return "new" if own is None else "both"
    if own is None:
        return None  # the municipality took the clause out itself
    return "changed" if own == was else "both"


def _pair(contents: Contents, key: str) -> Any:
    """A clause with its items, without what is each municipality's own; None without it."""
    clause = contents["clauses"].get(key)
    if clause is None:
        return None
    text = {name: value for name, value in clause.items() if name not in OWN}
    return text, _items(contents, key)


def _items(contents: Contents, key: str) -> dict[str, dict[str, Any]]:
    return {c: row for c, row in contents["items"].items() if row["clause__key"] == key}


def take_clause(ours: Contents, theirs: Contents, key: str) -> None:
    """Put a clause of `theirs`, its items and what they name into `ours`.

    A new one goes behind the clause that precedes it in `theirs`; see number_positions.
    """
    for code in _items(ours, key):
        del ours["items"][code]
    clause = deepcopy(theirs["clauses"].get(key))
    own = ours["clauses"].pop(key, None)
    if clause is None:
        return
    codes = {row["code"] for row in ours["clauses"].values()}
    if own is not None:
        clause["code"], clause["position"] = own["code"], own["position"]
    else:
        clause["code"] = free_code(clause["code"], codes)
        clause["position"] = _place(ours, theirs, key)
    ours["clauses"][key] = clause
    for code, row in _items(theirs, key).items():
        free = free_code(code, ours["items"].keys())
        ours["items"][free] = {**row, "code": free}
    for basis in clause["legal_basis"]:
        if basis["key"] in theirs["laws"]:
            ours["laws"].setdefault(basis["key"], theirs["laws"][basis["key"]])
    for part in ("annexes", "forms"):
        for name, row in theirs[part].items():
            if row["clause_key"] == key and name not in ours[part]:
                ours[part][name] = _numbered(row, ours[part])


def _place(ours: Contents, theirs: Contents, key: str) -> float:
    """Behind the clause that precedes it upstream and that the draft has."""
    order = sorted(theirs["clauses"], key=lambda each: theirs["clauses"][each]["position"])
    for before in reversed(order[: order.index(key)]):
        if before in ours["clauses"]:
            return float(ours["clauses"][before]["position"]) + 0.5
    return 0.5


def number_positions(contents: Contents) -> None:
    """Count the positions of the clauses from 1, in their order."""
    rows = sorted(contents["clauses"].values(), key=lambda row: row["position"])
    for position, row in enumerate(rows, 1):
        row["position"] = position


def _numbered(row: dict[str, Any], present: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """A form or table with a number that is free."""
    name = "number" if "number" in row else "position"
    taken = {each[name] for each in present.values()}
    free = row[name] if row[name] not in taken else max(taken) + 1
    return {**row, name: free}
