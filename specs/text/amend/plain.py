"""A printed document by its numbers alone: what an amendment is applied to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from specs.text.compare.result import ArticleRow, Comparison, ProvisionSide
from specs.text.numbering import ArticleNumber
from specs.text.tree import Path

Side = Literal["old", "new"]


@dataclass(frozen=True)
class PlainProvision:
    """A 項 or 号 with what stands under it; its number is its place, from 1."""

    words: str
    below: tuple["PlainProvision", ...] = ()

    @property
    def text(self) -> str:
        """All its words, a provision a line."""
        return "\n".join([self.words, *(each.text for each in self.below)])


@dataclass(frozen=True)
class PlainArticle:
    """A 条; is_void: only 「第7条　削除」 is printed."""

    caption: str
    below: tuple[PlainProvision, ...]
    is_void: bool = False

    @property
    def text(self) -> str:
        """The words of all its provisions."""
        return "\n".join(each.text for each in self.below)


PlainDocument = Mapping[ArticleNumber, PlainArticle]


@dataclass(frozen=True, order=True)
class Address:
    """An article by number, or a provision in it by numbers from 1: (2, 3) is 第2項第3号."""

    number: int
    branch: int
    path: Path = ()

    @classmethod
    def of(cls, article: ArticleNumber, path: Path = ()) -> "Address":
        """The address of an article, or of what has this path in it."""
        return cls(article.number, article.branch, path)

    @property
    def article(self) -> ArticleNumber:
        """The article's number."""
        return ArticleNumber(self.number, self.branch)

    @property
    def above(self) -> Path:
        """The path of what it stands under."""
        return self.path[:-1]

    def at(self, *path: int) -> "Address":
        """The place in the same article with this path."""
        return Address(self.number, self.branch, path)


def plain_document(comparison: Comparison, side: Side) -> dict[ArticleNumber, PlainArticle]:
    """One side of a comparison, as it prints."""
    found = {}
    for row in comparison.rows:
        article = row.old if side == "old" else row.new
        if article is not None:
            found[article.number] = plain_article(row, side)
    return dict(sorted(found.items(), key=lambda pair: (pair[0].number, pair[0].branch)))


def plain_article(row: ArticleRow, side: Side) -> PlainArticle:
    """One side of a row. Raises ValueError for a side that is not there."""
    article = row.old if side == "old" else row.new
    if article is None:
        raise ValueError(f"the {side} document has no such article")
    sides = (each.old if side == "old" else each.new for each in row.provisions)
    here = sorted((each for each in sides if each), key=lambda each: each.path)
    return PlainArticle(article.caption, _below(here, ()), article.is_void)


def _below(sides: Iterable[ProvisionSide], above: Path) -> tuple[PlainProvision, ...]:
    own = [each for each in sides if each.path[: len(above)] == above]
    return tuple(
        PlainProvision(each.words, _below(own, each.path))
        for each in own
        if len(each.path) == len(above) + 1
    )
