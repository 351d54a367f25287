"""Markers that open a provision: 第○条, 2, (1), ア, (ア), a. One table for reading and writing.

Order of the levels: 条, 項, 号, ア, (ア), a, as official texts in horizontal writing use them.
The first 項 bears no number. Source: 公用文作成の要領 (order of the markers).
"""

import re
import unicodedata

KATAKANA = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
IROHA = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SPACE = "　"
BLANKS = "　 \t\xa0"

_S = f"[{BLANKS}]"
# Four figures at most: no text has more, and int() refuses very long ones.
FIGURES = "[0-9０-９]{1,4}"
KANJI_FIGURES = "[〇一二三四五六七八九十百千]{1,7}"
# What a reference may be written with: 第10条, 第１０条, 第十条.
ANY_FIGURES = f"(?:{FIGURES}|{KANJI_FIGURES})"
_NUMBER = rf"(○|{FIGURES})"
_END = rf"(?={_S}|[（(]|$)"
ARTICLE = re.compile(rf"第{_NUMBER}条(?:の{_NUMBER})?{_END}{_S}*")
PLAIN_ARTICLE = re.compile(rf"第{_NUMBER}(?:の{_NUMBER})?{_END}{_S}*")
UNSPACED_ARTICLE = re.compile(rf"第{_NUMBER}条(?:の{_NUMBER})?")
HEADING = re.compile(rf"第{FIGURES}[編章節款目](?:{_S}|$)")
TRAILER = re.compile(
    rf"(附{_S}*則|(?:別{_S}*[表記紙添]|様式)(?:第?{FIGURES}号?)?)(?:{_S}*[（(].*[）)])?"
)
LEVELS = (
    re.compile(rf"({FIGURES})(?:{_S}+|$)"),
    re.compile(rf"[(（]({FIGURES})[)）]{_S}*"),
    re.compile(rf"([{KATAKANA}])(?:{_S}+|$)"),
    re.compile(rf"[(（]([{KATAKANA}])[)）]{_S}*"),
    re.compile(rf"[(（]?([a-zａ-ｚ])[)）]?(?:{_S}+|$)"),
)
_OPEN, _CLOSE = "（(", "）)"
_KANJI_DIGITS = "〇一二三四五六七八九"
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}


def digits(text: str) -> int:
    """The value of half- or full-width digits, or of kanji (十二, 百三, 二〇)."""
    if text[0] in _KANJI_UNITS or text[0] in _KANJI_DIGITS:
        return _kanji_value(text)
    return int(unicodedata.normalize("NFKC", text))


def _kanji_value(text: str) -> int:
    if not any(character in _KANJI_UNITS for character in text):
        return int("".join(str(_KANJI_DIGITS.index(character)) for character in text))
    total = waiting = 0
    for character in text:
        if character in _KANJI_UNITS:
            total += (waiting or 1) * _KANJI_UNITS[character]
            waiting = 0
        else:
            waiting = _KANJI_DIGITS.index(character)
    return total + waiting


def caption(line: str) -> tuple[str, str] | None:
    """A caption in parentheses at the start of a line, and what follows it; None without one.

    Parentheses may nest; a bare marker such as (1) or (ア) is no caption.
    """
    if not line.startswith(tuple(_OPEN)):
        return None
    depth = 0
    for index, character in enumerate(line):
        depth += (character in _OPEN) - (character in _CLOSE)
        if depth == 0:
            inside = line[1:index].strip(BLANKS)
            marker_like = any(level.fullmatch(line[: index + 1]) for level in LEVELS)
            return None if marker_like or not inside else (inside, line[index + 1 :])
    return None


def position(level: int, mark: str) -> int:
    """The zero-based position that a marker of a level names."""
    if level in (2, 3):
        return KATAKANA.index(mark)
    if level == 4:
        return LETTERS.index(unicodedata.normalize("NFKC", mark))
    return digits(mark) - 1


def marker(level: int, index: int) -> str:
    """The marker of a provision: level 0 is 項 (nothing for the first)."""
    if level == 0:
        return "" if index == 0 else str(index + 1)
    if level == 1:
        return f"({index + 1})"
    if level == 4:
        return LETTERS[index] if index < len(LETTERS) else str(index + 1)
    kana = KATAKANA[index] if index < len(KATAKANA) else str(index + 1)
    return kana if level == 2 else f"({kana})"
