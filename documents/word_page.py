"""A print template as a Word file, so that both say the same: headings, paragraphs, tables.

Takes the little HTML that our own templates are made of, never a user's. What it doesn't know
it reads as text. Classes mean what they mean in static/documents/base.css.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import lxml.html
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Length, Pt
from docx.text.paragraph import Paragraph
from lxml.html import HtmlElement

from documents.paper import Paper
from documents.word import BODY_PT, add_words, finished, new_document, text_width
from documents.word_grid import TABLE_PT, add_grid

EM = Pt(BODY_PT)
LINE = 1.7
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
ALIGNED = {"document-number": RIGHT, "issued-on": RIGHT, "right": RIGHT, "record": CENTRE}
ALIGNED["center"] = CENTRE
# Class → (left, first line) in ems.
INDENTS = {
    "sender": (24.0, 0.0),
    "signature": (16.0, 0.0),
    "lead": (0.0, 1.0),
    "indent": (1.0, 0.0),
    "note": (2.0, -2.0),
}
SPACED = ("addressee", "sender", "record", "lead", "signatures")
# What a line to write on is made of.
WRITE_LINE = "＿" * 16
_SPACES = re.compile("[ \t\r\n]+")

Slot = Callable[[Document], None]


def word_page(
    html: str,
    paper: Paper,
    *,
    slots: Mapping[str, Slot] | None = None,
    landscape: bool = False,
) -> bytes:
    """The file. Where an element has an id in `slots`, that function writes in its place.

    Equal input gives equal bytes.
    """
    document = new_document(paper, landscape=landscape)
    set_styles(document)
    page = _Page(document, slots or {}, landscape=landscape)
    page.blocks(lxml.html.fragment_fromstring(html, create_parent="div"))
    return finished(document)


def set_styles(document: Document) -> None:
    """Sizes and spaces of the PDFs, for the headings and the text."""
    for name, size, before, after in (
        ("Title", 16, 0, 19),
        ("Heading 1", 12, 12, 4),
        ("Heading 2", BODY_PT, 4, 0),
        ("Body Text", BODY_PT, 0, 0),
    ):
        style: Any = document.styles[name]
        style.font.size = Pt(size)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        # At least, not exactly: a character of a taller font is not cut off.
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
        style.paragraph_format.line_spacing = Pt(LINE * size)
        if name == "Title":
            style.paragraph_format.alignment = CENTRE


class _Page:
    """Writes blocks in order to the end of a document."""

    def __init__(
        self, document: Document, slots: Mapping[str, Slot], *, landscape: bool = False
    ) -> None:
        self.document, self.slots = document, slots
        self.width = text_width(landscape=landscape)
        self.breaks = False  # whether the next paragraph begins a page

    def blocks(self, parent: HtmlElement) -> None:
        """Every block in an element."""
        for element in parent:
            if (slot := self.slots.get(element.get("id", ""))) is not None:
                slot(self.document)
            elif element.tag == "table":
                self._table(element)
            elif element.tag in ("h1", "h2", "h3", "h4", "p"):
                self._paragraph(element)
            elif element.tag == "dl":
                self._facts(element)
            else:
                self.breaks = self.breaks or "new-page" in _classes(element)
                self.blocks(element)

    def _paragraph(self, element: HtmlElement) -> None:
        words = _words(element)
        if not words:
            return
        # By its id: by its name, python-docx looks through every style for every paragraph.
        styles = {"h1": "Title", "h2": "Heading1", "h3": "Heading2", "h4": "Heading2"}
        paragraph = self._new(styles.get(str(element.tag), "BodyText"))
        _put(paragraph, words)
        if self._follows_table(paragraph):
            paragraph.paragraph_format.space_before = EM
        parent = element.getparent()
        _shape(paragraph, _classes(element) + ([] if parent is None else _classes(parent)))

    def _new(self, style: str) -> Paragraph:
        paragraph = self.document.add_paragraph()
        paragraph._p.style = style
        if self.breaks:
            paragraph.paragraph_format.page_break_before = True
            self.breaks = False
        return paragraph

    def _table(self, element: HtmlElement) -> None:
        if self.breaks or self._follows_table():
            self._new("BodyText")  # two tables with nothing between them are one to Word
        rows = [
            (
                [(_words(cell), cell) for cell in row.iter("th", "td")],
                row.getparent() is not None and row.getparent().tag == "thead",
            )
            for row in element.iter("tr")
        ]
        columns = [col.get("style", "") for col in element.iter("col")]
        add_grid(self.document, rows, columns, width=self.width)

    def _follows_table(self, paragraph: Paragraph | None = None) -> bool:
        """Whether a table stands before a paragraph, or before the end."""
        last = self.document.element.body[-1] if paragraph is None else paragraph._p
        before = last.getprevious()
        return before is not None and str(before.tag).endswith("}tbl")

    def _facts(self, element: HtmlElement) -> None:
        """記名押印: a term and what stands or is written beside it, a line each."""
        names = list(element.iter("dt"))
        for name, value in zip(names, element.iter("dd"), strict=True):
            seal = any("seal" in _classes(each) for each in value.iter("span"))
            words = _words(value).replace("印", "", 1) if seal else _words(value)
            words = words.strip() or WRITE_LINE
            paragraph = self._new("BodyText")
            _shape(paragraph, ["signature"])
            add_words(paragraph, f"{_words(name)}\u3000{words}{'　　印' if seal else ''}")


def _classes(element: HtmlElement) -> list[str]:
    return str(element.get("class", "")).split()


def _words(element: HtmlElement) -> str:
    """The text of an element, a line for each <br>, with the spaces a browser would show."""
    return "\n".join(
        line.strip(" ") for line in _SPACES.sub(" ", "".join(_pieces(element))).split("\v")
    ).strip()


def _pieces(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield "\v"
        elif child.tag not in ("th", "td"):
            yield from _pieces(child)
        yield child.tail or ""


def _put(paragraph: Paragraph, words: str) -> None:
    for number, line in enumerate(words.split("\n")):
        if number:
            paragraph.add_run().add_break()
        add_words(paragraph, line)


def _shape(paragraph: Paragraph, classes: list[str]) -> None:
    form = paragraph.paragraph_format
    for name in classes:
        if name in ALIGNED:
            form.alignment = ALIGNED[name]
        if name in INDENTS:
            left, first = INDENTS[name]
            form.left_indent, form.first_line_indent = (
                Length(round(EM * left)),
                Length(round(EM * first)),
            )
        if name in SPACED:
            form.space_before = form.space_after = EM
        if name in ("note", "small"):
            for run in paragraph.runs:
                run.font.size = Pt(TABLE_PT)
