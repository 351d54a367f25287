"""What differs between two states of a draft, in words."""

from dataclasses import dataclass
from typing import Any

from checklists.drafting.contents import Contents
from checklists.drafting.desk import desk_from
from specs.models import Edition
from specs.text.differences import spans
from specs.text.editing import Desk, editable_text

PART_NAMES = {
    "laws": "根拠法令",
    "items": "確認項目",
    "annexes": "別表",
    "forms": "様式",
    "presets": "確認表の型",
    "fates": "条の異動",
}


@dataclass(frozen=True)
class Change:
    """One thing that differs: what it is, what happened to it, and the differing phrases."""

    what: str
    how: str
    spans: tuple[tuple[str, str], ...] = ()


def changes_between(edition: Edition, now: Contents, then: Contents) -> list[Change]:
    """What going from `now` to `then` would change: clauses with their text, then the rest."""
    found = _clauses(edition, now, then)
    for part, name in PART_NAMES.items():
        for key in sorted(now[part].keys() | then[part].keys()):
            before, after = now[part].get(key), then[part].get(key)
            if before != after:
                found.append(Change(f"{name}　{key}", _how(before, after)))
    return found


def _clauses(edition: Edition, now: Contents, then: Contents) -> list[Change]:
    before, after = desk_from(edition, now), desk_from(edition, then)
    order = _order(then)
    gone = [key for key in _order(now) if key not in then["clauses"]]
    found = []
    for key in [*order, *gone]:
        old, new = now["clauses"].get(key), then["clauses"].get(key)
        if _placeless(old) == _placeless(new):
            continue
        caption = (new or old or {})["caption"]
        one, two = _text(before, old), _text(after, new)
        if one == two:
            found.append(Change(caption, "解説などが変わる"))
        else:
            found.append(Change(caption, _how(old, new), tuple(spans(one, two))))
    if [key for key in order if key in now["clauses"]] != [k for k in _order(now) if k not in gone]:
        found.append(Change("条の順序", "変わる"))
    return found


def _order(contents: Contents) -> list[str]:
    return sorted(contents["clauses"], key=lambda key: contents["clauses"][key]["position"])


def _placeless(row: dict[str, Any] | None) -> dict[str, Any] | None:
    """A clause without its place: one that moves shifts all behind it."""
    return row and {**row, "position": 0}


def _text(desk: Desk, row: dict[str, object] | None) -> str:
    if row is None:
        return ""
    return str(row["typed"]) or editable_text(desk, str(row["key"]))


def _how(before: object, after: object) -> str:
    if before is None:
        return "加わる"
    return "変わる" if after is not None else "なくなる"
