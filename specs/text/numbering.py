"""Which number everything has: computed from position, never stored.

A 枝番号 (第7条の2) counts as an article of its own: with 131, 132, 132の2, the 「前2条」 of 133
are 132 and 132の2. Source: 法令の枝番号の数え方 (drafting convention).
"""

from collections.abc import Set
from dataclasses import dataclass, field
from typing import Literal

from specs.text import markers
from specs.text.skin import Skin
from specs.text.tree import Article, Document, Target, provisions

Gaps = Literal["close", "keep"]


@dataclass(frozen=True)
class ArticleNumber:
    """第N条, or 第N条のB for a branch."""

    number: int
    branch: int = 0


@dataclass
class Numbering:
    """The numbers of one document under one set of omissions.

    `order` are all articles; `printed` those that have text, in order; `deleted` those that only keep their
    number. Paths are zero-based among the provisions that are printed.
    """

    order: list[str] = field(default_factory=list)
    articles: dict[str, ArticleNumber] = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    paths: dict[Target, tuple[int, ...]] = field(default_factory=dict)
    single: set[str] = field(default_factory=set)

    def has(self, target: Target) -> bool:
        """Whether the target is printed."""
        if target.article not in self.printed:
            return False
        return target.provision is None or target in self.paths

    def article_label(self, key: str, skin: Skin) -> str:
        """第9条 (or 第9). Raises KeyError for an article that has no number."""
        number = self.articles[key]
        return skin.article(number.number, number.branch)

    def provision_label(self, target: Target) -> str:
        """第2項, 第2項第3号, 第2項第3号ア, without the article. Empty for a whole article.

        An article of one 項 has no 第1項 in the references to its 号.
        """
        if target.provision is None:
            return ""
        paragraph, *rest = self.paths[target]
        label = "" if target.article in self.single and rest else f"第{paragraph + 1}項"
        for level, index in enumerate(rest, 1):
            mark = markers.marker(level, index)
            label += f"第{index + 1}号" if level == 1 else mark
        return label


def number(
    document: Document, *, omitted: Set[str] = frozenset(), gaps: Gaps = "close"
) -> Numbering:
    """Number a document.

    `omitted` holds article keys and `article#provision`. gaps: "close" moves later articles up
    (a new contract), "keep" leaves 「第7条　削除」 (a change of a contract that runs).
    """
    numbering = Numbering(order=[article.key for article in document.articles])
    current = branch = 0
    for article in document.articles:
        gone = article.key in omitted
        if gone and gaps == "close":
            continue
        if article.branch_of is not None and current:
            branch += 1
        else:
            current, branch = current + 1, 0
        numbering.articles[article.key] = ArticleNumber(current, branch + 1 if branch else 0)
        if gone:
            numbering.deleted.append(article.key)
        else:
            numbering.printed.append(article.key)
            _number_provisions(article, omitted, numbering)
    return numbering


def _number_provisions(article: Article, omitted: Set[str], numbering: Numbering) -> None:
    places: dict[tuple[int, ...], tuple[int, ...]] = {(): ()}
    counts: dict[tuple[int, ...], int] = {}
    for path, provision in provisions(article):
        parent = path[:-1]
        if parent not in places or f"{article.key}#{provision.id}" in omitted:
            continue
        index = counts.get(parent, 0)
        counts[parent] = index + 1
        places[path] = (*places[parent], index)
        numbering.paths[Target(article.key, provision.id)] = places[path]
    if counts.get((), 0) == 1:
        numbering.single.add(article.key)
