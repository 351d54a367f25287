"""What a line may begin with: 1, (1), ①, 一, ア, (ア), イロハ, a, (a), i, ・ and their kin.

The same sign can belong to two series (イ is the second of アイウ and the first of イロハ); all
readings are given, and specs.text.importing.levels chooses by what came before.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from specs.text.markers import BLANKS, IROHA, KANJI_FIGURES, KATAKANA, LETTERS, SPACE, digits

# What looks like a kana of that series in a PDF or on a keyboard.
_LOOKALIKE = {"二": "ニ", "八": "ハ", "口": "ロ", "へ": "ヘ", "千": "チ", "り": "リ", "卜": "ト"}
BULLET: Final = "bullet"

_B = f"[{BLANKS}]"
_OPEN, _CLOSE = "[（(〔]", "[）)〕]"
_STOP = f"(?:{_B}*[.．、，:：]{_B}*|{_B}+|$)"
_FIGURES = "[0-9０-９]{1,3}"
_HALF_KANA = "ｱ-ﾝ"
_KANA = f"[{KATAKANA}ヰヱ{_HALF_KANA}]"
_LOOKS = "".join(_LOOKALIKE)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("paren", re.compile(rf"{_OPEN}{_B}*({_FIGURES}){_B}*{_CLOSE}{_B}*|([⑴-⒇]){_B}*")),
    ("half-paren", re.compile(rf"({_FIGURES})[）)]{_B}*")),
    ("circle", re.compile(rf"([①-⑳㉑-㉟㊱-㊿]){_B}*")),
    ("paren-kanji", re.compile(rf"{_OPEN}{_B}*({KANJI_FIGURES}){_B}*{_CLOSE}{_B}*|([㈠-㈩]){_B}*")),
    ("kanji", re.compile(rf"({KANJI_FIGURES}){_STOP}")),
    ("paren-kana", re.compile(rf"{_OPEN}{_B}*({_KANA}|[{_LOOKS}]){_B}*{_CLOSE}{_B}*")),
    ("kana", re.compile(rf"({_KANA}|[{_LOOKS}])(?:{_B}*[.．]{_B}*|{_B}+|$)")),
    (
        "paren-letter",
        re.compile(rf"{_OPEN}{_B}*([a-zA-Zａ-ｚＡ-Ｚ]{{1,4}}|[ⅰ-ⅻⅠ-Ⅻ]){_B}*{_CLOSE}{_B}*"),
    ),
    (
        "letter",
        re.compile(
            rf"([a-zA-Zａ-ｚＡ-Ｚ]|[ivxｉｖｘ]{{2,4}}|[ⅰ-ⅻⅠ-Ⅻ])(?:{_B}*[.．）)]{_B}*|{_B}+|$)"
        ),
    ),
    (BULLET, re.compile(rf"([・●○◎◆◇■□▪•‣])(?!○|〇){_B}*(?=\S)")),
)
_NUMBER = re.compile(rf"({_FIGURES})(?:{_B}*[.．]{_B}*(?!\d)|{_B}+|$)")
# ２乙は: nothing between the number and the text; only where that number is due.
_TIGHT = re.compile(r"([0-9０-９]{1,2})(?=[^\s0-9０-９.．,，、。)）/／:：~～\-－%％])")
_ROMAN = {
    words: index
    for index, words in enumerate(
        [
            "i",
            "ii",
            "iii",
            "iv",
            "v",
            "vi",
            "vii",
            "viii",
            "ix",
            "x",
            "xi",
            "xii",
            "xiii",
            "xiv",
            "xv",
            "xvi",
            "xvii",
            "xviii",
            "xix",
            "xx",
        ]
    )
}
# 1 年以内, 3 日を: an amount and no marker.
_UNIT = re.compile(
    rf"{_B}*(?:年度?|[か箇ヶケヵカ]月|月|日|時間?|分|秒|週間?|回|件|名|人|部|通|枚|台|社|者|個|つ|円|万|千|億|割|％|%|歳|条|項|号|章|節|級)"
    r"(?:以[内上下降前後]|未満|超|間|ごと|毎|前|後|まで|から|より|以外|程度|当たり|あたり|分|度|目|[をにのでがはとも、，。・）)]|第|とする|及び|又は|$|\d)"
)
# (1)に規定する, (2)及び: a reference at the start of a line.
_REFERS = re.compile(
    r"(?:[にの](?:規定|掲げ|定め|より|該当|よる|記載|示す)|から|まで|及び|又は|並びに|若しくは|[、，。）)]|[とをがは](?!さ|く|こ|ん))"
)


@dataclass(frozen=True)
class Mark:
    """One reading of the start of a line: its series, its place in it, and what follows.

    `tight`: nothing stands between a bare number and the text. `amount`: it may as well be an
    amount or a date; `refers`: it may as well be a reference.
    """

    series: str
    index: int
    words: str
    rest: str
    bracketed: bool
    tight: bool = False
    amount: bool = False
    refers: bool = False


def marks_of(text: str) -> list[Mark]:
    """Every reading of the marker that a line begins with; none for most lines."""
    found: list[Mark] = []
    for series, pattern in _PATTERNS:
        if match := pattern.match(text):
            words = match[0].rstrip(BLANKS)
            sign = match[1] or match[2]
            rest = text[match.end() :]
            bare = match[0] == words
            bracketed = series.startswith("paren") or series in ("circle", "half-paren", BULLET)
            refers = bare and bracketed and _REFERS.match(rest) is not None
            for name, index in _readings(series, sign):
                found.append(Mark(name, index, words, rest, bracketed, refers=refers))
    if match := _NUMBER.match(text) or _TIGHT.match(text):
        rest = text[match.end() :]
        tight = match.re is _TIGHT
        # Nobody puts a full-width blank inside an amount.
        amount = SPACE not in match[0] and _UNIT.match(rest) is not None
        words = match[0].rstrip(BLANKS)
        found.append(Mark("number", digits(match[1]) - 1, words, rest, False, tight, amount))
    return [mark for mark in found if mark.index >= 0]


def _readings(series: str, sign: str) -> Iterator[tuple[str, int]]:
    plain = unicodedata.normalize("NFKC", sign)
    if series == BULLET:
        yield BULLET + sign, 0
    elif series in ("paren", "half-paren", "circle"):
        yield series, int(plain.strip("()")) - 1
    elif "kanji" in series:
        yield series, digits(plain.strip("()")) - 1
    elif "kana" in series:
        bracket = "paren-" if series.startswith("paren") else ""
        kana = _LOOKALIKE.get(plain, plain)
        if plain in KATAKANA:
            yield bracket + "kana", KATAKANA.index(plain)
        if kana in IROHA:
            yield bracket + "iroha", IROHA.index(kana)
    else:
        yield from _letters(series, plain)


def _letters(series: str, sign: str) -> Iterator[tuple[str, int]]:
    bracket = "paren-" if series.startswith("paren") else ""
    case = "upper-" if sign.isupper() else ""
    if len(sign) == 1 and sign.lower() in LETTERS:
        yield f"{bracket}{case}letter", LETTERS.index(sign.lower())
    if sign.lower() in _ROMAN:
        yield f"{bracket}{case}roman", _ROMAN[sign.lower()]
