"""What an amendment does, as data, and doing it.

Each operation is read against the text as the ones before it left it. A number that was left
free stays free until an operation gives it away.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from specs.text.amend.plain import Address, PlainArticle, PlainDocument, PlainProvision
from specs.text.numbering import ArticleNumber
from specs.text.tree import Path

Part = Literal["whole", "own", "caption"]


@dataclass(frozen=True)
class Replace:
    """「A」を「B」に改める: every `old` in the place. own: without what stands under it."""

    at: Address
    old: str
    new: str
    part: Part = "whole"


@dataclass(frozen=True)
class Rewrite:
    """次のように改める: an article, a provision with what is under it, its own words, or the
    caption."""

    at: Address
    content: PlainArticle | PlainProvision | str
    part: Part = "whole"


@dataclass(frozen=True)
class Delete:
    """削る."""

    at: Address


@dataclass(frozen=True)
class Renumber:
    """第8条を第9条とする; several neighbours at once, each by as much."""

    first: Address
    to: Address
    count: int = 1


@dataclass(frozen=True)
class Insert:
    """加える: articles with their numbers, or provisions from the number of `at` on."""

    at: Address
    articles: tuple[tuple[ArticleNumber, PlainArticle], ...] = ()
    provisions: tuple[PlainProvision, ...] = ()


Operation = Replace | Rewrite | Delete | Renumber | Insert


class Unfit(ValueError):
    """An operation does not fit the text: a phrase or number is not there, or one is taken."""


@dataclass
class _Node:
    words: str
    below: dict[int, "_Node"] = field(default_factory=dict)
    is_void: bool = False


class Text:
    """A document while it is amended. An article's node holds its caption as words."""

    def __init__(self, document: PlainDocument) -> None:
        self.articles = {number: _thawed_article(each) for number, each in document.items()}

    def document(self) -> dict[ArticleNumber, PlainArticle]:
        """The text as it stands. Raises Unfit while a number of a provision is missing."""
        ordered = sorted(self.articles.items(), key=lambda pair: (pair[0].number, pair[0].branch))
        return {number: _frozen_article(node) for number, node in ordered}

    def apply(self, operations: Iterable[Operation]) -> "Text":
        """Do the operations in order. Raises Unfit."""
        for operation in operations:
            self._do(operation)
        return self

    def node(self, at: Address) -> _Node:
        """What stands at an address. Raises Unfit when nothing does."""
        try:
            found = self.articles[at.article]
            for step in at.path:
                found = found.below[step]
        except KeyError as error:
            raise Unfit(f"nothing stands at {at}") from error
        return found

    def is_single(self, article: ArticleNumber) -> bool:
        """Whether the article has one 項 only, which is then not named."""
        return list(self.articles[article].below) == [1]

    def _do(self, operation: Operation) -> None:
        match operation:
            case Replace(at, old, new, part):
                if not _replace(self.node(at), old, new, part, is_article=not at.path):
                    raise Unfit(f"{old} is not at {at}")
            case Rewrite(at, content, part):
                self._rewrite(at, content, part)
            case Delete(at):
                self.node(at)
                self._siblings(at).pop(_key(at))
            case Renumber(first, to, count):
                self._renumber(first, to, count)
            case Insert(at, articles, provisions):
                for number, article in articles:
                    _put(self.articles, number, _thawed_article(article))
                for offset, provision in enumerate(provisions):
                    siblings = self.node(at.at(*at.above)).below
                    _put(siblings, at.path[-1] + offset, _thawed(provision))

    def _siblings(self, at: Address) -> dict:
        return self.node(at.at(*at.above)).below if at.path else self.articles

    def _rewrite(
        self, at: Address, content: PlainArticle | PlainProvision | str, part: Part
    ) -> None:
        node = self.node(at)
        if isinstance(content, str):
            node.words = content
        elif isinstance(content, PlainArticle):
            self.articles[at.article] = _thawed_article(content)
        else:
            self._siblings(at)[_key(at)] = _thawed(content)

    def _renumber(self, first: Address, to: Address, count: int) -> None:
        siblings = self._siblings(first)
        nodes = []
        for step in range(count):
            self.node(_step(first, step))
            nodes.append(siblings.pop(_key(_step(first, step))))
        for step, node in enumerate(nodes):
            _put(siblings, _key(_step(to, step)), node)


def applied(document: PlainDocument, operations: Iterable[Operation]) -> PlainDocument:
    """The document after an amendment. Raises Unfit when it does not fit."""
    return Text(document).apply(operations).document()


def _step(at: Address, step: int) -> Address:
    if at.path:
        return at.at(*at.above, at.path[-1] + step)
    if at.branch:
        return Address(at.number, at.branch + step)
    return Address(at.number + step, 0)


def _key(at: Address) -> int | ArticleNumber:
    return at.path[-1] if at.path else at.article


def _put(siblings: dict, key: int | ArticleNumber, node: _Node) -> None:
    if key in siblings:
        raise Unfit(f"{key} is taken")
    siblings[key] = node


def _replace(node: _Node, old: str, new: str, part: Part, *, is_article: bool) -> int:
    """Replace in the node's own words and below; how many were found."""
    found = 0
    if not is_article or part == "caption":
        found = node.words.count(old)
        node.words = node.words.replace(old, new)
    if part == "whole":
        for below in node.below.values():
            found += _replace(below, old, new, part, is_article=False)
    return found


def _thawed(provision: PlainProvision) -> _Node:
    return _Node(provision.words, _numbered(provision.below))


def _thawed_article(article: PlainArticle) -> _Node:
    return _Node(article.caption, _numbered(article.below), article.is_void)


def _numbered(provisions: tuple[PlainProvision, ...]) -> dict[int, _Node]:
    return {place: _thawed(each) for place, each in enumerate(provisions, 1)}


def _frozen_article(node: _Node) -> PlainArticle:
    return PlainArticle(node.words, _in_order(node, ()), node.is_void)


def _in_order(node: _Node, path: Path) -> tuple[PlainProvision, ...]:
    if sorted(node.below) != list(range(1, len(node.below) + 1)):
        raise Unfit(f"a number is missing under {path}: {sorted(node.below)}")
    return tuple(
        PlainProvision(node.below[n].words, _in_order(node.below[n], (*path, n)))
        for n in sorted(node.below)
    )
