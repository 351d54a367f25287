"""Whether what was issued is still what is stored, and whether a file is one of ours."""

from collections.abc import Iterator
from dataclasses import dataclass

from common.canonical import sha256_hex
from documents.models import IssuedDocument, IssuedDocumentQuerySet
from documents.storage import Altered
from ledger.actions import subject_of
from ledger.models import LedgerEvent
from ledger.witnesses import register_sweep, register_witness

ISSUED = "documents.issued"


@dataclass(frozen=True)
class Identified:
    """A document that was issued here; `newer` is the one that replaced it."""

    document: IssuedDocument
    newer: IssuedDocument | None


def check(document: IssuedDocument) -> str | None:
    """What is wrong with the stored file of a document, or None."""
    try:
        content = document.read()
    except Altered as altered:
        state = f"has hash {altered.found}" if altered.found else "is missing"
        return f"the file of {document.number} {state}"
    return None if len(content) == document.size else f"the size of {document.number} differs"


def check_all(municipality_id: int | None = None) -> Iterator[str]:
    """Every stored file that isn't what its row says, and every row without its event.

    Each line starts with the row, as `documents.IssuedDocument:12`.
    """
    rows = IssuedDocument.objects.order_by("pk")
    if municipality_id is not None:
        rows = rows.filter(municipality_id=municipality_id)
    for document in rows.iterator(chunk_size=500):
        if message := check(document):
            yield f"{subject_of(document)} {message}"
        if event_of(document) is None:
            yield f"{subject_of(document)} {document.number} was never recorded with this hash"


def event_of(document: IssuedDocument) -> LedgerEvent | None:
    """The event that recorded the issue of just these bytes."""
    events = LedgerEvent.objects.filter(
        municipality_id=document.municipality_id, subject=subject_of(document), verb=ISSUED
    )
    return next((event for event in events if event.data.get("sha256") == document.sha256), None)


def witness_issued(event: LedgerEvent) -> str | None:
    """What the row behind a `documents.issued` event no longer says. Files: see `sweep`."""
    pk = event.subject.rpartition(":")[2]
    document = IssuedDocument.objects.filter(pk=pk).first()
    if document is None:
        return "the issued document is gone"
    now = {
        "kind": document.kind,
        "title": document.title,
        "number": document.number,
        "format": document.format,
        "sha256": document.sha256,
        "size": document.size,
        "about": document.subject,
    }
    wrong = [name for name, value in now.items() if event.data.get(name) != value]
    return f"{document.number} differs in {', '.join(wrong)}" if wrong else None


def register() -> None:
    """Have `verifyledger` check documents too."""
    register_witness(ISSUED, witness_issued)
    register_sweep(check_all)


def identify(content: bytes) -> Identified | None:
    """The document with just these bytes, if the ledger knows it as well."""
    return identified(IssuedDocument.objects.filter(sha256=sha256_hex(content)))


def identified(rows: IssuedDocumentQuerySet) -> Identified | None:
    """The first of these documents, if the ledger knows it as well. Three queries."""
    document = rows.select_related("municipality", "issued_by").first()
    if document is None or event_of(document) is None:
        return None
    return Identified(document, IssuedDocument.objects.filter(supersedes=document).first())
