"""What fields look like: ticks, and Japanese that was filled in before the form went out.

A viewer draws what is typed later with a font of its own. What we fill in ourselves must show
everywhere, so it is laid out like any page of ours, with the glyphs it needs embedded.
"""

import re
from html import escape
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    StreamObject,
)

from checklists.replies.form_page import TextField
from checklists.replies.form_places import Place, dictionary_at
from documents.rendering import render_pdf

FONT_POINTS = 8.0
LEADING = 1.35
PADDING_POINTS = 2.0
# One value a page, so high that none breaks; a field shows what fits of its top.
PAGE_POINTS = 4000.0
SHOWN_CHARACTERS, SHOWN_LINES = 2000, 60
# Marked content of the page it was: a field's appearance has no tags of its own.
TAGS = re.compile(rb"^/\w+\s+<<[^>]*>>\s+BDC$|^EMC$", re.MULTILINE)

STYLESHEET = """
html { font-family: "BIZ UDMincho", "IPAmjMincho"; font-size: 8pt; line-height: 1.35; }
body { margin: 0; }
p { margin: 0; padding: 0 2pt; white-space: pre-wrap; overflow-wrap: anywhere; }
.rare { font-family: "IPAmjMincho"; }
"""


def form_object(
    writer: PdfWriter, content: bytes, box: tuple[float, ...], resources: DictionaryObject
) -> IndirectObject:
    """A form XObject of `content`, clipped to `box`."""
    stream = StreamObject()
    stream.set_data(content)
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(FloatObject(round(side, 2)) for side in box),
            NameObject("/Resources"): resources,
        }
    )
    return writer._add_object(stream.flate_encode())


def tick(writer: PdfWriter, width: float, height: float) -> IndirectObject:
    """A tick in a square of so many points, drawn by lines: no font is needed."""
    side = min(width, height)
    points = [round(side * part, 2) for part in (0.18, 0.5, 0.42, 0.2, 0.86, 0.84)]
    path = "q {:.2f} w 1 J 1 j 0 G {} {} m {} {} l {} {} l S Q".format(side * 0.15, *points)
    return form_object(writer, path.encode(), (0, 0, width, height), DictionaryObject())


def nothing(writer: PdfWriter, width: float, height: float) -> IndirectObject:
    """An empty field of so many points."""
    return form_object(writer, b"/Tx BMC EMC", (0, 0, width, height), DictionaryObject())


def drawn_texts(
    writer: PdfWriter, filled: list[tuple[TextField, Place]]
) -> dict[str, IndirectObject]:
    """The appearance of each text that is filled in already, by the name of its field."""
    if not filled:
        return {}
    source = PdfReader(BytesIO(render_pdf(_pages(filled), stylesheets=[STYLESHEET])))
    found = {}
    for (field, place), page in zip(filled, source.pages, strict=True):
        resources = dictionary_at(page["/Resources"].clone(writer))
        contents = page.get_contents()
        text = b"" if contents is None else TAGS.sub(b"", contents.get_data())
        high = float(page.mediabox.height)
        box = (0, high - place.height, place.width, high)
        found[field.name] = form_object(writer, b"/Tx BMC q\n" + text + b"\nQ EMC", box, resources)
    return found


def _pages(filled: list[tuple[TextField, Place]]) -> str:
    """One page for each text, as wide as its field."""
    widths = sorted({round(place.width, 1) for _, place in filled})
    rules = "".join(
        f"@page w{index} {{ size: {width}pt {PAGE_POINTS}pt; margin: 0 }}"
        f".w{index} {{ page: w{index}; break-before: page }}"
        for index, width in enumerate(widths)
    )
    paragraphs = "".join(
        f'<p class="w{widths.index(round(place.width, 1))}" style="padding-top: '
        f'{_space_above(field, place):.1f}pt">{escape(_shown(field.value))}</p>'
        for field, place in filled
    )
    return (
        f"<!DOCTYPE html><html lang='ja'><head><title>記入済みの欄</title><style>{rules}</style>"
        f"</head><body>{paragraphs}</body></html>"
    )


def _space_above(field: TextField, place: Place) -> float:
    if field.several_lines:
        return PADDING_POINTS
    return max((place.height - FONT_POINTS * LEADING) / 2, 0)


def _shown(text: str) -> str:
    return "\n".join(text[:SHOWN_CHARACTERS].split("\n")[:SHOWN_LINES])
