"""The desk a clause is edited on: the document of the draft as the person saw it."""

from checklists.drafting.contents import Contents
from checklists.drafting.states import contents_at
from specs.models import Annex, Clause, DraftState, Edition, Form
from specs.printing import document_of, skin_of
from specs.text import tree
from specs.text.codec import from_json
from specs.text.editing import Desk


def desk_of(edition: Edition) -> Desk:
    """The draft as it is; three queries."""
    clauses = list(edition.clauses.order_by("position"))
    document = document_of(
        clauses,
        Annex.objects.filter(edition=edition).order_by("position"),
        Form.objects.filter(edition=edition).order_by("number"),
    )
    return Desk(document, skin_of(edition.municipality), labels_of(clauses))


def labels_of(clauses: list[Clause]) -> dict[str, str]:
    """Key → label of every blank."""
    return {blank["key"]: blank["label"] for clause in clauses for blank in clause.blanks}


def desk_at(edition: Edition, seq: int | None) -> Desk:
    """The draft as it was in the state `seq`; as it is when that is the newest, or unknown."""
    if seq is None or seq >= edition.revision:
        return desk_of(edition)
    state = DraftState.objects.filter(edition=edition, seq=seq).first()
    return desk_from(edition, contents_at(state)) if state else desk_of(edition)


def desk_from(edition: Edition, contents: Contents) -> Desk:
    """The document of a saved state."""
    clauses = sorted(contents["clauses"].values(), key=lambda row: row["position"])
    annexes = sorted(contents["annexes"].values(), key=lambda row: row["position"])
    forms = sorted(contents["forms"].values(), key=lambda row: row["number"])
    document = tree.Document(
        tuple(from_json(row["tree"]) for row in clauses),
        tuple(tree.Annex(row["key"]) for row in annexes),
        tuple(tree.Form(r["key"], r["number"], r["title"], r["clause_key"]) for r in forms),
    )
    labels = {blank["key"]: blank["label"] for row in clauses for blank in row["blanks"]}
    return Desk(document, skin_of(edition.municipality), labels)
