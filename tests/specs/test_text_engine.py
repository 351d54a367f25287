"""The clause text engine, case by case."""

import pytest

from specs.text.format import format_article
from specs.text.link import link_document
from specs.text.numbering import number
from specs.text.parse import parse_article, parse_document
from specs.text.references import REMOVED, findings, label
from specs.text.render import Printer, outline, render_plain, unfilled
from specs.text.skin import Skin
from specs.text.tree import Annex, Article, Document, Form, Paragraph, Sentence, Target, Text


def article(key: str, text: str) -> Article:
    """One parsed article; its text has no problems."""
    parsed = parse_article(text, key=key)
    assert parsed.problems == []
    assert parsed.article is not None
    return parsed.article


def document(*texts: tuple[str, str], **parts) -> Document:
    """A linked document of (key, text)."""
    linked, found = link_document(Document(tuple(article(k, t) for k, t in texts), **parts))
    assert found == []
    return linked


def body(text: str, caption: str = "見出し") -> str:
    return f"（{caption}）\n第○条　{text}"


THREE = (
    ("first", body("{受注者}は、次条及び{参照:third}に従う。")),
    ("second", body("{受注者}は、{参照:前条}の定めに従う。")),
    ("third", body("{参照:前2条}の規定は、{発注者}に準用する。")),
)


def test_relative_articles_print_relatively_while_true():
    text = render_plain(Printer(document(*THREE)))
    assert "受注者は、次条及び第3条に従う。" in text
    assert "受注者は、前条の定めに従う。" in text
    assert "前2条の規定は" in text


def test_a_relative_reference_becomes_absolute_when_something_comes_between():
    doc = document(
        ("first", body("甲。")), ("second", body("乙。")), ("third", body("{参照:前条}による。"))
    )
    moved = Document((doc.articles[1], doc.articles[0], doc.articles[2]))
    assert "第1条による。" in render_plain(Printer(moved))


def test_omission_renumbers_and_reports_references_to_what_is_gone():
    doc = document(*THREE)
    text = render_plain(Printer(doc, omitted={"second"}))
    assert "第2条　第1条の規定は" in text
    assert [f.code for f in findings(doc, omitted={"second"})] == [
        "reference-omitted",
        "reference-shrunk",
    ]


def test_two_of_two_relative_targets_shrink_to_the_one_left():
    doc = document(
        ("first", body("甲。")), ("second", body("乙。")), ("third", body("{参照:前2条}による。"))
    )
    assert "第2条　第1条による。" in render_plain(Printer(doc, omitted={"second"}))


def test_keeping_gaps_leaves_a_deleted_article():
    text = render_plain(Printer(document(*THREE), omitted={"second"}, gaps="keep"))
    assert "第2条　削除" in text
    assert "（見出し）\n第3条" in text


def test_a_branch_number_counts_as_an_article_of_its_own():
    """131, 132, 132の2, 133: 「前2条」 of 133 are 132 and 132の2."""

    def plain(key: str, text: str, branch_of: str | None = None) -> Article:
        sentence = Sentence("main", (Text(text),))
        return Article(key, "見出し", (Paragraph("p1", (sentence,)),), branch_of)

    last = article("d", body("{参照:前2条}の規定による。"))
    doc, found = link_document(
        Document((plain("a", "甲。"), plain("b", "乙。"), plain("c", "丙。", "b"), last))
    )
    assert found == []
    numbering = number(doc)
    assert label(numbering, Target("c"), Skin()) == "第2条の2"
    reference = doc.articles[3].paragraphs[0].sentences[0].inlines[0]
    assert [t.article for t in reference.targets] == ["b", "c"]
    assert "第3条　前2条の規定による。" in render_plain(Printer(doc))
    without = render_plain(Printer(doc, omitted={"c"}))
    assert "第3条　第2条の規定による。" in without


def test_paragraph_and_item_references():
    text = "\n".join(
        [
            body("届け出る。"),
            "2　{#form}次に掲げる事項を記載する。",
            "(1)　{#name}氏名",
            "(2)　住所",
            "(3)　{参照:前各号}に準ずる事項",
            "3　{参照:前項}の書面は、{参照:#name}の事項を含む。",
            "4　{参照:前2項}の規定は、{参照:#form}ただし書を除く。",
        ]
    )
    doc = document(("one", text), ("two", body("{参照:one#name}及び{参照:one#form}による。")))
    printed = render_plain(Printer(doc))
    assert "(3)　前各号に準ずる事項" in printed
    assert "3　前項の書面は、第2項第1号の事項を含む。" in printed
    assert "4　前2項の規定は、第2項ただし書を除く。" in printed
    assert "第1条第2項第1号及び第2項による。" in printed


def test_ranges_and_lists_close_up():
    keys = ["a", "b", "c", "d", "e", "f"]
    texts = [(key, body("甲。")) for key in keys]
    texts.append(("last", body("{参照:a～d}及び{参照:a、c、d、e、f}は、なお効力を有する。")))
    doc = document(*texts)
    assert "第1条から第4条まで及び第1条及び第3条から第6条までは" in render_plain(Printer(doc))
    shrunk = render_plain(Printer(doc, omitted={"b", "d"}))
    assert "第1条及び第2条及び第1条から第4条までは" in shrunk
    assert {f.level for f in findings(doc, omitted={"b", "d"})} == {"note"}


def test_a_list_whose_members_are_all_gone_is_an_error():
    doc = document(("a", body("甲。")), ("b", body("乙。")), ("c", body("{参照:a、b}による。")))
    assert REMOVED in render_plain(Printer(doc, omitted={"a", "b"}))
    assert [f.level for f in findings(doc, omitted={"a", "b"})] == ["error"]


def test_forms_and_tables_print_their_names():
    doc = document(
        ("a", body("{様式:pledge}を提出し、{別表:penalties}を掲示する。")),
        annexes=(Annex("penalties"),),
        forms=(Form("pledge", 4, "誓約書", "a"),),
    )
    printer = Printer(doc)
    assert "様式第4号を提出し、別表を掲示する。" in render_plain(printer)
    assert printer.related("a") == "（第1条関係）"


def test_the_plain_family_and_the_other_skin():
    skin = Skin("甲", "乙", "plain", "，", "この特記事項")
    text = render_plain(Printer(document(*THREE), skin))
    assert "第1　乙は，次条及び第3に従う。" in text


def test_blanks_are_filled_and_the_unfilled_are_told():
    doc = document(("a", body("{記入:limit}以内に報告する。")))
    assert "1時間以内に報告する。" in render_plain(Printer(doc, blanks={"limit": "1時間"}))
    assert unfilled(Printer(doc)) == ["limit"]


def test_outline_lists_what_is_printed():
    doc = document(*THREE)
    assert outline(Printer(doc, omitted={"first"})) == [
        ("second", "第1条", "見出し"),
        ("third", "第2条", "見出し"),
    ]


def test_provisos_and_latter_sentences_are_told_apart():
    found = article("a", body("作成する。この場合において、届け出る。ただし、この限りでない。"))
    kinds = [s.kind for s in found.paragraphs[0].sentences]
    assert kinds == ["main", "latter", "proviso"]


@pytest.mark.parametrize("family", ["article", "plain"])
def test_a_municipalitys_own_text_is_read_with_its_references(family):
    heads = ["第1条", "第２条", "第3条"] if family == "article" else ["第1", "第２", "第3"]
    text = f"""
（目的）
{heads[0]}　この特記事項は、個人情報の保護に関する法律第66条第2項により定める。
（責任者）
{heads[1]}　乙は、次の事項を届け出る。
　(1)　氏名
　（２）　住所
　　ア　自宅
　　イ　勤務先
２　前項の届出は、前条の目的による。
（準用）
{heads[2]}　第2条第1項第2号の規定は、契約書第5条に準用する。第1条から第2条までも同様とする。
"""
    read = parse_document(text)
    assert read.problems == []
    linked, found = link_document(Document(tuple(read.articles)))
    assert found == []
    skin = Skin("甲", "乙", family)  # type: ignore[arg-type]
    again = render_plain(Printer(linked, skin, omitted={read.articles[0].key}))
    one = "第1条" if family == "article" else "第1"
    assert f"{one}第1項第2号の規定は、契約書第5条に準用する。" in again
    assert "法律第66条第2項" in render_plain(Printer(linked))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("第○条　甲。", "見出しがありません"),
        (body("甲。\n3　乙。"), "番号「3」は順序どおりではありません"),
        (body("甲。\n1　乙。"), "第1項には番号「1」を付けません"),
        (body("次のとおり。\n(1)　一つだけ"), "号が一つだけです"),
        (body("{参照:Bad Key}による。"), "使えない書き方です"),
        (body("{参照:前項}による。"), "「前項」に当たる項又は号がありません"),
        (body("甲{乙。"), "波括弧が閉じていません"),
        (body("甲。\n番号のない行"), "番号がない行です"),
        (body("甲。\n2　{#x}乙。\n3　{#x}丙。"), "名札「x」が二つあります"),
        (body("甲。\nア　乙。\nイ　丙。"), "上に来るべき項又は号がありません"),
        ("", "「第○条」で始まる行がありません"),
    ],
)
def test_problems_say_what_to_do(text, message):
    problems = parse_article(text, key="any").problems
    assert any(message in problem.message for problem in problems), problems


def test_labels_survive_a_move_of_the_provision():
    text = body("甲。\n2　{#kept}乙。\n3　丙。")
    found = article("a", text)
    assert format_article(found) == text
    assert [p.id for p in found.paragraphs] == ["p1", "kept", "p3"]


def test_references_to_other_laws_stay_words():
    text = (
        "（法令）\n第1条　個人情報の保護に関する法律（平成15年法律第57号）第1条第1項、第2条及び第3条"
        "並びに同法第4条に定める。\n（次）\n第2条　前条及び第1条による。"
    )
    read = parse_document(text)
    linked, found = link_document(Document(tuple(read.articles)))
    assert found == []
    moved = Document((linked.articles[1], linked.articles[0]))
    printed = render_plain(Printer(moved))
    assert (
        "法律（平成15年法律第57号）第1条第1項、第2条及び第3条並びに同法第4条に定める。" in printed
    )
    assert "第1条　次条及び第2条による。" in printed
