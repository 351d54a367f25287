"""Municipal texts in their many styles: the outline that a person would draw of them."""

import pytest

from common.errors import Refused
from specs.text.importing import understand
from specs.text.importing.understood import Understood
from specs.text.render import Printer, render_plain
from tests.specs.imports import NAMES, expected, outline, understood


@pytest.mark.parametrize("name", NAMES)
def test_a_municipal_text_has_its_outline(name):
    wanted = expected(name)
    found = outline(understood(name))
    assert found == {key: wanted[key] for key in found}


def printed(found: Understood) -> str:
    return render_plain(Printer(found.document, found.skin))


def read(*lines: str) -> Understood:
    return understand("\n".join(lines))


@pytest.mark.parametrize(
    "opening",
    ["第1条", "第１条", "第 1 条", "第一条", "第　１　条", "第1", "第１", "第一"],
)
@pytest.mark.parametrize(
    "lines",
    [
        ["（目的）", "{}　本文とする。"],
        ["{}（目的）", "本文とする。"],
        ["{}　（目的）", "本文とする。"],
        ["{}　（目的）　本文とする。"],
        ["（目的）{}　本文とする。"],
        ["{}", "（目的）", "本文とする。"],
        ["{}　目的", "本文とする。"],
        ["【目的】", "{}　本文とする。"],
        ["{}　〔目　的〕", "1　本文とする。"],
    ],
)
def test_captions_stand_in_many_places(opening, lines):
    found = read(*(line.format(opening) for line in lines))
    article = found.document.articles[0]
    assert article.caption == "目的"
    assert printed(found).endswith("　本文とする。")
    assert found.asides == ()


def test_a_bracketed_sentence_is_no_caption():
    found = read("（定義）", "第1条　（次に掲げるものを除く。）業務をいう。")
    assert printed(found).endswith("第1条　（次に掲げるものを除く。）業務をいう。")


def test_numbers_that_are_no_markers():
    found = read(
        "（保存）",
        "第1条　受注者は、記録を",
        "1 年以上保存し、前項及び第",
        "10条の規定により報告する。",
        "2　受注者は、",
        "(1)に規定する書類を、令和8年4月",
        "1 日までに提出する。",
        "（ただし、軽微なものを除く。）",
    )
    assert [len(a.paragraphs) for a in found.document.articles] == [2]
    assert "記録を1年以上保存し、前項及び第10条の規定により" in printed(found)
    assert "(1)に規定する書類を、令和8年4月1日までに提出する。（ただし" in printed(found)


def test_a_reference_at_the_start_of_a_line_opens_no_article():
    found = read(
        "（一）",
        "第1条　受注者は、業務について、",
        "第2条の規定によるほか、次の措置を講ずる。",
        "（二）",
        "第2条　受注者は、",
        "第3条及び前条の措置を講ずる。",
        "（三）",
        "第3条　略",
    )
    assert len(found.document.articles) == 3


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("(1) ", "① "),
        ("① ", "(1) "),
        ("ア　", "(1)　"),
        ("一　", "イ　"),
        ("１．", "ア　"),
        ("（ア）", "ａ　"),
        ("・", "① "),
        ("a) ", "i) "),
    ],
)
def test_the_text_decides_which_sign_stands_above_which(first, second):
    next_of = {"(1) ": "(2) ", "① ": "② ", "ア　": "イ　", "(1)　": "(2)　", "一　": "二　"}
    next_of |= {"イ　": "ロ　", "１．": "２．", "（ア）": "（イ）", "ａ　": "ｂ　", "・": "・"}
    next_of |= {"a) ": "b) ", "i) ": "ii) "}
    found = read(
        "第1条（措置）",
        "受注者は、次の措置を講ずる。",
        f"{first}甲の措置",
        f"{second}丙",
        f"{next_of[second]}丁",
        f"{next_of[first]}乙の措置",
    )
    (paragraph,) = found.document.articles[0].paragraphs
    assert [len(item.items) for item in paragraph.items] == [2, 0]


def test_kana_lists_of_both_kinds():
    aiueo = read("第1条（一）", "次の者とする。", "ア　甲", "イ　乙", "ウ　丙")
    iroha = read("第1条（一）", "次の者とする。", "イ　甲", "ロ　乙", "ハ　イ及びロの者")
    for found in (aiueo, iroha):
        assert len(found.document.articles[0].paragraphs[0].items) == 3


def test_iroha_becomes_aiueo_also_where_it_is_referred_to():
    found = read(
        "第1条（一）",
        "次の者とする。",
        "(1)　次の者",
        "イ　甲",
        "ロ　乙",
        "(2)　前号イの者及び銀行法第2条第1号ロの者（同号ロの者を除く。）",
        "2　第1項第1号ロの者を除く。",
    )
    assert "前号アの者及び銀行法第2条第1号ロの者（同号ロの者を除く。）" in printed(found)
    assert any("「同号ロ」は、そのままにしました" in mend.what for mend in found.mended)
    assert "第1項第1号イの者を除く。" in printed(found)
    assert any("イロハ" in mend.what for mend in found.mended)


def test_a_number_out_of_turn_is_told_and_kept():
    found = read("第1条（一）", "次の者とする。", "(1)　甲がすること。", "(3)　乙がすること。")
    assert len(found.document.articles[0].paragraphs[0].items) == 2
    assert any("「(3)」は順序どおりではありません" in p.message for p in found.problems)


def test_a_sentence_after_the_items_is_not_put_into_the_last_one():
    found = read(
        "第1条（一）", "次の者とする。", "(1)　甲がすること。", "(2)　乙がすること。",
        "この場合において、丙は、立ち会わない。",
    )  # fmt: skip
    assert [aside.text for aside in found.unplaced] == ["この場合において、丙は、立ち会わない。"]
    assert "号の後に続く文です" in found.unplaced[0].why


def test_a_second_text_in_one_file_is_told():
    found = read(
        "（一）", "第1条　略する。", "（二）", "第2条　略する。", "別記　特則",
        "（一）", "第1条　また略する。", "（二）", "第2条　また略する。",
    )  # fmt: skip
    assert len(found.document.articles) == 2
    assert any("番号の付いた条文" in problem.message for problem in found.problems)


def test_blanks_to_be_filled_stay_words_and_are_told():
    found = read("（一）", "第1条　○○市は、令和　年　月　日から適用する。")
    assert "○○市は、令和　年　月　日から適用する。" in printed(found)
    assert [problem.line for problem in found.problems if "記入する箇所" in problem.message] == [2]


def test_the_parties_become_parties_but_not_where_they_are_defined():
    found = read(
        "（一）",
        "第1条　若葉市（以下「甲」という。）と受託者（以下「乙」という。）は、甲乙協議する。",
        "2　甲は、乙種の免状を求め、乙は、これに応ずる。",
    )
    assert found.names == ("甲", "乙")
    skin = found.skin
    other = render_plain(Printer(found.document, type(skin)("発注者", "受注者")))
    assert "（以下「甲」という。）と受託者（以下「乙」という。）は、発注者受注者協議する。" in other
    assert "発注者は、乙種の免状を求め、受注者は、これに応ずる。" in other


def test_kanji_numbers_in_references_are_links():
    found = read(
        "（一）", "第一条　甲は、第二条第一項に従う。", "（二）", "第二条　乙は、前条による。",
        "２　丙は、個人情報の保護に関する法律第二条第一項による。",
    )  # fmt: skip
    assert "第2条第1項に従う。" in printed(found)
    assert "個人情報の保護に関する法律第二条第一項による。" in printed(found)


def test_mixed_commas_are_told():
    found = read("（一）", "第1条　甲は，乙に、渡す。")
    assert any("混ざっています" in problem.message for problem in found.problems)


def test_a_break_inside_a_reference_leaves_no_seam():
    found = read(
        "（一）", "第1条　受注者は、第", "2条の措置を講ずる。", "（二）", "第2条　略する。"
    )
    assert "第1条　受注者は、第2条の措置を講ずる。" in printed(found)


def test_blanks_of_a_copied_pdf_go_and_those_of_a_definition_stay():
    found = read(
        "（一）",
        "第1条　受 注 者 は、 第 2 条 の 規 定 に よ り 取 り 扱 う 。",
        "（二）",
        "第2条　次のとおりとする。",
        "(1)　個人情報　個人に関する情報をいう。",
        "(2)　業務　委託をする業務をいう。",
    )
    assert "第1条　受注者は、第2条の規定により取り扱う。" in printed(found)
    assert "個人情報　個人に関する情報をいう。" in printed(found)


def test_too_long_a_text_is_refused():
    with pytest.raises(Refused, match="文字数が多すぎます"):
        understand("あ" * 700_000)
    with pytest.raises(Refused, match="文字数が多すぎます"):
        understand("\n" * 50_000)
