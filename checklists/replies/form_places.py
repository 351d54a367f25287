"""Where fields are to be: the layout engine marks each place with a link, found here."""

from dataclasses import dataclass
from typing import Any, cast

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject

from checklists.replies.form_names import ADDRESS

# The cells of a row are as high as the highest; its last field sits at the bottom.
LAST_OF_ROW, REACHING_DOWN = ".evidence", ".note"


@dataclass
class Place:
    """A box on a page, in points from the lower left, and the annotation to be made a field."""

    page: IndirectObject
    annotation: IndirectObject
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """In points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """In points."""
        return self.top - self.bottom


def dictionary_at(reference: IndirectObject | PdfObject | None) -> DictionaryObject:
    """The dictionary that `reference` means, in a file of our own making."""
    return cast(DictionaryObject, reference.get_object() if reference is not None else None)


def take_places(writer: PdfWriter) -> dict[str, Place]:
    """Every place by the name of its field, in reading order.

    A box that breaks across pages has several links: the first is the place, the others go.
    """
    places: dict[str, Place] = {}
    for page in writer.pages:
        kept = ArrayObject()
        for reference in page.get("/Annots", ()):
            annotation: Any = dictionary_at(reference)
            name = str(annotation["/A"]["/URI"]).removeprefix(ADDRESS)
            if name not in places:
                left, low, right, high = map(float, annotation["/Rect"])
                bottom, top = sorted((low, high))
                page_reference = cast(IndirectObject, page.indirect_reference)
                places[name] = Place(page_reference, reference, left, bottom, right, top)
                kept.append(reference)
        page[NameObject("/Annots")] = kept
        page[NameObject("/Tabs")] = NameObject("/S")
    _fill_rows(places)
    _retag(writer, {place.annotation.idnum for place in places.values()})
    return places


def _fill_rows(places: dict[str, Place]) -> None:
    """Let the two fields of a row be as high as the row, unless it breaks across pages."""
    for name, last in places.items():
        if not name.endswith(LAST_OF_ROW):
            continue
        first = places[name.removesuffix(LAST_OF_ROW) + REACHING_DOWN]
        if first.page == last.page and first.top >= last.top:
            first.bottom, last.top = last.bottom, first.top


def _retag(writer: PdfWriter, kept: set[int]) -> None:
    """Call the structure element of a field Form instead of Link."""
    for element in writer._objects:
        if isinstance(element, DictionaryObject) and element.get("/S") == "/Link":
            annotated = [
                each.get_object().raw_get("/Obj").idnum for each in cast(ArrayObject, element["/K"])
            ]
            tag = "/Form" if kept.issuperset(annotated) else "/NonStruct"
            element[NameObject("/S")] = NameObject(tag)
            if tag == "/NonStruct":
                element[NameObject("/K")] = ArrayObject()
