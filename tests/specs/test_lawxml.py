"""法令標準XML: the Act as the government publishes it, a municipality's own, and ours."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ja_law_parser.parser import LawParser
from lxml import etree

from specs.text.lawxml import LawXmlError, read_law, write_edition, write_law
from specs.text.lawxml.frame import canonical
from specs.text.lawxml.labels import kanji
from specs.text.lawxml.read import LIMIT
from specs.text.render import Printer
from specs.text.skin import Skin
from specs.text.tree import Annex, Form, Sentence, Text
from tests.specs.strategies import grown

DATA = Path(__file__).resolve().parent.parent / "data" / "laws"
ACT = (DATA / "appi.xml").read_bytes()
ORIGINAL = etree.fromstring(ACT).find(".//Law")
SCHEMA = etree.XMLSchema(etree.parse(DATA / "XMLSchemaForJapaneseLaw_v3.xsd"))


@pytest.fixture(scope="module")
def act():
    return read_law(ACT)


def written(law, frame=None) -> bytes:
    return write_law(Printer(law.document), frame or law.frame)


def is_valid(data: bytes) -> bool:
    return SCHEMA.validate(etree.ElementTree(etree.fromstring(data)))


def test_the_act_is_counted_whole(act):
    assert act.title == "個人情報の保護に関する法律"
    counted = {"articles": "Article", "paragraphs": "Paragraph", "items": "Item"}
    for name, tag in {**counted, "subitems": "Subitem1"}.items():
        assert act.counts[name] == sum(1 for _ in ORIGINAL.iter(tag))
    assert act.counts["articles"] == 242


def test_the_act_loses_nothing_on_the_way_through_tree_and_json(act):
    frame = json.loads(json.dumps(act.frame))
    data = written(act, frame)
    assert canonical(etree.fromstring(data)) == canonical(ORIGINAL)
    assert is_valid(data)
    # Only what the tree can't say is carried as it was: not the Act under another name.
    assert len(act.frame["kept"]) <= 2
    assert set(act.frame["attached"]) == {"article-106#p2", "suppl-14-paragraphs#p1"}


def test_reading_the_written_act_gives_the_same_tree(act):
    again = read_law(written(act))
    assert again.document == act.document
    assert again.supplementary == act.supplementary


def test_another_reader_reads_what_we_write(act):
    law = LawParser().parse_from(written(act))
    body = law.law_body
    assert body.law_title.text == "個人情報の保護に関する法律"
    assert len(body.main_provision.chapters) == 8


def test_an_edited_article_is_written_and_a_table_stays_with_its_provision(act):
    articles = list(act.document.articles)
    place = next(i for i, a in enumerate(articles) if a.key == "article-106")
    first, second = articles[place].paragraphs[:2]
    changed = replace(first, sentences=(Sentence("main", (Text("改めた文。"),)),))
    articles[place] = replace(
        articles[place], paragraphs=(changed, second, *articles[place].paragraphs[2:])
    )
    del articles[0]
    law = replace(act, document=replace(act.document, articles=tuple(articles)))
    root = etree.fromstring(written(law))
    assert is_valid(etree.tostring(root))
    texts = [s.text for s in root.find(".//MainProvision").iter("Sentence")]
    assert "改めた文。" in texts
    # One fewer before it: 第百六条 is 第百五条 now, and its table came along.
    moved = next(a for a in root.iter("Article") if a.find("Paragraph/TableStruct") is not None)
    assert (moved.get("Num"), moved.findtext("ArticleTitle")) == ("105", "第百五条")


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (19, "十九"), (106, "百六"), (185, "百八十五"), (2020, "二千二十")],
)
def test_kanji_figures(number, words):
    assert kanji(number) == words


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "XML"),
        (b"<Law>", "XML"),
        (b"<html/>", "法令標準XML"),
        (b"<Law><LawBody/></Law>", "法令標準XML"),
        (b'<!DOCTYPE Law [<!ENTITY a "b">]><Law/>', "DOCTYPE"),
        ("条文".encode("cp932"), "XML"),
    ],
)
def test_what_is_no_law_xml_is_refused_in_words(data, said):
    with pytest.raises(LawXmlError, match=said):
        read_law(data)


def test_a_file_that_is_too_long_is_refused_before_it_is_parsed():
    with pytest.raises(LawXmlError, match="大きすぎます"):
        read_law(b" " * (LIMIT + 1))


def test_ruby_and_formulas_of_an_unedited_article_stay():
    article = (
        '<Article Num="1"><ArticleTitle>第一条</ArticleTitle><Paragraph Num="1"><ParagraphNum/>'
        '<ParagraphSentence><Sentence Num="1" WritingMode="vertical">'
        "<Ruby>砒<Rt>ひ</Rt></Ruby>素の量</Sentence></ParagraphSentence></Paragraph></Article>"
    )
    law = (
        '<Law Era="Reiwa" Year="8" Num="1" LawType="Misc" Lang="ja"><LawNum/><LawBody>'
        f"<LawTitle>試験</LawTitle><MainProvision>{article}</MainProvision></LawBody></Law>"
    )
    read = read_law(law.encode())
    assert read.document.articles[0].paragraphs[0].sentences[0].inlines == (Text("砒素の量"),)
    assert canonical(etree.fromstring(written(read))) == canonical(etree.fromstring(law))


def test_marks_are_not_used_for_words_that_were_changed_elsewhere():
    document = grown(7)
    data = write_edition(Printer(document), title="試験", number=1, year=8).decode()
    first = read_law(data.encode()).document.articles[0]
    assert first == document.articles[0]
    words = Printer(document).lines(document.articles[0])[0].words
    changed = read_law(data.replace(words[:6], "改めた言葉、", 1).encode()).document.articles[0]
    pieces = changed.paragraphs[0].sentences[0].inlines
    assert all(isinstance(piece, Text) for piece in pieces)
    assert changed.paragraphs[0].id == first.paragraphs[0].id


@given(st.integers(min_value=0, max_value=2**32), st.sampled_from(["article", "plain"]))
def test_what_we_write_reads_back_equal_and_is_valid(seed, family):
    document = replace(
        grown(seed),
        annexes=(Annex("penalties"), Annex("table", "別表")),
        forms=(Form("pledge", 3, "誓約書", "clause-a"),),
    )
    skin = Skin("甲", "乙", family, "，", figures="full" if seed % 2 else "half")
    data = write_edition(
        Printer(document, skin),
        title="個人情報取扱特記事項",
        number=2,
        year=8,
        tables=[("罰則", "clause-a", [("違反", "罰則"), ("漏えい", "拘禁刑")])],
    )
    assert is_valid(data)
    assert read_law(data).document == document
