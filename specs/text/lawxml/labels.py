"""What the titles of articles, paragraphs and items read in laws and in municipal papers."""

from dataclasses import dataclass

from specs.text import markers
from specs.text.numbering import ArticleNumber
from specs.text.skin import Skin

_DIGITS = "〇一二三四五六七八九"
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


def kanji(number: int) -> str:
    """百六 for 106; up to 9,999."""
    if not 0 < number < 10_000:
        raise ValueError(number)
    words = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        count, number = divmod(number, unit)
        if count:
            words += ("" if count == 1 and name else _DIGITS[count]) + name
    return words


@dataclass(frozen=True)
class LawLabels:
    """National law: 第百六条, ２, 一, イ, (1), vertical."""

    writing_mode: str = "vertical"

    def article(self, number: ArticleNumber) -> str:
        """第百六条の二."""
        branch = f"の{kanji(number.branch)}" if number.branch else ""
        return f"第{kanji(number.number)}条{branch}"

    def paragraph(self, index: int) -> str:
        """Nothing for the first, then ２."""
        return str(index + 1).translate(_FULL) if index else ""

    def item(self, level: int, index: int) -> str:
        """一, イ, (1), (i) for levels from 1."""
        match level:
            case 1:
                return kanji(index + 1)
            case 2:
                return markers.IROHA[index] if index < len(markers.IROHA) else str(index + 1)
            case 3:
                return f"（{str(index + 1).translate(_FULL)}）"
        return f"（{_ROMAN[index] if index < len(_ROMAN) else index + 1}）"


@dataclass(frozen=True)
class SkinLabels:
    """A municipality's paper: 第9条 or 第9, 2, (1), ア, horizontal."""

    skin: Skin
    writing_mode: str = "horizontal"

    def article(self, number: ArticleNumber) -> str:
        """第9条の2."""
        return self.skin.article(number.number, number.branch)

    def paragraph(self, index: int) -> str:
        """Nothing for the first, then 2."""
        return self.skin.figured(markers.marker(0, index))

    def item(self, level: int, index: int) -> str:
        """(1), ア, (ア), a for levels from 1."""
        return self.skin.figured(markers.marker(level, index))


Labels = LawLabels | SkinLabels
