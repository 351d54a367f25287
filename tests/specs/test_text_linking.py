"""Words and numbers of a municipality's own text become links."""

import pytest

from specs.text.link import link_document
from specs.text.parse import parse_article, parse_document
from specs.text.render import Printer, render_plain
from specs.text.skin import Skin
from specs.text.tree import Annex, AnnexRef, Document, Form, FormRef, Ref, Target, inlines_of

BODY = """（目的）
第1条　甲。
（責任者）
第2条　乙。
2　次に掲げる事項を届け出る。
(1)　氏名
ア　通称
イ　旧姓
(2)　住所
3　丙。
（点検）
第3条　丁。
2　戊。
3　己。
（雑則）
第4条　庚。
2　"""


def linked(words: str, **parts) -> tuple[list, list]:
    """The links in `words`, standing in 第4条第2項 of a text, and the findings."""
    read = parse_document(BODY + words, keys=["a", "b", "c", "d"])
    assert read.problems == []
    doc, found = link_document(Document(tuple(read.articles), **parts), written=read.written)
    last = doc.articles[3].paragraphs[1]
    return [p for p in inlines_of(last) if isinstance(p, Ref | FormRef | AnnexRef)], found


def ref(*targets: str, form: str = "auto") -> Ref:
    """A link to `key` or `key#id` targets."""
    parts = [target.partition("#") for target in targets]
    return Ref(tuple(Target(key, id_ or None) for key, _, id_ in parts), form)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "links"),
    [
        ("第2条の規定による。", [ref("b")]),
        ("第２条第２項第１号の事項", [ref("b#p2-1")]),
        ("第2条第2項第1号イの事項", [ref("b#p2-1-2")]),
        ("前条の規定", [ref("c", form="relative")]),
        ("前2条の規定", [ref("b", "c", form="relative")]),
        ("前各条の規定", [ref("a", "b", "c", form="each")]),
        ("前条第2項の規定", [ref("c#p2", form="relative")]),
        ("前項の規定", [ref("d#p1", form="relative")]),
        ("第1項の規定", [ref("d#p1")]),
        ("第1条から第3条までの規定", [ref("a", "c", form="range")]),
        ("第3条第1項から第3項までの規定", [ref("c#p1", "c#p3", form="range")]),
        ("第3条第1項及び第3項の規定", [ref("c#p1"), ref("c#p3")]),
        ("第2条第2項第1号又は第2号の事項", [ref("b#p2-1"), ref("b#p2-2")]),
        ("第3条及び第1項の規定", [ref("c"), ref("d#p1")]),
        ("第3条の規定により、同条第2項の点検", [ref("c"), ref("c#p2", form="same")]),
        ("第2条第2項の届出は、同項第1号の事項", [ref("b#p2"), ref("b#p2-1", form="same")]),
        ("第3条に定める。同条の点検", [ref("c")]),
        ("この特記仕様書第3条の点検", [ref("c")]),
    ],
)
def test_references_as_officials_write_them(words, links):
    assert linked(words) == (links, [])


@pytest.mark.parametrize(
    "words",
    [
        "個人情報の保護に関する法律第2条第1項の定義",
        "個人情報の保護に関する法律（平成15年法律第57号。以下「法」という。）第2条の定義",
        "法第1条、第2条第3項並びに第3条（同条を除く。）の規定",
        "民法第3条、個人情報保護条例第1条、契約書第2条、契約約款第3条及び業務仕様書第4条",
        "法律第2条第3項及び同条第1項の規定",
        "契約書の第2条の規定",
        "同令第3条第1項の規定",
        "事前条件、以前項目及び従前条例",
        "第2回の点検を第1号様式により第3者が行う。",
    ],
)
def test_what_belongs_to_other_texts_stays_words(words):
    assert linked(words) == ([], [])


@pytest.mark.parametrize(
    "words", ["第9条の規定", "第3条第9項の規定", "第8号の事項", "次条の規定", "前9項の規定"]
)
def test_a_reference_to_nothing_is_told_and_stays_words(words):
    links, found = linked(words)
    assert links == []
    assert [(f.code, f.place, f.level) for f in found] == [
        ("reference-unresolved", "d#p2", "error")
    ]


def test_forms_and_tables_are_linked_when_there_are_any():
    parts = {
        "annexes": (Annex("one"), Annex("two")),
        "forms": (Form("notice", 3, "届", "b"),),
    }
    links, found = linked("様式第3号（第2条関係）及び別表第2による。", **parts)
    assert links == [FormRef("notice"), ref("b"), AnnexRef("two")]
    assert found == []
    links, found = linked("様式第4号及び別表による。")
    assert links == []
    assert [f.level for f in found] == ["note", "note"]


def test_numbers_mean_what_the_text_itself_numbers_so():
    text = "（あ）\n第1条　甲。\n（う）\n第3条　乙。\n（え）\n第4条　第3条による。"
    read = parse_document(text, keys=["a", "c", "d"])
    doc, found = link_document(Document(tuple(read.articles)), written=read.written)
    assert found == []
    assert "第3条　第2条による。" in render_plain(Printer(doc))


def test_the_plain_family_is_linked_by_its_own_numbers():
    text = (
        "（あ）\n第1　甲。\n（い）\n第2　乙は、第1の規定により、第3第2項に定める第2回の点検をする。\n"
        "（う）\n第3　甲。\n2　第1から第2までを準用する。"
    )
    read = parse_document(text)
    assert read.family == "plain"
    doc, found = link_document(Document(tuple(read.articles)), family=read.family)
    assert found == []
    skin = Skin("甲", "乙", "plain")
    assert render_plain(Printer(doc, skin)).replace("　", "") == text.replace("　", "")
    left = render_plain(Printer(doc, skin, omitted={"article-1"}))
    assert "（削除された規定）の規定により、第2第2項に定める第2回の点検" in left
    assert "2　第1を準用する。" in left


def test_numbers_typed_into_a_tailored_text_mean_what_is_printed():
    keys = ("a", "b", "c")
    texts = ("甲。", "乙。", "第1条による。")
    articles = [
        parse_article(f"（あ）\n第○条　{t}", key=k).article
        for k, t in zip(keys, texts, strict=True)
    ]
    doc = Document(tuple(a for a in articles if a))
    known, _ = link_document(doc, omitted={"a"})
    assert [p for p in inlines_of(known.articles[2].paragraphs[0]) if isinstance(p, Ref)] == [
        ref("b")
    ]


def test_a_number_typed_behind_a_token_becomes_part_of_the_link():
    """Even where plain words are not read: else the number would not follow its provision."""
    first = parse_article("（あ）\n第○条　甲。\n2　乙。\n3　丙。", key="a").article
    second = parse_article(
        "（い）\n第○条　{参照:前条}第3項及び{参照:a}第9項による。", key="b"
    ).article
    assert first is not None
    assert second is not None
    doc, found = link_document(Document((first, second)), literal=False)
    assert ["「第9項」" in f.message for f in found] == [True]
    assert "第2条　前条第2項及び" in render_plain(Printer(doc, omitted={"a#p2"}))
