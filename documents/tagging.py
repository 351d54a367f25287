"""What WeasyPrint's tags lack for PDF/UA-1, put in before a file is written.

Only `documents.worker` imports this, in the child process. Header cells get the Scope that their
HTML states, and what stands in the margins (running case name, number, 照合番号, page number, QR
code) is marked as pagination: WeasyPrint tags it as content and hangs its elements nowhere, so that
a reader would meet content without a place in the document.
"""

from collections.abc import Iterator
from typing import Any

SCOPES = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}


def give_scopes(document: Any) -> None:
    """Write each header cell's `scope` into its tag; without one it heads its column."""
    for page in document.pages:
        for box in page._page_box.descendants():
            tag = getattr(box, "mark", None)
            if tag is not None and tag["S"] == "/TH":
                tag["A"]["Scope"] = SCOPES.get(box.element.attrib.get("scope", "col"), "/Column")


def take_margins_out(pdf: Any) -> None:
    """Make artifacts of the marked content whose element hangs nowhere in the tree."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    top = root["K"][0]
    children = set(_object(pdf, top)["K"])
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    owners = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for index, reference in enumerate(pdf.page_references):
        tags = owners[index]
        loose = {}
        for mark, tag in enumerate(tags):
            chain = list(_up_to(pdf, tag, top))
            if chain[-1].reference not in children:
                loose[mark] = chain
        if loose:
            stream = _object(pdf, _object(pdf, reference)["Contents"])
            _mark_as_pagination(stream.stream, set(loose))
        for mark, chain in loose.items():
            tags[mark] = "null"
            for element in chain:
                element.clear()


def _up_to(pdf: Any, tag: bytes, top: bytes) -> Iterator[Any]:
    """An element and those above it, without the topmost. One cleared already ends the way."""
    while tag != top:
        element = _object(pdf, tag)
        yield element
        if "P" not in element:
            return
        tag = element["P"]


def _mark_as_pagination(parts: list[Any], marks: set[int]) -> None:
    """Turn `/Span <</MCID n>> BDC` into `/Artifact <</Type /Pagination>> BDC`."""
    for index, part in enumerate(parts):
        if isinstance(part, dict) and part.get("MCID") in marks:
            parts[index - 1] = "/Artifact"
            del part["MCID"]
            part["Type"] = "/Pagination"


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
