"""An edition as a Word file that looks like the printed annex, to go on working in.

Numbers are Word's own (第1条, 2, (1), ア, (ア), a), so that a clause put in moves the others on;
only a 枝番号 (第7条の2) is typed, which Word can't count.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from documents.composing import Paper
from documents.word import BODY_PT, add_words, finished, new_document, repeat_on_every_page
from specs.text.render import Line, Printer

# Word's names of the counting systems, and the text round the number, from 条 down.
_LEVELS = (
    ("decimal", "第%1条"),
    ("decimal", "%2"),
    ("decimal", "(%3)"),
    ("aiueoFullWidth", "%4"),
    ("aiueoFullWidth", "(%5)"),
    ("lowerLetter", "%6"),
)
_ABSTRACT = "90"  # beyond those of the empty file
_EM = 20 * BODY_PT  # twentieths of a point


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
    numbering = _numbering(document, printer)
    heading = document.add_paragraph(style="Title")
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_words(heading, title)
    for run in heading.runs:
        run.font.size = Pt(16)
    for article in printer.document.articles:
        if article.key not in printer.numbering.printed:
            continue
        branch = printer.numbering.articles[article.key].branch
        # Word counts on behind a typed number, unless the counting begins anew.
        counting = _restarted(document) if branch else numbering
        if article.caption:
            caption = document.add_paragraph(style="Heading 2")
            _plain(caption, left=_EM, hanging=0)
            caption.paragraph_format.keep_with_next = True
            add_words(caption, f"（{printer.skin.words(article.caption)}）")
        for index, line in enumerate(printer.lines(article)):
            first = index == 0
            level = 0 if first else line.level + 1
            paragraph = document.add_paragraph()
            if first and branch:
                _typed(paragraph, line, level)
            else:
                _numbered(paragraph, counting, level)
                add_words(paragraph, line.words)
    for table in tables:
        _table(document, table)
    return finished(document)


def _typed(paragraph: Paragraph, line: Line, level: int) -> None:
    """A marker that Word can't count, as words."""
    _plain(paragraph, left=_left(level), hanging=_EM)
    add_words(paragraph, f"{line.marker}\u3000{line.words}")


def _left(level: int) -> float:
    """How far a level stands in: 条 and 項 one character, then one more each."""
    return _EM * max(level, 1)


def _plain(paragraph: Paragraph, *, left: float, hanging: float) -> None:
    indent = OxmlElement("w:ind")
    indent.set(qn("w:left"), str(round(left)))
    indent.set(qn("w:hanging"), str(round(hanging)))
    paragraph._p.get_or_add_pPr().append(indent)
    for run in paragraph.runs:
        run.font.size = Pt(BODY_PT)


def _numbered(paragraph: Paragraph, numbering: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # type: ignore[attr-defined]
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = numbering


def _numbering(document: Document, printer: Printer) -> int:
    """Add the numbering of articles, paragraphs and items; its number in the file."""
    root = document.part.numbering_part.element
    abstract_id, number_id = _ABSTRACT, "90"
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), abstract_id)
    _child(abstract, "w:multiLevelType", "multilevel")
    full = printer.skin.figures == "full"
    for level, (system, text) in enumerate(_LEVELS):
        element = OxmlElement("w:lvl")
        element.set(qn("w:ilvl"), str(level))
        # The first 項 bears no number: its place is that of the article.
        _child(element, "w:start", "2" if level == 1 else "1")
        _child(element, "w:numFmt", "decimalFullWidth" if full and system == "decimal" else system)
        _child(element, "w:suff", "nothing")
        shown = "第%1" if level == 0 and printer.skin.family == "plain" else text
        _child(element, "w:lvlText", f"{shown}\u3000")
        _child(element, "w:lvlJc", "left")
        holder = OxmlElement("w:pPr")
        indent = OxmlElement("w:ind")
        indent.set(qn("w:left"), str(round(_left(level))))
        indent.set(qn("w:hanging"), str(round(_EM)))
        holder.append(indent)
        element.append(holder)
        abstract.append(element)
    first = root.find(qn("w:num"))
    if first is None:
        root.append(abstract)
    else:
        first.addprevious(abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), number_id)
    _child(number, "w:abstractNumId", abstract_id)
    root.append(number)
    return int(number_id)


def _restarted(document: Document) -> int:
    """A numbering that counts 項 and 号 from their beginnings again; its number in the file."""
    root = document.part.numbering_part.element
    numbers = root.findall(qn("w:num"))
    last = max(int(number.get(qn("w:numId"))) for number in numbers)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), str(last + 1))
    _child(number, "w:abstractNumId", _ABSTRACT)
    for level in range(1, len(_LEVELS)):
        override = OxmlElement("w:lvlOverride")
        override.set(qn("w:ilvl"), str(level))
        _child(override, "w:startOverride", "2" if level == 1 else "1")
        number.append(override)
    root.append(number)
    return last + 1


def _child(parent: object, name: str, value: str) -> None:
    element = OxmlElement(name)
    element.set(qn("w:val"), value)
    parent.append(element)  # type: ignore[attr-defined]


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
