"""Reading what officials write, and telling them what is wrong with it."""

import pytest

from specs.text.format import format_article
from specs.text.numbering import ArticleNumber
from specs.text.parse import parse_article, parse_document
from specs.text.tree import AnnexRef, FormRef, Ref, Target, Text, provisions


def lines_of(text: str) -> list[tuple[int, str]]:
    """The problems of an article: (line, message)."""
    return [(p.line, p.message) for p in parse_article(text, key="any").problems]


def test_problems_name_the_line_they_are_in():
    text = "（見出し）\n第○条　甲。\n2　次のとおり。\n(1)　一つだけ\n3　{参照:前5項}による。\n5　{#x}乙。\n6　{#x}丙。"
    assert [line for line, _ in lines_of(text)] == [4, 5, 6, 7, 7]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("前文です。\n（見出し）\n第○条　甲。", 1, "条の前に、見出しでない行があります"),
        ("\n\n\n前文です。\n第○条　甲。", 4, "条の前に、見出しでない行があります"),
        ("（あ）\n（い）\n第○条　甲。", 1, "見出し「あ」の次に条がありません"),
        ("（あ）\n第○条　甲。\n（い）", 3, "見出し「い」の次に条がありません"),
        ("（あ）\n第○条　甲。\n（い）\n第○条　乙。", 4, "条が二つ以上あります"),
        (
            "（あ）\n第○条　甲。\n附則\n1　施行する。",
            3,
            "「附則」から後は、条文として取り込みません",
        ),
        ("（あ）\n第○条　甲。\n第2章　雑則", 3, "章や節の見出しは取り込めません"),
        ("（あ）\n第○条　甲。\n2", 3, "番号の後に文がありません"),
        ("（あ）\n第○条", 2, "番号の後に文がありません"),
        ("（あ）\n第○条　{知らない:語}", 2, "使えない書き方です"),
        ("（あ）\n第○条　{参照:a～b～c}", 2, "使えない書き方です"),
        ("（あ）\n第○条　甲。\n(2)　乙\n(3)　丙", 3, "「(1)」としてください"),
        ("（あ）\n第○条　甲。\n(1)　乙\nイ　丙\nロ　丁\n(2)　戊", 4, "「ア」としてください"),
        ("（あ）\n第3条甲。", 2, "後に空白を入れてください"),
        ("（あ）\n第○条　甲}。", 2, "波括弧が閉じていません"),
    ],
)
def test_each_problem_is_told_where_it_is(text, line, message):
    found = lines_of(text)
    assert any(line == at and message in words for at, words in found), found


def test_every_message_is_a_japanese_sentence():
    text = "x\n（あ）\n第○条　{a}{\n1　b\nア　c\n(3)　d\nなし\n（い）\n附則"
    messages = [message for _, message in lines_of(text)]
    assert len(messages) > 6
    assert all(message.endswith("。") for message in messages)


def test_very_long_digits_are_text():
    assert parse_article("（あ）\n第○条　甲。\n" + "9" * 5000 + "　乙", key="a").article is not None
    assert parse_document("第" + "9" * 5000 + "条　甲。").articles == []


def test_the_ways_to_write_an_article_are_one():
    wanted = parse_article("（目的）\n第○条　甲。\n2　乙。", key="a").article
    for text in (
        "（目的）第1条　甲。\n２　乙。",
        "第１条（目的）　甲。\n2　乙。",
        "第1条（目的）\n甲。\n2　乙。",
        "\ufeff(目的)\n第1条\n　甲。\n 2 乙。",
        "（目的）\n第1　甲。\n2\u3000\u3000乙。",
        "（目的）\n第1条\xa0甲。\n2\t乙。",
    ):
        parsed = parse_article(text, key="a")
        assert (parsed.article, parsed.problems) == (wanted, []), text


def test_a_first_paragraph_with_a_number_is_read_and_told():
    parsed = parse_article("第1条（目的）\n1　甲。\n2　乙。", key="a")
    assert parsed.article is not None
    assert [path for path, _ in provisions(parsed.article)] == [(0,), (1,)]
    assert ["第1項には番号" in p.message for p in parsed.problems] == [True]


def test_text_in_parentheses_is_no_caption():
    parsed = parse_article("（目的（概要））\n第○条　（以下略）\n2　（なし）", key="a")
    assert parsed.problems == []
    assert parsed.article is not None
    assert parsed.article.caption == "目的（概要）"
    assert parsed.article.paragraphs[0].sentences[0].inlines == (Text("（以下略）"),)


def test_five_levels_are_read_in_half_and_full_width():
    text = "（あ）\n第○条　甲。\n（１）　乙\nア　丙\n(ア)　丁\na　戊\nｂ）　己\n（イ）　庚\nイ　辛\n(2)　壬"
    article = parse_article(text, key="a").article
    assert article is not None
    assert max(len(path) for path, _ in provisions(article)) == 5
    assert "\na　戊\nb　己\n(イ)　庚" in format_article(article)


def test_keyboards_differ_in_dashes_commas_and_colons():
    text = "（あ）\n第○条　{参照：a〜b}、{参照: c，d}、{様式:f}、{別表:t}。"
    article = parse_article(text, key="x").article
    assert article is not None
    assert [p for p in article.paragraphs[0].sentences[0].inlines if not isinstance(p, Text)] == [
        Ref((Target("a"), Target("b")), "range"),
        Ref((Target("c"), Target("d")), "list"),
        FormRef("f"),
        AnnexRef("t"),
    ]


def test_a_label_that_looks_generated_takes_no_other_ones_place():
    parsed = parse_article("（あ）\n第○条　甲。\n2　{#p3}乙。\n3　丙。", key="a")
    assert parsed.problems == []
    assert parsed.article is not None
    assert [p.id for p in parsed.article.paragraphs] == ["p1", "p3", "p3x"]
    assert parse_article(format_article(parsed.article), key="a").article == parsed.article


def test_two_equal_labels_still_give_two_ids():
    article = parse_article("（あ）\n第○条　甲。\n2　{#x}乙。\n3　{#x}丙。", key="a").article
    assert article is not None
    assert [p.id for p in article.paragraphs] == ["p1", "x", "p3"]


WHOLE = """個人情報取扱特記仕様書
（目的）
第1条　甲。
（責任者）
第2条　乙。
（点検）
第2条の2　丙。
第3条　削除
（雑則）
第4条　前2条による。
別表（第4条関係）
1　罰則
"""


def test_a_whole_text_keeps_branches_deletions_and_what_has_no_place():
    read = parse_document(WHOLE, keys=["a", "b", "c", "d", "e"])
    assert [a.branch_of for a in read.articles] == [None, None, "b", None, None]
    assert [p.line for p in read.unplaced] == [1, 11, 12]
    assert ["「別表" in p.message for p in read.problems] == [True]
    assert read.written is not None
    assert read.written[ArticleNumber(2, 2)] == "c"


@pytest.mark.parametrize("second", ["第3条", "第1条", "第1条の3", "第2条の2"])
def test_article_numbers_out_of_order_are_told(second):
    problems = parse_document(f"（あ）\n第1条　甲。\n（い）\n{second}　乙。").problems
    assert [(p.line, f"「{second}」は順序どおりではありません" in p.message) for p in problems] == [
        (4, True)
    ]


def test_an_empty_text_is_told():
    assert "第1条" in parse_document("").problems[0].message


def test_a_branch_is_stored_with_its_parent():
    text = "（あ）\n第○条の○　{枝番:parent}{#label}甲。"
    article = parse_article(text, key="a").article
    assert article is not None
    assert (article.branch_of, article.paragraphs[0].id) == ("parent", "label")
    assert format_article(article) == text
