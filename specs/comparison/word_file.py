"""新旧対照表 as a Word file: a real table with a repeated head, changes underlined."""

from collections.abc import Sequence

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from documents.paper import Paper
from documents.word import (
    add_pages,
    add_words,
    finished,
    new_document,
    repeat_on_every_page,
    text_width,
)
from documents.word_grid import shade
from specs.comparison.sheet import Sheet
from specs.text.compare.table import Cell, Group, Line

_REMARKS = Mm(36)
_TITLE_PT, _TABLE_PT = 16, 9.5
_EM = Pt(_TABLE_PT)


def word_file(sheet: Sheet, paper: Paper) -> bytes:
    """The file; equal data gives equal bytes."""
    document = new_document(paper, landscape=True)
    _heading(document, paper, sheet)
    _table(document, sheet)
    for note in sheet.notes:
        add_words(document.add_paragraph(), note)
    if sheet.has_wording:
        _wording(document, paper, sheet)
    return finished(document)


def _heading(document: Document, paper: Paper, sheet: Sheet) -> None:
    if paper.number:
        number = document.add_paragraph()
        number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        add_words(number, paper.number)
    _title(document, paper.title)
    add_words(document.add_paragraph(), sheet.title)
    add_words(document.add_paragraph(), f"{sheet.summary}下線の部分は、改めた部分です。")


def _title(document: Document, words: str) -> Paragraph:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(8)
    add_words(title, words)
    for run in title.runs:
        run.font.size = Pt(_TITLE_PT)
    return title


def _table(document: Document, sheet: Sheet) -> None:
    side = Length((text_width(landscape=True) - _REMARKS) // 2)
    widths = (side, side, _REMARKS)
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    head = table.rows[0]
    repeat_on_every_page(head)
    for cell, words in zip(
        head.cells, (sheet.new_head, sheet.old_head, "備考（理由）"), strict=True
    ):
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        _fill(cell, words)
        shade(cell)
    for group in sheet.groups:
        _group(table, group)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _group(table: Table, group: Group) -> None:
    """A row for each line, without rules between the lines of one article."""
    for index, line in enumerate(group.lines):
        cells = table.add_row().cells  # type: ignore[no-untyped-call]
        for cell, side in zip(cells[:2], line.sides, strict=True):
            for place, content in enumerate(side):
                paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
                _provision(paragraph, content)
        _remarks(cells[2], group.remarks if index == 0 else (), line)
        for cell in cells:
            _open(cell, top=index > 0, bottom=index < len(group.lines) - 1)


def _provision(paragraph: Paragraph, content: Cell) -> None:
    add_words(paragraph, content.label)
    for run in content.runs:
        add_words(paragraph, run.words, underlined=run.is_marked)
    _small(paragraph)
    # The marker hangs, each level one character further in, as in the PDF.
    if content.kind == "provision":
        paragraph.paragraph_format.left_indent = Length(_EM * (content.level + 1))
        paragraph.paragraph_format.first_line_indent = Length(-_EM)
    elif content.kind == "caption":
        paragraph.paragraph_format.left_indent = _EM
        paragraph.paragraph_format.keep_with_next = True


def _remarks(cell: _Cell, remarks: Sequence[str], line: Line) -> None:
    words = [*remarks, *([line.remark] if line.remark else [])]
    for index, each in enumerate(words):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        add_words(paragraph, each)
        _small(paragraph)


def _fill(cell: _Cell, words: str) -> None:
    add_words(cell.paragraphs[0], words)
    _small(cell.paragraphs[0])


def _small(paragraph: Paragraph) -> None:
    for run in paragraph.runs:
        run.font.size = Pt(_TABLE_PT)


def _open(cell: _Cell, *, top: bool, bottom: bool) -> None:
    """Take away the rule above or below a cell."""
    if not (top or bottom):
        return
    borders = OxmlElement("w:tcBorders")
    for edge, is_open in (("top", top), ("bottom", bottom)):
        if is_open:
            rule = OxmlElement(f"w:{edge}")
            rule.set(qn("w:val"), "nil")
            borders.append(rule)
    cell._tc.get_or_add_tcPr().append(borders)


def _wording(document: Document, paper: Paper, sheet: Sheet) -> None:
    add_pages(document, paper, landscape=False)
    _title(document, "改め文")
    add_words(document.add_paragraph(), f"　{sheet.title}の一部を次のように改める。")
    for sentence in sheet.wording:
        add_words(document.add_paragraph(), f"　{sentence.words}")
        for line in sentence.body:
            add_words(document.add_paragraph(), line)
    if not sheet.wording:
        add_words(document.add_paragraph(), "　改める部分はありません。")
