"""An edition as a Word file that looks like the printed annex, to go on working in.

Numbers are Word's own (第1条, 2, (1), ア, (ア), a), so that a clause put in moves the others on;
only a 枝番号 (第7条の2) is typed, which Word can't count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.table import _Row
from docx.text.paragraph import Paragraph

from documents.paper import Paper
from documents.word import add_words, finished, new_document, repeat_on_every_page
from documents.word_page import set_styles
from specs.exporting.word_numbering import EM, WordNumbering, indent
from specs.text.render import Printer
from specs.text.tree import Article

_TABLE_PT = 9.0


@dataclass(frozen=True)
class WordTable:
    """A 別表: its name （別表第1（第9条関係）), title, header, rows and 備考."""

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


def edition_word(
    printer: Printer, paper: Paper, *, title: str, tables: Sequence[WordTable] = ()
) -> bytes:
    """The file; the same bytes for the same content."""
    document = new_document(paper)
    set_styles(document)
    heading: Any = document.styles["Heading 1"]
    heading.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_words(_paragraph(document, "Title"), title)
    add_articles(document, printer)
    for table in tables:
        _table(document, table)
    return finished(document)


def add_articles(document: Document, printer: Printer) -> None:
    """The articles at the end of a document, under Word's own numbers. Once a document."""
    numbering = WordNumbering(document, printer.skin)
    for article in printer.document.articles:
        if article.key in printer.numbering.articles:
            _article(document, printer, article, numbering)


def _article(
    document: Document, printer: Printer, article: Article, numbering: WordNumbering
) -> None:
    """Caption, article and what is under it, or 第7条　削除."""
    gone = article.key not in printer.numbering.printed
    if article.caption and not gone:
        caption = _paragraph(document, "Heading2")
        _indent(caption, 0, hanging=0)
        add_words(caption, f"（{printer.skin.words(article.caption)}）")
    lines = [] if gone else printer.lines(article)
    words = "削除" if gone else lines[0].words
    paragraph = _paragraph(document, "BodyText")
    if printer.numbering.articles[article.key].branch:
        numbering.branch()
        _indent(paragraph, 0)
        words = f"{printer.numbering.article_label(article.key, printer.skin)}\u3000{words}"
    else:
        numbering.article(paragraph)
    add_words(paragraph, words)
    for line in lines[1:]:
        paragraph = _paragraph(document, "BodyText")
        numbering.provision(paragraph, line.level + 1)
        add_words(paragraph, line.words)


def _paragraph(document: Document, style: str) -> Paragraph:
    """A paragraph at the end, in a style by its id: by its name, python-docx looks through every
    style for every paragraph, which takes most of the time of a file."""
    paragraph = document.add_paragraph()
    paragraph._p.style = style
    return paragraph


def _indent(paragraph: Paragraph, level: int, *, hanging: int = EM) -> None:
    paragraph._p.get_or_add_pPr().append(indent(level, hanging=hanging))


def _table(document: Document, table: WordTable) -> None:
    """別表 on a page of its own: its name at the left, its title above it, 備考 below."""
    name = document.add_paragraph()
    name.paragraph_format.page_break_before = True
    name.paragraph_format.keep_with_next = True
    add_words(name, table.name)
    add_words(_paragraph(document, "Heading1"), table.title)
    grid = document.add_table(rows=1, cols=max(len(table.columns), 1), style="Table Grid")
    repeat_on_every_page(grid.rows[0])
    _fill(grid.rows[0], table.columns)
    for row in table.rows:
        _fill(grid.add_row(), row)
    for index, note in enumerate(table.notes, start=1):
        number = str(index) if len(table.notes) > 1 else ""
        _small(document.add_paragraph(), f"備考{number}\u3000{note}")


def _fill(row: _Row, cells: Sequence[str]) -> None:
    for cell, words in zip(row.cells, cells, strict=False):
        _small(cell.paragraphs[0], str(words))


def _small(paragraph: Paragraph, words: str) -> None:
    """Words in the size of the PDFs' tables."""
    add_words(paragraph, words)
    for run in paragraph.runs:
        run.font.size = Pt(_TABLE_PT)
