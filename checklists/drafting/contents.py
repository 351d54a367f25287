"""The rows of a draft as plain data, and back: what a saved state consists of."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from checklists.content import ANNEX, CLAUSE, FATE, FORM, ITEM, LAW, PRESET
from checklists.models import CheckItem, Preset
from common.canonical import dumps, sha256_hex
from specs.models import Annex, Clause, ClauseFate, Edition, Form, LegalReference

HASH_LENGTH = 20


@dataclass(frozen=True)
class Part:
    """One kind of rows: its model, the field that names a row, and what is kept of it."""

    name: str
    model: type[models.Model]
    natural: str
    fields: tuple[str, ...]


# In the order in which they can be made anew: items need their clauses.
PARTS = (
    Part("laws", LegalReference, "key", tuple(LAW)),
    Part("clauses", Clause, "key", (*CLAUSE, "typed")),
    Part("items", CheckItem, "code", tuple(ITEM)),
    Part("annexes", Annex, "key", tuple(ANNEX)),
    Part("forms", Form, "key", tuple(FORM)),
    Part("presets", Preset, "key", tuple(PRESET)),
    Part("fates", ClauseFate, "clause_key", tuple(FATE)),
)

Contents = dict[str, dict[str, dict[str, Any]]]


def nothing() -> Contents:
    """No rows of any part."""
    return {part.name: {} for part in PARTS}


def contents_of(edition: Edition) -> Contents:
    """Every row of an edition: part → name of the row → its fields. Seven queries."""
    return {part.name: _rows(part, edition) for part in PARTS}


def _rows(part: Part, edition: Edition) -> dict[str, dict[str, Any]]:
    rows = part.model._default_manager.filter(edition=edition).order_by(part.natural)
    return {row[part.natural]: row for row in rows.values(*part.fields)}


def hashed(content: dict[str, Any]) -> str:
    """The name of a row's content."""
    return sha256_hex(dumps(content))[:HASH_LENGTH]


def write_contents(edition: Edition, wanted: Contents) -> None:
    """Make the rows of a draft equal to `wanted`: rows are removed, changed and added."""
    present = contents_of(edition)
    for part in reversed(PARTS):
        gone = present[part.name].keys() - wanted[part.name].keys()
        _of(part, edition).filter(**{f"{part.natural}__in": gone}).delete()
    for part in PARTS:
        _write_part(part, edition, present[part.name], wanted[part.name])


def _write_part(
    part: Part,
    edition: Edition,
    present: dict[str, dict[str, Any]],
    wanted: dict[str, dict[str, Any]],
) -> None:
    clauses = _clause_ids(edition) if part.model is CheckItem else {}
    new = []
    for name, content in wanted.items():
        if present.get(name) == content:
            continue
        fields = _as_fields(content, clauses)
        if name not in present:
            mine = {"municipality_id": edition.municipality_id, "edition": edition}
            new.append(part.model(**mine, **fields))
            continue
        if hasattr(part.model, "revision"):
            fields["revision"] = models.F("revision") + 1
        _of(part, edition).filter(**{part.natural: name}).update(**fields)
    part.model._default_manager.bulk_create(new)


def _of(part: Part, edition: Edition) -> models.QuerySet:
    return part.model._default_manager.filter(edition=edition)


def _clause_ids(edition: Edition) -> dict[str, int]:
    return dict(Clause.objects.filter(edition=edition).values_list("key", "id"))


def _as_fields(content: dict[str, Any], clauses: dict[str, int]) -> dict[str, Any]:
    fields = dict(content)
    if "clause__key" in fields:
        fields["clause_id"] = clauses[fields.pop("clause__key")]
    return fields


def copy_contents(source: Edition, target: Edition, *, leave: Iterable[str] = ("fates",)) -> None:
    """Copy the rows of one edition into another that has none."""
    wanted = contents_of(source)
    write_contents(target, {**wanted, **{name: {} for name in leave}})
