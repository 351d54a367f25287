"""The municipality's drafting skin: what is not text but style."""

import re
from dataclasses import dataclass
from typing import Literal

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
# The comma of running text; one between figures (１，０００円) groups digits and stays.
_TEXT_COMMA = re.compile(r"(?<![0-9０-９])，|，(?![0-9０-９])")


@dataclass(frozen=True)
class Skin:
    """Party names, numbering family (article 第1条, plain 第1), comma (empty: as it was written),
    the document's name, and the width of the figures in numbers."""

    client: str = "発注者"
    contractor: str = "受注者"
    family: Literal["article", "plain"] = "article"
    comma: str = "、"
    self_name: str = "この特記仕様書"
    figures: Literal["half", "full"] = "half"

    def article(self, number: int, branch: int = 0) -> str:
        """第7条, 第7条の2; in the plain family 第7, 第7の2."""
        suffix = f"の{branch}" if branch else ""
        return self.figured(f"第{number}{'条' if self.family == 'article' else ''}{suffix}")

    def figured(self, label: str) -> str:
        """A number or marker with the skin's figures."""
        return label.translate(_FULL_WIDTH) if self.figures == "full" else label

    def words(self, text: str) -> str:
        """Text with the municipality's comma, whichever of 、 and ， it was written with."""
        if not self.comma:
            return text
        if self.comma == "、":
            return _TEXT_COMMA.sub("、", text)
        return text.replace("、", self.comma)
