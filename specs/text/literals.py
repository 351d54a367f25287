"""Finding references in plain words: 第9条第2項, 前条, 同条第3項, 様式第3号, 別表.

Only the words are found here; specs.text.link decides what they mean. A reference to another
text (個人情報の保護に関する法律第66条, 契約書第3条) is told apart by what stands before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from specs.text.markers import ANY_FIGURES as FIGURES
from specs.text.markers import FIGURES as DIGITS
from specs.text.markers import KANJI_FIGURES, KATAKANA

Family = Literal["article", "plain"]

# What may follow the number of an article in the plain family, so that 第2回, 第3者 and
# 第1の理由 are no references.
_PLAIN_END = (
    r"(?!に、)(?=[^の\u4e00-\u9fff々ァ-ヶーA-Za-z0-9０-９]|$|の(?:規定|定め|ほか|各[号項])"
    rf"|及び|並びに|又は|若しくは|各[号項]|本文|前段|後段|第{FIGURES}[項号])"
)
_BELOW = (
    rf"(?:第(?P<paragraph>{FIGURES})項)?"
    rf"(?:第(?P<item>{FIGURES})号(?!様式)(?:(?P<kana>[{KATAKANA}])(?![ァ-ヶー]))?)?"
)
_WORD = rf"(?P<word>[前次](?:{FIGURES}|各)?[条項号](?![件例約目番文])|同[条項](?![件例約目番文]))"


# 第7条の2, 第七条の二及び; but 第七条の一部 and 第七条の二つ name no branch.
_BRANCH = (
    rf"(?:の(?P<branch>{DIGITS}|{KANJI_FIGURES}"
    r"(?=第|及び|並びに|又は|若しくは|各[号項]|本文|前段|後段|[^\u4e00-\u9fff々つ]|$)))?"
)


def _pattern(article: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<form>様式第(?P<form_number>{FIGURES})号)"
        rf"|(?P<annex>別表)(?:第(?P<annex_number>{FIGURES})(?![0-9０-９項号条]))?"
        rf"|(?:{_WORD}|{article})?{_BELOW}"
    )


_PATTERNS: dict[Family, re.Pattern[str]] = {
    "article": _pattern(rf"第(?P<article>{FIGURES})条{_BRANCH}"),
    "plain": _pattern(rf"第(?P<article>{FIGURES})(?![0-9０-９]){_BRANCH}{_PLAIN_END}"),
}
_START = re.compile("[前次同第別様]")
_OWN_NAME = re.compile(
    r"(?:(?:この|本|当該)?特記(?:仕様書|事項)|(?:この|本)(?:仕様書|特則|覚書)|当該|上記|前記|以下)$"
)
_OTHER_NAME = re.compile(r"(?:法|法律|令|条例|規則|規程|要綱|要領|約款|契約書?|協定書?|告示)の$")
# A word (not hiragana or punctuation) directly before 第5条 names the text that it belongs to.
_NAME_END = re.compile(r"[\u4e00-\u9fff々〇ァ-ヶーA-Za-zＡ-Ｚａ-ｚ0-9０-９」』]$")
_PARENTHESES = re.compile(r"（[^（）]*）$")
_CARRIES_ON = re.compile(
    r"(?:、|，|・|及び|並びに|又は|若しくは|から|まで|の規定|ただし書|本文|前段|後段|各号|各項"
    r"|[アイウエオイロハニホ]|（[^（）]*）)*"
)
# What joins two references so closely that the second is read with the first:
# in 第9条第2項及び第3項 the 第3項 is one of 第9条.
JOINER = re.compile(r"(?:、|，|及び|並びに|又は|若しくは)+")
# Text before a reference that is looked at; longer law names do not occur.
_LOOK_BACK = 400


@dataclass(frozen=True)
class Mention:
    """One reference as written: which words, and whether it belongs to another text."""

    start: int
    end: int
    words: re.Match[str]
    elsewhere: bool

    def __getitem__(self, part: str) -> str | None:
        """A part of the words: word, article, branch, paragraph, item, kana, form, …"""
        found: str | None = self.words[part]
        return found

    @property
    def is_bare(self) -> bool:
        """第3項 or 第2号 without an article or word before it."""
        return not (self["word"] or self["article"] or self["form"] or self["annex"])


def mentions(text: str, *, before: str = "", family: Family = "article") -> Iterator[Mention]:
    """The references in `text`; `before` is what stands before it in the same provision."""
    position, last = 0, -1
    while start := _START.search(text, position):
        words = _PATTERNS[family].match(text, start.start())
        if words is None or not words[0]:
            position = start.end()
            continue
        position = words.end()
        carried = last >= 0 and _CARRIES_ON.fullmatch(text, last, words.start()) is not None
        is_word = words["word"] is not None and not words["word"].startswith("同")
        named = _named_before((before + text[: words.start()])[-_LOOK_BACK:])
        if is_word and named:
            continue  # 事前条件, 以前項目: part of another word
        elsewhere = not is_word and (named or (carried and not words["form"]))
        last = position if elsewhere else -1
        yield Mention(words.start(), position, words, elsewhere)


def _named_before(text: str) -> bool:
    """Whether another text is named directly before a reference: 法律（…）, 契約書, 同令."""
    while match := _PARENTHESES.search(text):
        text = text[: match.start()]
    if _OWN_NAME.search(text):
        return False
    return _NAME_END.search(text) is not None or _OTHER_NAME.search(text) is not None
