"""A table of a print template as a Word table: its widths, its head on every page."""

import re
from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell
from lxml.html import HtmlElement

from documents.word import add_words, repeat_on_every_page

TABLE_PT = 9.0
AIR, PADDING = Pt(2), Mm(1.2)
# A cell that holds more may break across pages, else it would leave much of one empty.
LONG = 600
HEAD, SIDE, GROUP = "EEEEEE", "F6F6F6", "E4E4E4"
_HEIGHT = re.compile(r"\bmm-(\d+)\b")
_WIDTH = re.compile(r"width:\s*([\d.]+)mm")

# The cells of a row with their words, and whether the row is the head.
Row = tuple[list[tuple[str, HtmlElement]], bool]


def add_grid(
    document: Document, rows: Sequence[Row], columns: Sequence[str], *, width: Length
) -> None:
    """A ruled table as wide as `width`. `columns` are the styles of the <col> elements: a width in
    millimetres, or nothing to share the rest."""
    count = max((sum(_span(cell) for _, cell in cells) for cells, _ in rows), default=1)
    widths = _widths(columns, count, width)
    table = document.add_table(rows=0, cols=count, style="Table Grid")
    table.autofit = False
    _set_margins(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for cells, is_head in rows:
        _row(table, cells, widths, is_head=is_head)


def _set_margins(table: Table) -> None:
    """As close to the rules as in the PDFs, or a word that just fits there breaks here."""
    margins: Any = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(PADDING / Pt(1) * 20)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def _widths(columns: Sequence[str], count: int, width: Length) -> list[Length]:
    found = [_WIDTH.search(style) for style in columns]
    known = [Mm(float(match[1])) if match else None for match in found]
    if len(known) != count:
        known = [None] * count
    rest = width - sum(each for each in known if each)
    share = Length(rest // max(known.count(None), 1))
    return [share if each is None else Length(each) for each in known]


def _row(
    table: Table,
    cells: Sequence[tuple[str, HtmlElement]],
    widths: Sequence[Length],
    *,
    is_head: bool,
) -> None:
    row = table.add_row()  # type: ignore[no-untyped-call]
    if is_head:
        repeat_on_every_page(row)
    if height := max((_height(cell) for _, cell in cells), default=0):
        row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.AT_LEAST
    if not any(len(words) > LONG for words, _ in cells):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    places = list(row.cells)
    for place, width in zip(places, widths, strict=True):
        place.width = width
    at = 0
    for words, cell in cells:
        span = _span(cell)
        place = places[at]
        if span > 1:
            place = place.merge(places[at + span - 1])
        _fill(place, words, cell, is_head=is_head, is_wide=span > 1)
        at += span


def _fill(place: _Cell, words: str, cell: HtmlElement, *, is_head: bool, is_wide: bool) -> None:
    paragraph = place.paragraphs[0]
    for number, line in enumerate(words.split("\n")):
        if number:
            paragraph.add_run().add_break()
        add_words(paragraph, line)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = AIR
    for run in paragraph.runs:
        run.font.size = Pt(TABLE_PT)
    classes = str(cell.get("class", "")).split()
    if is_head or "center" in classes:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif "number" in classes:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if cell.tag == "th":
        shade(place, HEAD if is_head else GROUP if is_wide else SIDE)


def shade(cell: _Cell, colour: str = HEAD) -> None:
    """Give a cell a grey ground."""
    element: Any = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        element.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(element)


def _height(cell: HtmlElement) -> int:
    """Millimetres to write in, from a class such as mm-10; 0 without one."""
    found = _HEIGHT.search(str(cell.get("class", "")))
    return int(found[1]) if found else 0


def _span(cell: HtmlElement) -> int:
    return int(cell.get("colspan", "1"))
