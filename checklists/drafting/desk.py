"""The desk a clause is edited on: the document of the draft as the person saw it."""

from collections.abc import Iterable
from typing import Any

from checklists.drafting.contents import Contents
from checklists.drafting.states import contents_at
from specs.models import Annex, Clause, DraftState, Edition, Form
from specs.printing import document_of, skin_of
from specs.text.editing import Desk


def desk_of(edition: Edition) -> Desk:
    """The draft as it is; three queries."""
    return _desk(
        edition,
        list(edition.clauses.order_by("position")),
        Annex.objects.filter(edition=edition).order_by("position"),
        Form.objects.filter(edition=edition).order_by("number"),
    )


def desk_at(edition: Edition, seq: int | None) -> Desk:
    """The draft as it was in the state `seq`; as it is when that is the newest, or unknown."""
    if seq is None or seq >= edition.revision:
        return desk_of(edition)
    state = DraftState.objects.filter(edition=edition, seq=seq).first()
    return desk_from(edition, contents_at(state)) if state else desk_of(edition)


def desk_from(edition: Edition, contents: Contents) -> Desk:
    """The document of a saved state."""

    def rows(part: str, order: str) -> list[dict[str, Any]]:
        return sorted(contents[part].values(), key=lambda row: row[order])

    return _desk(
        edition,
        [Clause(**row) for row in rows("clauses", "position")],
        [Annex(**row) for row in rows("annexes", "position")],
        [Form(**row) for row in rows("forms", "number")],
    )


def _desk(
    edition: Edition, clauses: list[Clause], annexes: Iterable[Annex], forms: Iterable[Form]
) -> Desk:
    labels = {blank["key"]: blank["label"] for clause in clauses for blank in clause.blanks}
    return Desk(document_of(clauses, annexes, forms), skin_of(edition.municipality), labels)
