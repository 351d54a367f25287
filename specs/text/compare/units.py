"""Words → units that a change is never cut through: 第10条第2項, a figure, a run of kanji.

Japanese has no spaces, but its scripts change where words do: a run of one script is near
enough to a word, and the same everywhere.
"""

import re
from collections.abc import Hashable
from dataclasses import dataclass
from enum import Enum

from specs.text.markers import KATAKANA

_N = "[0-9０-９]+"
_KN = "[〇一二三四五六七八九十百千]+"
_KANJI = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〇\ufe00-\ufe0f\U00020000-\U000323af\U000e0100-\U000e01ef"


# What is counted is read with its figure: 30日, 3か月.
_COUNTERS = (
    "日間?|[か箇]?月|年度?|時間?|分|週間?|人|名|件|回|部|枚|台|円|[か箇]所|営業日|パーセント|%|％"
)


def _numbered(figures: str) -> str:
    """第10条の2第3項第4号ア in one spelling of the figures."""
    return (
        rf"(?:(?:様式|別表)?第{figures}[条項号](?:の{figures})*"
        rf"(?:第{figures}項)?(?:第{figures}号(?:の{figures})*)?(?:[{KATAKANA}](?![ァ-ヶー]))?)"
    )


class Script(Enum):
    """What a unit is written in."""

    REFERENCE = 1
    FIGURES = 2
    KANJI = 3
    HIRAGANA = 4
    KATAKANA = 5
    LATIN = 6
    OTHER = 7


_UNIT = re.compile(
    rf"(?P<REFERENCE>{_numbered(_N)}|{_numbered(_KN)}|(?:様式|別表)?第{_N}"
    rf"|[前次同](?:{_N}|各)?[条項号](?![件例約目番文]))"
    rf"|(?P<FIGURES>{_N}(?:[.,．，]{_N})*(?:{_COUNTERS})?)"
    rf"|(?P<KANJI>[{_KANJI}]+)"
    r"|(?P<HIRAGANA>[\u3041-\u3096\u309d\u309e]+)"
    r"|(?P<KATAKANA>[\u30a1-\u30faー・]+)"
    r"|(?P<LATIN>[A-Za-zＡ-Ｚａ-ｚ]+)"
    r"|(?P<OTHER>.)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Unit:
    """Words that belong together, and what they mean: for plain words the words themselves,
    for a link what it points at."""

    words: str
    meaning: Hashable
    script: Script = Script.OTHER


def units(words: str) -> list[Unit]:
    """Plain words as units; joined, they give the words again."""
    found = []
    for match in _UNIT.finditer(words):
        script = Script[match.lastgroup or "OTHER"]
        found.append(Unit(match[0], match[0], script))
    return found


_LINK = re.compile(
    rf"{_numbered(_N)}|{_numbered(_KN)}|[前次同](?:{_N}|各)?[条項号](?![件例約目番文])|別表"
)


def gist(words: str) -> str:
    """The words with every reference alike, to see how alike two provisions are."""
    return _LINK.sub("§", words)
