"""What a clause is made of. Nothing here holds a number: numbers come from position.

A provision (項, 号, and what is under it) has an id that is unique in its article: the label
its author gave it, or one made from its position when it was first read, and kept since.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Literal

CLIENT: Final = "client"
CONTRACTOR: Final = "contractor"


@dataclass(frozen=True)
class Text:
    """Words."""

    value: str


@dataclass(frozen=True)
class Party:
    """The client (発注者) or the contractor (受注者), named by the skin."""

    role: Literal["client", "contractor"]


@dataclass(frozen=True)
class SelfName:
    """The document's own name: この特記仕様書."""


@dataclass(frozen=True)
class Blank:
    """A blank to be filled per contract, by key."""

    key: str


@dataclass(frozen=True)
class Target:
    """An article, or a provision in it."""

    article: str
    provision: str | None = None


RefForm = Literal["auto", "relative", "each", "same", "list", "range"]


@dataclass(frozen=True)
class Ref:
    """A link to provisions. `word` holds a relative word that has not been resolved yet.

    auto: one target. relative: printed 前項, 前2条 and the like while that is true. each: all
    before this one, 前各号. same: 同条第3項, counted from the reference before it. list: each
    target, runs closed up. range: from the first to the second target, whatever lies between.
    """

    targets: tuple[Target, ...]
    form: RefForm = "auto"
    word: str = ""


@dataclass(frozen=True)
class AnnexRef:
    """A link to an annexed table (別表)."""

    key: str


@dataclass(frozen=True)
class FormRef:
    """A link to a form (様式), by key."""

    key: str


Inline = Text | Party | SelfName | Blank | Ref | AnnexRef | FormRef


@dataclass(frozen=True)
class Sentence:
    """One sentence with its full stop. proviso: ただし書; latter: 後段."""

    kind: Literal["main", "proviso", "latter"]
    inlines: tuple[Inline, ...]


@dataclass(frozen=True)
class Item:
    """号, or what stands under one (ア, (ア), a)."""

    id: str
    sentences: tuple[Sentence, ...]
    items: tuple["Item", ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """項."""

    id: str
    sentences: tuple[Sentence, ...]
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Article:
    """条. `branch_of` is the key of the article (第7条) whose 枝番号 (第7条の2) this one bears."""

    key: str
    caption: str
    paragraphs: tuple[Paragraph, ...]
    branch_of: str | None = None

    @cached_property
    def places(self) -> "tuple[tuple[Path, Provision], ...]":
        """What `provisions` gives, walked once: numbering, printing and linting all ask for it."""

        def below(path: Path, provision: Provision) -> "Iterator[tuple[Path, Provision]]":
            yield path, provision
            for index, item in enumerate(provision.items):
                yield from below((*path, index), item)

        tops = enumerate(self.paragraphs)
        return tuple(each for index, top in tops for each in below((index,), top))


@dataclass(frozen=True)
class Annex:
    """別表: what a reference to it prints. Several bare 別表 print as 別表第1, 別表第2."""

    key: str
    title: str = "別表"


@dataclass(frozen=True)
class Form:
    """様式: its number stays when articles move; it belongs to an article."""

    key: str
    number: int
    title: str
    article_key: str


@dataclass(frozen=True)
class Document:
    """A whole specification."""

    articles: tuple[Article, ...]
    annexes: tuple[Annex, ...] = ()
    forms: tuple[Form, ...] = ()

    def article(self, key: str) -> Article:
        """The article with this key. Raises StopIteration when there is none."""
        return next(article for article in self.articles if article.key == key)

    def with_article(self, article: Article) -> "Document":
        """The document with `article` in place of the one of its key."""
        articles = tuple(article if a.key == article.key else a for a in self.articles)
        return replace(self, articles=articles)


@dataclass(frozen=True)
class Place:
    """Where a provision stands: (paragraph index, item index, sub-item index, …)."""

    article: str
    path: tuple[int, ...] = field(default=())


Provision = Paragraph | Item
# Zero-based indices from the 項 down, as in Place.
Path = tuple[int, ...]
Rewrite = Callable[[tuple[Sentence, ...], Path], tuple[Sentence, ...]]


def provisions(article: Article) -> Iterator[tuple[Path, Provision]]:
    """Every provision with its path of zero-based indices, in the order of the text."""
    return iter(article.places)


def generated_id(path: Path) -> str:
    """The id that a provision without a label gets from its position: p2, p2-1, p2-1-3."""
    return "p" + "-".join(str(index + 1) for index in path)


def rewritten(article: Article, rewrite: Rewrite) -> Article:
    """The article with `rewrite(sentences, path)` in place of each provision's sentences."""

    def item(node: Item, path: Path) -> Item:
        items = tuple(item(child, (*path, i)) for i, child in enumerate(node.items))
        return Item(node.id, rewrite(node.sentences, path), items)

    def paragraph(node: Paragraph, index: int) -> Paragraph:
        items = tuple(item(child, (index, i)) for i, child in enumerate(node.items))
        return Paragraph(node.id, rewrite(node.sentences, (index,)), items)

    paragraphs = tuple(paragraph(node, i) for i, node in enumerate(article.paragraphs))
    return replace(article, paragraphs=paragraphs)


def renamed(article: Article, name: Callable[[Provision, Path], str]) -> Article:
    """The article with `name(provision, path)` as the id of each provision."""

    def items(nodes: tuple[Item, ...], above: Path) -> tuple[Item, ...]:
        return tuple(
            replace(node, id=name(node, (*above, i)), items=items(node.items, (*above, i)))
            for i, node in enumerate(nodes)
        )

    paragraphs = tuple(
        replace(node, id=name(node, (i,)), items=items(node.items, (i,)))
        for i, node in enumerate(article.paragraphs)
    )
    return replace(article, paragraphs=paragraphs)


def inlines_of(provision: Provision) -> Iterator[Inline]:
    """The pieces of a provision's own text."""
    for sentence in provision.sentences:
        yield from sentence.inlines
