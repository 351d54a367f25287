"""What Word counts before each provision is what is printed."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Municipality
from documents.paper import Paper
from specs.exporting.word import WordTable, edition_word
from specs.text.parse import parse_document
from specs.text.render import Printer, render_plain
from specs.text.skin import Skin
from specs.text.tree import Document
from tests.specs.strategies import grown
from tests.specs.word_numbers import numbered

PAPER = Paper(
    title="個人情報取扱特記事項",
    case_name="個人情報取扱特記事項　第1版",
    number="",
    verification_code="",
    issued_at=datetime(2026, 4, 1, tzinfo=ZoneInfo("Asia/Tokyo")),
    municipality=Municipality(code="132012", name="特記市", mayor_title="市長"),
    department=None,
    is_preview=False,
)
SKINS = {
    "orderer": Skin(),
    "plain": Skin("甲", "乙", "plain", "，"),
    "full": Skin("委託者", "受託者", figures="full"),
}
# What a program got wrong: 項 after the 号 of a first 項, and after a 枝番号.
AWKWARD = """（目的）
第1条　次のことを守る。
(1)　一つ目
ア　その一
イ　その二
(2)　二つ目
ア　また一から
イ　また二
2　次に掲げるときは、届け出る。
(1)　初めから数える
(2)　二つ目
3　終わりの項
第1条の2　枝番号の条
(1)　一つ目
(2)　二つ目
2　枝番号の条の項
第2条　次の条
2　その項
"""


def written(printer: Printer, **more) -> bytes:
    return edition_word(printer, PAPER, title=PAPER.title, **more)


def printed(printer: Printer) -> list[str]:
    return [line.strip("　") for line in render_plain(printer).splitlines()]


@given(st.integers(min_value=0, max_value=2**32), st.sampled_from(sorted(SKINS)))
def test_word_counts_what_is_printed(seed, name):
    printer = Printer(grown(seed), SKINS[name], {"b": "三年"})
    assert numbered(written(printer)) == [PAPER.title, *printed(printer)]


def test_items_and_branches_start_again():
    printer = Printer(Document(tuple(parse_document(AWKWARD).articles)))
    assert printed(printer) == AWKWARD.splitlines()
    data = written(printer)
    assert numbered(data) == [PAPER.title, *AWKWARD.splitlines()]
    assert written(printer) == data


def test_an_article_left_out_of_a_running_contract_keeps_its_number():
    document = Document(tuple(parse_document("第1条　一\n第2条　二\n第3条　三\n").articles))
    left_out = frozenset({document.articles[1].key})
    lines = numbered(written(Printer(document, omitted=left_out, gaps="keep")))
    assert lines[1:] == ["第1条　一", "第2条　削除", "第3条　三"]


def test_the_page_is_that_of_the_pdf():
    table = WordTable("別表（第1条関係）", "罰則", ["罪", "罰"], [["一", "二"]], ["注", "次"])
    document = docx.Document(io.BytesIO(written(Printer(grown(1)), tables=[table])))
    section = document.sections[0]
    assert [round(section.page_width.mm), round(section.page_height.mm)] == [210, 297]
    assert section.left_margin.mm == pytest.approx(26.7, abs=0.1)
    for name in ("Title", "Heading 2"):
        style = document.styles[name]
        assert not style.font.bold
        assert style.font.color.rgb is None
        assert style.paragraph_format.keep_with_next or name == "Title"
    assert [p.text for p in document.paragraphs[-2:]] == ["備考1　注", "備考2　次"]


@pytest.mark.parametrize("words", ["\x00と\x0b", "\ud800", "\ufffe"])
def test_what_a_word_file_cannot_hold_is_left_out(words):
    printer = Printer(
        Document(tuple(parse_document("第1条　守る。\n").articles)), Skin(f"甲{words}")
    )
    assert numbered(edition_word(printer, PAPER, title=f"特記{words}"))[0].startswith("特記")
