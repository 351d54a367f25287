"""Word files: A4, 明朝, a footer as the PDFs have it, and the same bytes for the same content.

python-docx writes the clock into a file twice, in its properties and in the zip; both are the
date of issue here.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC
from typing import cast

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from lxml.etree import _Element

from common.archives import zip_of
from documents.paper import Paper
from documents.sanitise import clean

# On every PC with Word for Japanese; another program takes its own 明朝 instead.
FONT = "ＭＳ 明朝"
BODY_PT, SMALL_PT = 10.5, 8.0
_A4 = (Mm(210), Mm(297))
# Half of 123／456 in the footer, and air.
_PAGE_ROOM = Mm(12)
# top, right, bottom, left: those of the PDFs (static/documents/base.css).
_PORTRAIT = (Mm(22), Mm(20.3), Mm(20), Mm(26.7))
_LANDSCAPE = (Mm(26), Mm(22.5), Mm(18), Mm(22.5))


def new_document(paper: Paper, *, landscape: bool = False) -> Document:
    """An empty document with page, fonts, footer and properties; close it with `finished`."""
    document = docx.Document()
    _set_fonts(document)
    _set_properties(document, paper)
    _set_page(document.sections[0], paper, landscape=landscape)
    return document


def add_pages(document: Document, paper: Paper, *, landscape: bool) -> None:
    """Go on, on a new page, in another orientation."""
    _set_page(document.add_section(WD_SECTION.NEW_PAGE), paper, landscape=landscape)


def _set_page(section: Section, paper: Paper, *, landscape: bool) -> None:
    width, height = reversed(_A4) if landscape else _A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    margins = _LANDSCAPE if landscape else _PORTRAIT
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = margins
    section.footer_distance = Mm(9)
    section.footer.is_linked_to_previous = False
    _fill_footer(section.footer.paragraphs[0], paper, text_width(landscape=landscape))


def text_width(*, landscape: bool) -> Length:
    """The width between the margins."""
    _, right, _, left = _LANDSCAPE if landscape else _PORTRAIT
    return Length((_A4[1] if landscape else _A4[0]) - right - left)


def add_words(paragraph: Paragraph, words: str, *, underlined: bool = False) -> None:
    """Words at the end of a paragraph, without characters that a Word file can't hold."""
    run = paragraph.add_run(clean(words))
    if underlined:
        run.underline = True


def repeat_on_every_page(row: object) -> None:
    """Make a row of a table the head of it on every page."""
    properties = row._tr.get_or_add_trPr()  # type: ignore[attr-defined]
    properties.append(OxmlElement("w:tblHeader"))


def finished(document: Document) -> bytes:
    """The file. Equal content gives equal bytes."""
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source:
        return zip_of({name: source.read(name) for name in source.namelist()})


def _set_fonts(document: Document) -> None:
    """明朝 for every script: Word asks for the font of kanji apart (w:eastAsia)."""
    for style in document.styles:
        if not isinstance(style, ParagraphStyle):
            continue
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        _make_plain(style)
    # The template's footer has the tab stops of a portrait page of letter size.
    _style(document, "Footer").paragraph_format.tab_stops.clear_all()
    normal = _style(document, "Normal")
    normal.font.size = Pt(BODY_PT)
    normal.paragraph_format.space_after = Pt(0)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "ja-JP")
    language.set(qn("w:eastAsia"), "ja-JP")
    normal.element.get_or_add_rPr().append(language)


def _make_plain(style: ParagraphStyle) -> None:
    """Take away the colours, rules and bold of the template: a contract is black on white."""
    for name in ("w:rPr/w:color", "w:rPr/w:b", "w:rPr/w:bCs", "w:pPr/w:pBdr"):
        for found in style.element.findall(name, style.element.nsmap):
            found.getparent().remove(found)


def _style(document: Document, name: str) -> ParagraphStyle:
    return cast(ParagraphStyle, document.styles[name])


def _fill_footer(paragraph: Paragraph, paper: Paper, width: Length) -> None:
    """Case, page x／y, number: where the PDFs have them."""
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Length(width // 2), WD_TAB_ALIGNMENT.CENTER)
    stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    # In one line, up to where the page stands: a longer one would push the other two aside.
    room = int((width / 2 - _PAGE_ROOM) / Pt(SMALL_PT))
    case = paper.footer_case
    add_words(paragraph, f"{case if len(case) <= room else f'{case[: room - 1]}…'}\t")
    _add_field(paragraph, "PAGE")
    paragraph.add_run("／")
    _add_field(paragraph, "NUMPAGES")
    sign = "案（発行前の確認用）" if paper.is_preview else paper.number
    if paper.verification_code:
        sign += f"　照合番号 {paper.verification_code}"
    add_words(paragraph, f"\t{sign}")
    for run in paragraph.runs:
        run.font.size = Pt(SMALL_PT)


def _add_field(paragraph: Paragraph, code: str) -> None:
    """A field that Word fills when it lays the page out."""
    for element in _field(code):
        paragraph.add_run()._r.append(element)


def _field(code: str) -> Iterator[_Element]:
    for kind in ("begin", "code", "separate", "shown", "end"):
        if kind == "code":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = f" {code} "
        elif kind == "shown":
            element = OxmlElement("w:t")
            element.text = "1"
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        yield element


def _set_properties(document: Document, paper: Paper) -> None:
    properties = document.core_properties
    at = paper.issued_at.astimezone(UTC).replace(tzinfo=None)
    properties.title = clean(paper.title)
    properties.author = properties.last_modified_by = clean(paper.author)
    properties.subject = clean(paper.case_name)
    properties.keywords = paper.number
    properties.comments = ""
    properties.language = "ja-JP"
    properties.created = properties.modified = at
    properties.revision = 1
