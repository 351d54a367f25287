"""What anyone may type into any field: it prints as text, inside the paper, in bounded time."""

import io
import time
from datetime import timedelta

import pytest
from pypdf import PdfReader

from documents import rendering
from documents.failures import DocumentFailed
from documents.rendering import render_pdf, stylesheet
from documents.sanitise import printable
from tests.documents.sample import page

MARKUP = (
    "<style>@page { size: 1mm }</style>",
    "@import url(file:///etc/passwd);",
    "background: url(file:///etc/passwd)",
    "<link rel=attachment href='file:///etc/passwd'>",
    '<img src="http://203.0.113.1/x.png">',
    "{{ document.number }}{% now 'Y' %}",
    "\\66\\69\\6c\\65",
    "&lt;b&gt;&#x202e;",
)
CELLS = "{}<table><colgroup><col style='width:20mm'><col></colgroup><tbody>{}</tbody></table>"


def render(html: str, **options: float) -> PdfReader:
    content = render_pdf(html, stylesheets=[stylesheet("documents/base.css")], **options)
    return PdfReader(io.BytesIO(content))


def words(reader: PdfReader) -> str:
    """All text without line ends and spaces."""
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def outside(reader: PdfReader) -> list[str]:
    """Texts that begin to the right of the text area or on no paper at all."""
    found: list[str] = []

    def visit(text: str, matrix: list[float], place: list[float], *_: object) -> None:
        x = (place[4] * matrix[0] + matrix[4]) if text.strip() else 0
        if not 0 <= x < width:
            found.append(text)

    for sheet in reader.pages:
        width = float(sheet.mediabox.width)
        sheet.extract_text(visitor_text=visit)
    return found


def test_markup_addresses_and_template_tags_print_as_text() -> None:
    reader = render(page("\n".join(MARKUP)))
    text = words(reader)
    for each in MARKUP:
        assert "".join(each.split()) in text
    assert reader.pages[0].mediabox.width > 500
    assert not reader.attachments


def test_control_and_direction_characters_do_not_reach_paper() -> None:
    hidden = "\x00\x07\x1b\x7f\u202e\u202d\u2066\u2069\u200f\u200b\ufeff\ufffe"
    assert "前後" in words(render(page(f"前{hidden}後")))


@pytest.mark.parametrize(
    ("letter", "length"), [("A", 100_000), ("。", 20_000), ("&", 20_000), ("個", 20_000)]
)
def test_a_word_of_any_length_stays_on_the_paper(letter: str, length: int) -> None:
    """A hundred thousand letters take one to three seconds; without breaks they took a minute."""
    reader = render(page(letter * length), timeout=20)
    assert sum(sheet.extract_text().count(letter) for sheet in reader.pages) == length
    assert len(reader.pages) > 5
    assert outside(reader) == []


def test_spaces_that_do_not_break_are_no_way_round() -> None:
    assert len(render(page("\u00a0" * 20_000 + "終"), timeout=20).pages) > 5


@pytest.mark.parametrize("letter", ["A", "個", "abc "])
def test_cells_of_eight_thousand_characters(letter: str) -> None:
    cell = (letter * 8000)[:8000]
    rows = f"<tr class='long'><td>番号</td><td>{cell}</td></tr>"
    reader = render(page(html=CELLS.format("", rows)))
    assert words(reader).count(letter.strip()) >= 8000 // len(letter)
    assert outside(reader) == []


def test_a_long_word_in_a_narrow_cell_is_broken() -> None:
    rows = "<tr><td>https://example.lg.jp/a</td><td>右</td></tr>"
    lines = render(page(html=CELLS.format("", rows))).pages[0].extract_text().splitlines()
    assert not any("https://example.lg.jp/a" in line for line in lines)
    assert "https://example.lg.jp/a" in words(render(page(html=CELLS.format("", rows))))


def test_breaks_leave_tags_and_references_whole() -> None:
    html = f'<p title="{"t" * 900}">{"&amp;" * 50}</p><title>{"x" * 90}</title>'
    made = printable(html)
    assert made.replace("\u200b", "") == html
    assert f'title="{"t" * 900}"' in made
    assert made.count("&amp;") == 50
    assert made.count("\u200b") == 12
    assert printable("<p>第１条　R8-税務-0001-D2-01</p>").count("\u200b") == 0


def test_a_table_of_five_thousand_rows_is_made_or_refused_in_time() -> None:
    """With a bound a tenth of the real one: never more than the bound, and a sentence."""
    rows = "<tr><td>番号</td><td>個人情報の取扱い</td></tr>" * 5000
    started = time.monotonic()
    with pytest.raises(DocumentFailed) as failure:
        render(page(html=CELLS.format("", rows)), timeout=1.0)
    assert time.monotonic() - started < 3
    assert failure.value.code == "timeout"
    assert failure.value.status == 503
    assert "表の行数や文章の長さを減らすか" in failure.value.reasons[0]
    assert rendering.TIMEOUT_SECONDS <= 30


def test_a_document_that_came_late_is_not_kept() -> None:
    with pytest.raises(DocumentFailed):
        render(page("個" * 50_000), timeout=timedelta(milliseconds=50).total_seconds())
    assert "個" in words(render(page("個")))
