"""What may reach the paper."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.sanitise import clean, clip, missing_characters, printable


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\u202eb\u2066c\u200f", "abc"),
        ("鐘\x07\x00\x1b[31m\x85", "鐘[31m"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("か\u3099", "が"),
        ("\ufa19社", "\ufa19社"),  # 神 of a name is not 神
        ("か\u3099\ufa19か\u3099", "が\ufa19が"),
        ("ゼロ\u200b幅\ufeff", "ゼロ幅"),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text())
def test_clean_is_idempotent_and_leaves_no_control(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not [c for c in once if unicodedata.category(c) == "Cc" and c not in "\t\n"]
    assert not [c for c in once if unicodedata.bidirectional(c) in {"RLO", "LRO", "RLE", "PDF"}]


def test_clip_shows_its_cut() -> None:
    assert clip("個人情報", 10) == "個人情報"
    assert clip("個" * 30, 10) == "個個個個…（以下略）"
    assert len(clip("個" * 30, 10)) == 10


def test_missing_characters_are_listed_once() -> None:
    assert missing_characters("𠮷髙﨑①㈱☐☑ 〜\u3000\n") == []
    assert missing_characters("了\U0001f600解\U0001f600") == ["\U0001f600"]
    assert missing_characters("葛\U000e0100辻\U000e0103") == []
    assert missing_characters("個\U000e01ef") == ["個\U000e01ef"]


def test_printable_marks_only_text() -> None:
    variant = "葛\U000e0104"
    html = f'<title>{variant}</title><p data-x="{variant}">{variant}城</p>'
    assert printable(html) == (
        f'<title>{variant}</title><p data-x="{variant}"><span class="rare">{variant}</span>城</p>'
    )
    assert printable("<p>個\U000e01ef</p>") == "<p>個</p>"
    assert printable("<p>葛\U000e0100</p>") == "<p>葛\U000e0100</p>"


def test_printable_substitutes_and_names() -> None:
    assert printable("<p>☑可 ☐不可 \U0001f600</p>") == "<p>■可 □不可 〔U+1F600〕</p>"
    assert printable("<p>変わらない</p>") == "<p>変わらない</p>"


def test_provisions_and_parts_of_dates_stay_together():
    made = printable('<p title="第5条">令和8年4月1日、第132条の2第3項、第一に、5人</p>')
    joined = made.replace("\u2060", "+")
    assert joined == '<p title="第5条">令和+8+年4+月1+日、第+132+条+の+2第+3+項、第一に、5人</p>'
