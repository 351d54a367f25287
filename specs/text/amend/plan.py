"""A comparison → the operations of its amendment.

Inside an article first, by its old number; then what goes, the new numbers, and what comes.
An article or provision that moved is taken out and put in again: no other wording is free of
doubt about which number is meant.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from specs.text.amend.numbers import renumbered
from specs.text.amend.operations import Delete, Insert, Operation, Replace, Rewrite, Text
from specs.text.amend.phrase import minimal, replacements
from specs.text.amend.plain import (
    Address,
    PlainArticle,
    PlainDocument,
    PlainProvision,
    plain_article,
    plain_document,
)
from specs.text.compare.matching import staying
from specs.text.compare.result import ArticleRow, Comparison
from specs.text.numbering import ArticleNumber
from specs.text.tree import Path

# What an operation costs a reader besides the words it quotes, in characters.
_COST = 15


@dataclass(frozen=True)
class Amendment:
    """The operations, in order, and the text that they are applied to."""

    before: PlainDocument
    operations: tuple[Operation, ...]


def amendment(comparison: Comparison) -> Amendment:
    """The operations that turn the old printed text into the new one, numbers and all."""
    old, new = plain_document(comparison, "old"), plain_document(comparison, "new")
    pairs = _pairs(comparison, old, new)
    operations: list[Operation] = []
    for one, row in sorted(pairs.items(), key=lambda pair: _order(pair[0])):
        operations += _article(row, Address.of(one))
    operations += [Delete(Address.of(number)) for number in old if number not in pairs]
    moves = [(Address.of(one), Address.of(_new_number(row))) for one, row in pairs.items()]
    operations += renumbered(sorted(moves))
    taken = {_new_number(row) for row in pairs.values()}
    operations += _insertions(new, taken)
    return Amendment(old, tuple(operations))


def _pairs(
    comparison: Comparison, old: PlainDocument, new: PlainDocument
) -> dict[ArticleNumber, ArticleRow]:
    """The rows that stand on both sides and keep their order, by old number."""
    both = [row for row in comparison.rows if row.old and row.new]
    order_old, order_new = list(old), list(new)
    rows = {}
    for row in both:
        if row.old and row.new:
            pair = (order_old.index(row.old.number), order_new.index(row.new.number))
            rows[pair] = row
    ordered = sorted(rows, key=lambda pair: pair[1])
    stay = staying(ordered, {pair: len(old[order_old[pair[0]]].text) for pair in ordered})
    return {order_old[o]: rows[o, n] for o, n in stay}


def _order(number: ArticleNumber) -> tuple[int, int]:
    return number.number, number.branch


def _new_number(row: ArticleRow) -> ArticleNumber:
    if row.new is None:
        raise ValueError("the article is not in the new document")
    return row.new.number


def _insertions(new: PlainDocument, taken: set[ArticleNumber]) -> Iterator[Insert]:
    """The articles that come, those that follow each other together."""
    run: list[tuple[ArticleNumber, PlainArticle]] = []
    for number, article in new.items():
        if number not in taken:
            run.append((number, article))
        elif run:
            yield Insert(Address.of(run[0][0]), articles=tuple(run))
            run = []
    if run:
        yield Insert(Address.of(run[0][0]), articles=tuple(run))


def _article(row: ArticleRow, at: Address) -> list[Operation]:
    """The operations inside one article, by its old number."""
    old, new = plain_article(row, "old"), plain_article(row, "new")
    if old == new:
        return []
    anew = Rewrite(at, new)
    if old.is_void or new.is_void:
        return [anew]
    matched = {each.old.path: each.new.path for each in row.provisions if each.old and each.new}
    operations = [*_caption(old, new, at)]
    everywhere = _everywhere(old, new, matched, at)
    old = Text({at.article: old}).apply(everywhere).document()[at.article]
    operations += everywhere
    operations += _level(old.below, new.below, matched, (), (), at)
    return [anew] if sum(map(_cost, operations)) > _cost(anew) else operations


def _caption(old: PlainArticle, new: PlainArticle, at: Address) -> Iterator[Operation]:
    if old.caption == new.caption:
        return
    found = replacements(old.caption, new.caption) if old.caption and new.caption else None
    if found and len(found) == 1 and found[0][0] != old.caption:
        yield Replace(at, *found[0], part="caption")
    else:
        yield Rewrite(at, new.caption, part="caption")


def _everywhere(
    old: PlainArticle, new: PlainArticle, matched: Mapping[Path, Path], at: Address
) -> list[Operation]:
    """Words that change the same way wherever the article has them, and more than once."""
    pairs = Counter(
        pair
        for one, other in matched.items()
        for pair in minimal(_words(old.below, one), _words(new.below, other))
    )
    text = old.text
    return [
        Replace(at, gone, come)
        for (gone, come), count in pairs.items()
        if count > 1
        and len(gone) > 1
        and text.count(gone) == count
        and gone not in come
        # Said one after the other, no pair may find the words of another.
        and all(gone not in word for pair in pairs if pair != (gone, come) for word in pair)
    ]


def _words(below: Sequence[PlainProvision], path: Path) -> str:
    """The words of the provision at a path from zero."""
    provision = below[path[0]]
    return provision.words if len(path) == 1 else _words(provision.below, path[1:])


def _level(
    old: Sequence[PlainProvision],
    new: Sequence[PlainProvision],
    matched: Mapping[Path, Path],
    above_old: Path,
    above_new: Path,
    at: Address,
) -> list[Operation]:
    """The operations on the provisions of one list, and below each that stays.

    The paths are from zero; addresses are from one.
    """
    pairs = sorted(
        (
            (one[-1], other[-1])
            for one, other in matched.items()
            if one[:-1] == above_old and other[:-1] == above_new
        ),
        key=lambda pair: pair[1],
    )
    stay = sorted(staying(pairs, {(o, n): len(old[o].text) for o, n in pairs}))
    here = tuple(step + 1 for step in above_old)
    found: list[Operation] = []
    for o, n in stay:
        own = at.at(*here, o + 1)
        inside = _own_words(old[o], new[n].words, own)
        inside += _level(old[o].below, new[n].below, matched, (*above_old, o), (*above_new, n), at)
        anew = Rewrite(own, new[n])
        found += [anew] if sum(map(_cost, inside)) > _cost(anew) else inside
    kept = {o for o, _ in stay}
    found += [Delete(at.at(*here, o + 1)) for o in range(len(old)) if o not in kept]
    found += renumbered([(at.at(*here, o + 1), at.at(*here, n + 1)) for o, n in stay])
    come = sorted(set(range(len(new))) - {n for _, n in stay})
    for first, last in _runs(come):
        found.append(Insert(at.at(*here, first + 1), provisions=tuple(new[first : last + 1])))
    return found


def _own_words(old: PlainProvision, words: str, at: Address) -> list[Operation]:
    """Replacements in a provision's own words, or the words anew."""
    if old.words == words:
        return []
    below = "\n".join(each.text for each in old.below)
    found = replacements(old.words, words, below)
    if found is not None:
        return [Replace(at, *pair) for pair in found]
    if below and (found := replacements(old.words, words)) is not None:
        return [Replace(at, *pair, part="own") for pair in found]
    if below:
        return [Rewrite(at, words, part="own")]
    return [Rewrite(at, PlainProvision(words))]


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of neighbours."""
    first: int | None = None
    for index, each in enumerate(numbers):
        first = each if first is None else first
        if index + 1 == len(numbers) or numbers[index + 1] != each + 1:
            yield first, each
            first = None


def _cost(operation: Operation) -> int:
    """What it costs a reader, in characters."""
    match operation:
        case Replace(_, old, new):
            return _COST + len(old) + len(new)
        case Rewrite(_, content):
            return _COST + len(content if isinstance(content, str) else content.text)
        case Insert(_, _, provisions):
            return _COST + sum(len(each.text) for each in provisions)
    return _COST
