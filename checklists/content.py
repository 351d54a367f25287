"""The whole content of an edition as plain data: what is hashed at publication."""

from typing import Any

from checklists.models import CheckItem, Preset
from specs.models import Annex, Clause, ClauseFate, Edition, Form, LegalReference

CLAUSE = [
    "position",
    "key",
    "code",
    "caption",
    "tree",
    "level",
    "omission",
    "applies_when",
    "unchecked_reason",
    "rationale",
    "guidance",
    "omission_note",
    "alternative",
    "precedents",
    "blanks",
    "legal_basis",
]
ITEM = [
    "code",
    "clause__key",
    "position",
    "level",
    "in_pre",
    "in_post",
    "in_end",
    "about_firm",
    "applies_when",
    "verifier",
    "method",
    "before",
    "after",
    "ok_when",
    "look",
    "evidence",
    "good",
    "bad",
]
LAW = ["key", "law", "number", "article", "requires", "in_force_since", "certainty"]
ANNEX = ["position", "key", "title", "clause_key", "columns", "rows", "notes"]
FORM = ["number", "key", "title", "clause_key", "document"]
FATE = ["clause_key", "caption", "fate", "into", "reason"]
PRESET = ["position", "key", "title", "description", "rule", "codes"]


def edition_content(edition: Edition) -> dict[str, Any]:
    """Clauses, items, law, tables, forms and presets, each in a fixed order. Seven queries.

    What only newer editions have (fates of clauses, a frame, items about the firm) stands in it
    only if there is any, so that the hash of an older edition stays true.
    """
    newer = {
        "fates": _rows(ClauseFate, edition, FATE, "clause_key"),
        "frame": edition.frame,
    }
    return {
        **{name: value for name, value in newer.items() if value},
        "specification": edition.specification.key,
        "number": edition.number,
        "effective_on": edition.effective_on,
        "clauses": _rows(Clause, edition, CLAUSE, "position"),
        "items": [_item(row) for row in _rows(CheckItem, edition, ITEM, "code")],
        "laws": _rows(LegalReference, edition, LAW, "key"),
        "annexes": _rows(Annex, edition, ANNEX, "position"),
        "forms": _rows(Form, edition, FORM, "number"),
        "presets": _rows(Preset, edition, PRESET, "position"),
    }


def _item(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "about_firm" or value}


def _rows(model: Any, edition: Edition, fields: list[str], order: str) -> list[dict[str, Any]]:
    return list(model.objects.filter(edition=edition).order_by(order).values(*fields))
