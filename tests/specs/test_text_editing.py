"""An article in the words that print, and back: nothing moves that nobody touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specs.text.editing import Desk, editable_text, read_edited
from specs.text.parties import mark_parties
from specs.text.skin import Skin
from specs.text.tree import Article, Document, Paragraph, Ref, Sentence, Target, Text, inlines_of
from tests.specs.strategies import grown

SKINS = (Skin(), Skin("甲", "乙", "plain", "，"), Skin("委託者", "受託者", figures="full"))
BLANKS = {"b": "保存の期間"}


@given(st.integers(min_value=0, max_value=2**32), st.sampled_from(range(len(SKINS))))
def test_a_text_that_was_not_touched_is_the_same_article(seed, skin):
    document = grown(seed)
    desk = Desk(document, SKINS[skin], BLANKS)
    for article in document.articles:
        edited = read_edited(desk, article.key, editable_text(desk, article.key))
        assert edited.problems == ()
        assert edited.article == article


@given(st.integers(min_value=0, max_value=2**32))
def test_a_line_that_is_added_changes_no_other(seed):
    document = grown(seed)
    desk = Desk(document, Skin(), BLANKS)
    for article in document.articles:
        text = editable_text(desk, article.key)
        number = len(article.paragraphs) + 1
        edited = read_edited(desk, article.key, f"{text}\n{number}　末尾に加えた文。")
        assert edited.problems == ()
        assert edited.article
        assert edited.article.paragraphs[:-1] == article.paragraphs
        assert edited.article.paragraphs[-1].sentences[0].inlines == (Text("末尾に加えた文。"),)


def paragraph(name: str, *inlines) -> Paragraph:
    return Paragraph(name, (Sentence("main", tuple(inlines)),))


def three() -> Document:
    return Document(
        tuple(
            Article(
                key, caption, (paragraph("p1", Text("文。")), paragraph("p2", Text("次の文。")))
            )
            for key, caption in (("one", "一"), ("two", "二"), ("three", "三"), ("four", "四"))
        )
    )


def typed(words: str) -> tuple:
    desk = Desk(three(), Skin(), BLANKS)
    edited = read_edited(desk, "one", f"（一）\n第1条　文。\n2　{words}")
    assert edited.problems == ()
    assert edited.article
    return tuple(inlines_of(edited.article.paragraphs[1])), edited.notes


def test_typed_references_become_one_list_that_closes_up():
    pieces, notes = typed("第2条、第3条第2項及び第4条の規定による。")
    assert notes == ()
    two, three_, four = Target("two"), Target("three", "p2"), Target("four")
    assert pieces[0] == Ref((two, three_, four), "list")


@pytest.mark.parametrize(
    ("words", "said"),
    [("第9条の規定による。", "第9条"), ("第2条第5項の規定による。", "第2条第5項")],
)
def test_a_reference_to_nothing_is_told_by_line(words, said):
    pieces, notes = typed(words)
    assert [note.line for note in notes] == [3]
    assert said in notes[0].message
    assert all(isinstance(piece, Text) for piece in pieces)


def test_blanks_are_read_by_their_labels_and_unknown_ones_stay_words():
    pieces, _ = typed("【記入：保存の期間】と【記入：知らない名前】とする。")
    assert [type(piece).__name__ for piece in pieces] == ["Blank", "Text"]


@pytest.mark.parametrize(
    ("text", "skin", "marked"),
    [
        ("発注者は、受注者に", Skin(), "{発注者}は、{受注者}に"),
        ("再委託者及び委託者", Skin("委託者", "受託者"), "再委託者及び{委託者}"),
        ("他の委託者の情報", Skin("委託者", "受託者"), "他の委託者の情報"),
        ("甲は、乙及び乙種の者に", Skin("甲", "乙"), "{発注者}は、{受注者}及び乙種の者に"),
        ("その他甲が認めた乙以外の者", Skin("甲", "乙"), "その他{発注者}が認めた{受注者}以外の者"),
        ("甲府市と甲乙協議の上", Skin("甲", "乙"), "甲府市と{発注者}{受注者}協議の上"),
        ("{受注者}とこの特記仕様書", Skin(), "{受注者}と{本書}"),
    ],
)
def test_party_names_are_told_from_other_words(text, skin, marked):
    expected = marked.replace("{委託者}", "{発注者}")
    assert mark_parties(text, skin) == expected
