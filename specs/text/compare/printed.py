"""A document as it prints, provision by provision, with what its references mean."""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property

from specs.text.compare.result import ArticleSide, ProvisionSide
from specs.text.compare.units import Script, Unit, gist, units
from specs.text.numbering import Numbering
from specs.text.render import Line, Piece, Printer
from specs.text.tree import (
    AnnexRef,
    Article,
    FormRef,
    Inline,
    Provision,
    Ref,
    Target,
    inlines_of,
    provisions,
)
from specs.text.wording import members

VOID = "削除"


@dataclass(frozen=True)
class Link:
    """What a printed reference means: its targets, as the ends of a range or one by one."""

    is_range: bool
    targets: tuple[Target, ...]


@dataclass(frozen=True)
class PrintedProvision:
    """One provision: how it prints, and its pieces, each with what it links to if anything."""

    side: ProvisionSide
    pieces: tuple[tuple[str, Link | Hashable | None], ...]

    @cached_property
    def gist(self) -> str:
        """The words with every reference alike."""
        return gist(self.side.words)

    def units(self, mapping: Mapping[Target, Target], known: Mapping[str, Hashable]) -> list[Unit]:
        """The words as units. Links mean their targets by `mapping`; a reference that is only
        words means what `known` says that the same words mean on the other side."""
        found: list[Unit] = []
        words = ""
        for piece, link in self.pieces:
            if link is None:
                words += piece
                continue
            found += _literal(words, known)
            found.append(Unit(piece, meaning(link, mapping), Script.REFERENCE))
            words = ""
        return found + _literal(words, known)

    def links(self, mapping: Mapping[Target, Target]) -> dict[str, Hashable]:
        """What the words of each link mean, for `known` of the other side."""
        return {piece: meaning(link, mapping) for piece, link in self.pieces if link is not None}


@dataclass(frozen=True)
class PrintedArticle:
    """One article that has a number."""

    side: ArticleSide
    provisions: tuple[PrintedProvision, ...]

    @cached_property
    def gist(self) -> str:
        """All its words, references alike."""
        return "\n".join(each.gist for each in self.provisions)


def printed_articles(printer: Printer) -> list[PrintedArticle]:
    """The articles that print, and those of which only the number is left, in order."""
    return [
        _article(printer, article)
        for article in printer.document.articles
        if article.key in printer.numbering.articles
    ]


def meaning(link: Link | Hashable, mapping: Mapping[Target, Target]) -> Hashable:
    """What a link means, in the keys that `mapping` gives its targets."""
    if not isinstance(link, Link):
        return link
    return Link(link.is_range, tuple(mapping.get(target, target) for target in link.targets))


def _literal(words: str, known: Mapping[str, Hashable]) -> list[Unit]:
    if not known:
        return units(words)
    found: list[Unit] = []
    # 第5条から第7条まで is several units, but one reference.
    longer = [each for each in known if len(units(each)) > 1]
    parts = re.split(f"({'|'.join(map(re.escape, longer))})", words) if longer else [words]
    for part in parts:
        own = [Unit(part, part, Script.REFERENCE)] if part in longer else units(part)
        found += [Unit(u.words, known.get(u.words, u.meaning), u.script) for u in own]
    return found


def _article(printer: Printer, article: Article) -> PrintedArticle:
    key, numbering = article.key, printer.numbering
    void = key in numbering.deleted
    label = numbering.article_label(key, printer.skin)
    lines = [] if void else printer.lines(article)
    if len(lines) == 1 and lines[0].words == VOID and not article.caption:
        void, lines = True, []
    side = ArticleSide(
        key,
        numbering.articles[key],
        label,
        "" if void else printer.skin.words(article.caption),
        void,
    )
    nodes = {node.id: node for _, node in provisions(article)}
    return PrintedArticle(
        side, tuple(_provision(printer, key, nodes[line.id], line) for line in lines)
    )


def _provision(printer: Printer, key: str, node: Provision, line: Line) -> PrintedProvision:
    target = Target(key, node.id)
    numbering = printer.numbering
    label = numbering.article_label(key, printer.skin)
    label += printer.skin.figured(numbering.provision_label(target))
    side = ProvisionSide(node.id, numbering.paths[target], label, line.marker, line.words)
    pairs = zip(inlines_of(node), line.pieces, strict=True)
    return PrintedProvision(
        side, tuple((shown.words, _link(piece, shown, numbering)) for piece, shown in pairs)
    )


def _link(piece: Inline, shown: Piece, numbering: Numbering) -> Link | Hashable | None:
    """What a piece means, if it is a link that prints."""
    match piece:
        case Ref(form="each"):
            return ("each", shown.words)  # 前各号 means all before it, however many those are
        case Ref() if shown.kind == "ref":
            found = members(piece, numbering)
            is_range = piece.form == "range" and len(found) > 1
            return Link(is_range, (found[0], found[-1]) if is_range else tuple(found))
        case AnnexRef(key) | FormRef(key) if shown.kind == "ref":
            return (type(piece).__name__, key)
    return None
