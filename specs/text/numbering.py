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

    `order` are all articles; `articles` those that have a number, in order; `printed` those that
    have text; `deleted` those that only keep their number. `paths` are zero-based among the
    provisions that are printed; `places` among all provisions, omitted or not. `single` are
    articles that print one 項; `emptied` provisions that lost every 号 under them.
    """

    order: list[str] = field(default_factory=list)
    articles: dict[str, ArticleNumber] = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    paths: dict[Target, tuple[int, ...]] = field(default_factory=dict)
    places: dict[Target, tuple[int, ...]] = field(default_factory=dict)
    single: set[str] = field(default_factory=set)
    emptied: list[Target] = field(default_factory=list)

    def has(self, target: Target) -> bool:
        """Whether the target is printed."""
        if target.provision is None:
            return target.article in self.printed
        return target in self.paths

    def knows(self, target: Target) -> bool:
        """Whether the document has the target, printed or omitted."""
        if target.provision is None:
            return target.article in self.order
        return target in self.places

    def position(self, target: Target) -> tuple[int, tuple[int, ...]]:
        """Where a known target stands in the document; orders targets as the text does."""
        return self.order.index(target.article), self.places.get(target, ())

    def article_label(self, key: str, skin: Skin) -> str:
        """第9条 (or 第9). Raises KeyError for an article that has no number."""
        number = self.articles[key]
        return skin.article(number.number, number.branch)

    def provision_label(self, target: Target) -> str:
        """第2項, 第2項第3号, 第2項第3号ア, without the article. Empty for a whole article.

        An article of one 項 has no 第1項: its 号 is 第5条第3号, the 項 itself 第5条.
        """
        if target.provision is None:
            return ""
        path = self.paths[target]
        if target.article in self.single:
            return items_label(path)
        return f"第{path[0] + 1}項{items_label(path)}"


def items_label(path: tuple[int, ...]) -> str:
    """第3号ア for what stands below a 項; empty for the 項."""
    label = f"第{path[1] + 1}号" if len(path) > 1 else ""
    return label + "".join(markers.marker(i, n) for i, n in enumerate(path) if i > 1)


def number(
    document: Document, *, omitted: Set[str] = frozenset(), gaps: Gaps = "close"
) -> Numbering:
    """Number a document.

    `omitted` holds article keys and `article#provision`. gaps: "close" moves later articles up
    (a new contract), "keep" leaves 「第7条　削除」 (a change of a contract that runs). An article
    that loses all its 項 is omitted; when one that has branches goes, the first branch takes its
    place.
    """
    numbering = Numbering(order=[article.key for article in document.articles])
    current = branch = 0
    root: str | None = None
    for article in document.articles:
        _number_provisions(article, omitted, numbering)
        gone = article.key in omitted or not _paragraphs_left(article, numbering)
        if gone:
            for target in [t for t in numbering.paths if t.article == article.key]:
                del numbering.paths[target]
        if gone and gaps == "close":
            continue
        family = article.branch_of or article.key
        if family == root:
            branch = max(branch, 1) + 1
        else:
            current, branch, root = current + 1, 0, family
        numbering.articles[article.key] = ArticleNumber(current, branch)
        (numbering.deleted if gone else numbering.printed).append(article.key)
    return numbering


def _paragraphs_left(article: Article, numbering: Numbering) -> int:
    return sum(Target(article.key, p.id) in numbering.paths for p in article.paragraphs)


def _number_provisions(article: Article, omitted: Set[str], numbering: Numbering) -> None:
    shifted: dict[tuple[int, ...], tuple[int, ...]] = {(): ()}
    counts: dict[tuple[int, ...], int] = {}
    for path, provision in provisions(article):
        target = Target(article.key, provision.id)
        numbering.places[target] = path
        parent = path[:-1]
        if parent not in shifted or f"{article.key}#{provision.id}" in omitted:
            continue
        index = counts.get(parent, 0)
        counts[parent] = index + 1
        shifted[path] = (*shifted[parent], index)
        numbering.paths[target] = shifted[path]
    for path, provision in provisions(article):
        if provision.items and path in shifted and not counts.get(path):
            numbering.emptied.append(Target(article.key, provision.id))
    if counts.get((), 0) == 1:
        numbering.single.add(article.key)
