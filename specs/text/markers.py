"""Markers that open a provision: 第○条, 2, (1), ア, (ア), a. One table for reading and writing.

Order of the levels: 条, 項, 号, ア, (ア), a, as official texts in horizontal writing use them.
"""

import re
import unicodedata

KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SPACE = "　"

_NUMBER = r"([0-9０-９]+)"
ARTICLE = re.compile(
    rf"第(?:○|{_NUMBER})(?:条(?:の([0-9０-９]+))?|(?:の([0-9０-９]+))?(?=[　 ]))[　 ]*"
)
CAPTION = re.compile(r"[（(]([^（()）]+)[）)]")
DELETED = re.compile(rf"第{_NUMBER}条?[　 ]+削除")
LEVELS = (
    re.compile(rf"{_NUMBER}[　 ]+"),
    re.compile(rf"[(（]{_NUMBER}[)）][　 ]*"),
    re.compile(rf"([{KATAKANA}])[　 ]+"),
    re.compile(rf"[(（]([{KATAKANA}])[)）][　 ]*"),
    re.compile(r"([a-z])[　 ]+"),
)
DEEPEST = len(LEVELS) - 1


def digits(text: str) -> int:
    """The value of half- or full-width digits."""
    return int(unicodedata.normalize("NFKC", text))


def position(level: int, mark: str) -> int:
    """The zero-based position that a marker of a level names."""
    if level in (2, 3):
        return KATAKANA.index(mark)
    return LETTERS.index(mark) if level == 4 else digits(mark) - 1


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
