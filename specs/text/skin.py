"""The municipality's drafting skin: what is not text but style."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Skin:
    """Party names, numbering family (article 第1条, plain 第1), comma, and the document's name."""

    client: str = "発注者"
    contractor: str = "受注者"
    family: Literal["article", "plain"] = "article"
    comma: str = "、"
    self_name: str = "この特記仕様書"

    def article(self, number: int, branch: int = 0) -> str:
        """第7条, 第7条の2; in the plain family 第7, 第7の2."""
        suffix = f"の{branch}" if branch else ""
        return f"第{number}{'条' if self.family == 'article' else ''}{suffix}"

    def words(self, text: str) -> str:
        """Text with the municipality's comma."""
        return text if self.comma == "、" else text.replace("、", self.comma)
