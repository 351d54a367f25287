"""An edition as a Word file that looks like the printed annex, to go on working in.

Numbers are Word's own (第1条, 2, (1), ア, (ア), a), so that a clause put in moves the others on;
only a 枝番号 (第7条の2) is typed, which Word can't count.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from documents.composing import Paper
from documents.word import add_words, finished, new_document, repeat_on_every_page
from specs.exporting.word_numbering import EM, WordNumbering, indent
from specs.text.render import Printer
from specs.text.tree import Article


@dataclass(frozen=True)
class WordTable:
    """A 別表: its title with （第9条関係）, header and rows."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


def edition_word(
    printer: Printer, paper: Paper, *, title: str, tables: Sequence[WordTable] = ()
) -> bytes:
    """The file; the same bytes for the same content."""
    document = new_document(paper)
    heading = document.add_paragraph(style="Title")
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_words(heading, title)
    for run in heading.runs:
        run.font.size = Pt(16)
    numbering = WordNumbering(document, printer.skin)
    for article in printer.document.articles:
        if article.key in printer.numbering.articles:
            _article(document, printer, article, numbering)
    for table in tables:
        _table(document, table)
    return finished(document)


def _article(
    document: Document, printer: Printer, article: Article, numbering: WordNumbering
) -> None:
    """Caption, article and what is under it, or 第7条　削除."""
    gone = article.key not in printer.numbering.printed
    if article.caption and not gone:
        caption = document.add_paragraph(style="Heading 2")
        _indent(caption, 0, hanging=0)
        caption.paragraph_format.keep_with_next = True
        add_words(caption, f"（{printer.skin.words(article.caption)}）")
    lines = [] if gone else printer.lines(article)
    words = "削除" if gone else lines[0].words
    paragraph = document.add_paragraph()
    if printer.numbering.articles[article.key].branch:
        numbering.branch()
        _indent(paragraph, 0)
        words = f"{printer.numbering.article_label(article.key, printer.skin)}\u3000{words}"
    else:
        numbering.article(paragraph)
    add_words(paragraph, words)
    for line in lines[1:]:
        paragraph = document.add_paragraph()
        numbering.provision(paragraph, line.level + 1)
        add_words(paragraph, line.words)


def _indent(paragraph: Paragraph, level: int, *, hanging: int = EM) -> None:
    paragraph._p.get_or_add_pPr().append(indent(level, hanging=hanging))


def _table(document: Document, table: WordTable) -> None:
    heading = document.add_paragraph(style="Heading 2")
    heading.paragraph_format.page_break_before = True
    add_words(heading, table.title)
    grid = document.add_table(rows=1, cols=max(len(table.columns), 1), style="Table Grid")
    repeat_on_every_page(grid.rows[0])
    for cell, words in zip(grid.rows[0].cells, table.columns, strict=True):
        add_words(cell.paragraphs[0], words)
    for row in table.rows:
        for cell, words in zip(grid.add_row().cells, row, strict=False):
            add_words(cell.paragraphs[0], str(words))
    for note in table.notes:
        add_words(document.add_paragraph(), f"備考　{note}")
