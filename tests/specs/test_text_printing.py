"""How references, blanks and omissions print."""

import pytest

from specs.text.link import link_document
from specs.text.numbering import number
from specs.text.parse import parse_article
from specs.text.references import REMOVED, findings, label
from specs.text.render import UNFILLED, Printer, render_article_html, render_html, render_plain
from specs.text.skin import Skin
from specs.text.tree import Annex, Document, Form, Place, Target

ITEMS = "次のとおり。\n(1)　{#one}い\n(2)　{#two}ろ\n(3)　{#three}は"


def document(*texts: str, **parts) -> Document:
    """A linked document of the articles a, b, c, …"""
    articles = []
    for key, text in zip("abcdefghij", texts, strict=False):
        parsed = parse_article(f"（{key}の見出し）\n第○条　{text}", key=key)
        assert parsed.problems == []
        assert parsed.article is not None
        articles.append(parsed.article)
    linked, found = link_document(Document(tuple(articles), **parts), literal=False)
    assert found == []
    return linked


def last_line(doc: Document, **options) -> str:
    """The last printed line without its marker."""
    return render_plain(Printer(doc, **options)).splitlines()[-1].partition("　")[2]


PLAIN = ("甲。", "甲。", "甲。", "甲。", "甲。", "甲。", "甲。", "甲。")


@pytest.mark.parametrize(
    ("token", "omitted", "words"),
    [
        ("a～e", "", "第1条から第5条まで"),
        ("a～e", "a", "第1条から第4条まで"),
        ("a～e", "e", "第1条から第4条まで"),
        ("a～e", "c", "第1条から第4条まで"),
        ("a～e", "abc", "第1条及び第2条"),
        ("a～e", "abcd", "第1条"),
        ("a～b", "", "第1条から第2条まで"),
        ("a～e", "abcde", REMOVED),
        ("a、c、d、e、g", "", "第1条、第3条から第5条まで及び第7条"),
        ("g、c、a、e、d", "", "第1条、第3条から第5条まで及び第7条"),
        ("a、c、d、e、g", "d", "第1条、第3条、第4条及び第6条"),
        ("a、c、d、e、g", "b", "第1条から第4条まで及び第6条"),
        ("a、c、d、e、g", "acd", "第2条及び第4条"),
        ("a、c", "ac", REMOVED),
        ("a、a", "", "第1条"),
    ],
)
def test_ranges_and_lists_close_up(token, omitted, words):
    doc = document(*PLAIN, f"{{参照:{token}}}による。")
    assert last_line(doc, omitted=set(omitted)) == f"{words}による。"
    level = {"error"} if words == REMOVED else {"note"}
    gone = set(omitted) & set("abcde" if "～" in token else token)
    assert {f.level for f in findings(doc, omitted=set(omitted))} == (level if gone else set())


def test_with_gaps_kept_numbers_stay():
    doc = document(*PLAIN, "{参照:a～e}及び{参照:a、c、d、e、g}による。")
    words = last_line(doc, omitted={"d"}, gaps="keep")
    assert words == "第1条から第5条まで及び第1条、第3条、第5条及び第7条による。"
    assert (
        last_line(document("甲。", "甲。", "{参照:a}。"), omitted={"b"}, gaps="keep") == "第1条。"
    )


def test_the_article_before_a_deleted_one_is_not_前条():
    doc = document("甲。", "甲。", "{参照:~a}による。")
    assert last_line(doc) == "第1条による。"
    assert last_line(doc, omitted={"b"}) == "前条による。"
    assert last_line(doc, omitted={"b"}, gaps="keep") == "第1条による。"


def test_provisions_of_one_list_close_up():
    doc = document(
        "甲。\n2　{#x}乙。\n3　丙。\n4　丁。",
        "{参照:a#p1～a#p4}、{参照:a#p1、a#p3}及び{参照:c#one、c#two、c#three}による。",
        ITEMS,
        "{参照:a#x}及び{参照:#own}による。\n2　{#own}戊。",
    )
    text = render_plain(Printer(doc))
    assert "第1条第1項から第4項まで、第1条第1項及び第3項及び第3条第1号から第3号までによる。" in text
    # After a reference to another article the own 項 must not read as that article's.
    assert "第4条　第1条第2項及び次項による。" in text
    text = render_plain(Printer(doc, omitted={"a#x", "a#p4", "c#two"}))
    assert "第1条第1項及び第2項、第1項及び第2項及び第3条第1号及び第2号による。" in text


def test_a_joined_own_provision_says_its_article():
    doc = document("甲。\n2　乙。", "甲。\n2　乙。\n3　{参照:a#p2}及び{参照:#p1}による。")
    assert last_line(doc) == "第1条第2項及び第2条第1項による。"


def test_own_neighbours_print_relatively_and_others_by_number():
    doc = document("甲。\n2　乙。\n3　{参照:#p1}、{参照:#p2}及び{参照:#p4}による。\n4　丙。")
    assert "3　第1項、前項及び次項による。" in render_plain(Printer(doc))
    assert "2　前項、" in render_plain(Printer(doc, omitted={"a#p2"}))


def test_all_items_before_stay_all_when_one_goes():
    doc = document(f"{ITEMS}\n(4)　{{参照:前各号}}に準ずるもの\n2　{{参照:前各号}}のほか。")
    text = render_plain(Printer(doc, omitted={"a#two"}))
    assert "(3)　前各号に準ずるもの" in text
    assert "2　前各号のほか。" in text
    left = render_plain(Printer(doc, omitted={"a#one", "a#two"}))
    assert "(2)　前号に準ずるもの" in left
    assert {f.level for f in findings(doc, omitted={"a#two"})} == {"note"}


def test_前2号_and_前各号_are_kept_apart():
    doc = document("次のとおり。\n(1)　い\n(2)　ろ\n(3)　{参照:前2号}又は{参照:前各号}のもの")
    assert last_line(doc).endswith("前2号又は前各号のもの")


def test_同条_is_printed_only_after_its_article():
    doc = document("甲。\n2　乙。", "甲。", "{参照:~b}及び{参照:a}による。{参照:=a#p2}による。")
    assert last_line(doc) == "前条及び第1条による。同条第2項による。"
    other = document("甲。\n2　乙。", "{参照:=a#p2}による。")
    assert last_line(other) == "第1条第2項による。"


@pytest.mark.parametrize(
    ("target", "at", "words"),
    [
        (Target("a"), None, "第1条"),
        (Target("a", "two"), None, "第1条第2号"),
        (Target("a", "p1"), None, "第1条"),
        (Target("a", "p1"), Place("a"), "第1項"),
        (Target("b", "p2-1"), None, "第2条第2項第1号"),
        (Target("b", "p2-1"), Place("b"), "第2項第1号"),
        (Target("b", "p2-1"), Place("b", (1,)), "第1号"),
        (Target("b", "p2-1-2"), Place("a"), "第2条第2項第1号イ"),
    ],
)
def test_labels(target, at, words):
    doc = document(ITEMS, "甲。\n2　乙。\n(1)　い\nア　あ\nイ　か\n(2)　ろ")
    assert label(number(doc), target, Skin(), at=at) == words


def test_labels_in_full_width_and_in_the_plain_family():
    doc = document(ITEMS, "甲。\n2　乙。")
    skin = Skin(family="plain", figures="full")
    assert label(number(doc), Target("b", "p2"), skin) == "第２第２項"
    assert "　（１）" not in render_plain(Printer(doc, skin))
    assert "　(１)　い" in render_plain(Printer(doc, skin))


def test_what_is_wrong_with_a_range_is_told():
    doc = document("甲。", "甲。\n2　乙。", "{参照:b～a}、{参照:a～b#p2}による。")
    assert [f.code for f in findings(doc)] == ["range-reversed"]
    assert last_line(doc) == f"{REMOVED}、第1条から第2条第2項までによる。"
    gone = findings(doc, omitted={"b#p2"})
    assert [f.code for f in gone] == ["range-reversed", "reference-omitted"]


def test_unknown_targets_forms_and_tables_are_told():
    doc = document("{参照:nowhere}、{参照:#nothing}、{様式:none}、{別表:none}。")
    assert [f.code for f in findings(doc)] == [
        "reference-unknown",
        "reference-unknown",
        "form-unknown",
        "annex-unknown",
    ]
    assert last_line(doc).count(REMOVED) == 4


def test_a_form_of_an_omitted_article_is_an_error():
    doc = document("甲。", "{様式:notice}による。", forms=(Form("notice", 1, "届", "a"),))
    assert last_line(doc) == "様式第1号による。"
    found = findings(doc, omitted={"a"})
    assert [(f.code, f.place) for f in found] == [("form-omitted", "b#p1")]
    assert "「aの見出し」の様式「届」" in found[0].message
    assert last_line(doc, omitted={"a"}) == f"{REMOVED}による。"


def test_several_tables_are_numbered():
    parts = {"annexes": (Annex("x"), Annex("y"), Annex("z", "別記"))}
    assert last_line(document("{別表:y}及び{別表:z}。", **parts)) == "別表第2及び別記。"


def test_an_article_that_lost_all_its_paragraphs_is_omitted():
    doc = document("甲。\n2　乙。", "{参照:a}による。")
    numbering = number(doc, omitted={"a#p1", "a#p2"})
    assert numbering.printed == ["b"]
    assert [f.code for f in findings(doc, omitted={"a#p1", "a#p2"})] == ["reference-omitted"]


def test_a_list_that_lost_all_its_items_is_an_error():
    found = findings(document(ITEMS), omitted={"a#one", "a#two", "a#three"})
    assert [(f.code, f.place) for f in found] == [("list-emptied", "a#p1")]


def test_a_branch_takes_the_place_of_its_parent():
    doc = document("甲。", "{枝番:a}乙。", "{枝番:a}丙。", "丁。")
    labels = [number(doc).article_label(key, Skin()) for key in "abcd"]
    assert labels == ["第1条", "第1条の2", "第1条の3", "第2条"]
    left = number(doc, omitted={"a"})
    assert [left.article_label(key, Skin()) for key in "bcd"] == ["第1条", "第1条の2", "第2条"]
    kept = number(doc, omitted={"a"}, gaps="keep")
    assert [kept.article_label(key, Skin()) for key in "abcd"] == labels


def test_unfilled_blanks_are_findings_unless_left_out():
    doc = document("{記入:limit}以内に報告する。\n2　{記入:other}までとする。")
    printer = Printer(doc, blanks={"limit": "  "}, omitted={"a#p2"})
    assert [(f.code, f.level) for f in printer.findings()] == [("blank-unfilled", "error")]
    assert UNFILLED in render_plain(printer)
    assert Printer(doc, blanks={"limit": "1時間", "other": "末日"}).findings() == []


@pytest.mark.parametrize(
    ("comma", "words", "printed"),
    [
        ("，", "い、ろ，は１，０００円、", "い，ろ，は１，０００円，"),
        ("、", "い、ろ，は１，０００円，", "い、ろ、は１，０００円、"),
    ],
)
def test_the_comma_is_the_skins(comma, words, printed):
    doc = document(f"{words}{{参照:a、b、c}}。", "甲。", "甲。", "{参照:a、c}、{参照:b、d、a}。")
    text = render_plain(Printer(doc, Skin(comma=comma)))
    assert f"第1条　{printed}" in text
    assert ("，" if comma == "、" else "、") not in text.replace("１，０００", "")


def test_html_marks_what_is_missing_and_names_every_provision():
    doc = document("{記入:x}、{参照:b}。\n2　乙。\n(1)　い\n(2)　ろ", "甲。")
    printer = Printer(doc, omitted={"b"})
    html = render_article_html(printer, doc.articles[0], heading="h3")
    assert '<section class="article" id="clause-a">' in html
    assert '<h3 class="caption">（aの見出し）</h3>' in html
    assert '<p class="para" id="clause-a-p1">第1条' in html
    assert f'<span class="unfilled">{UNFILLED}</span>' in html
    assert f'<span class="removed">{REMOVED}</span>' in html
    assert '<p class="item level-1" id="clause-a-p2-2">(2)　ろ</p>' in html
    kept = render_html(Printer(doc, omitted={"b"}, gaps="keep"))
    assert '<section class="article deleted" id="clause-b">' in kept
