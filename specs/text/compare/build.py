"""Two printed documents → a comparison."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from specs.text.compare.matching import Pairs, match_articles, match_provisions, size_of, staying
from specs.text.compare.phrases import spans
from specs.text.compare.printed import PrintedArticle, PrintedProvision, printed_articles
from specs.text.compare.result import (
    ArticleRow,
    Comparison,
    Fate,
    Kind,
    ProvisionRow,
    Span,
)
from specs.text.compare.units import units
from specs.text.render import Printer
from specs.text.tree import Target

Row = TypeVar("Row")
Mapped = Mapping[Target, Target]


def compare_documents(
    old: Printer, new: Printer, *, fates: Iterable[Fate] = (), by_key: bool = True
) -> Comparison:
    """Compare two documents as they print: skin, omissions, gaps and blanks are each printer's.

    References are compared by what they point at, so a number that only shifted, and a relative
    word that means what it meant, are no changes. `fates` tell of split, merged and retired
    articles of the older document. by_key=False for a text from outside, whose keys say nothing.
    """
    fates = tuple(fates)
    ours, theirs = printed_articles(old), printed_articles(new)
    pairs = match_articles(ours, theirs, by_key=by_key, fates=fates)
    inside = {pair: match_provisions(*_provisions(ours, theirs, pair)) for pair in pairs}
    mapping = _mapping(ours, theirs, inside)
    stay = staying(pairs, {(o, n): size_of(ours[o].gist, theirs[n].gist) for o, n in pairs})
    by_new = {n: (o, n) for o, n in pairs}
    rows: dict[tuple[int | None, int | None], ArticleRow] = {}
    for o, n in _woven(pairs, stay, len(ours), len(theirs)):
        one = ours[o] if o is not None else None
        other = theirs[n] if n is not None else None
        within = inside[by_new[n]] if n is not None and n in by_new else []
        moved = o is not None and n is not None and (o, n) not in stay
        own = tuple(fate for fate in fates if one is not None and fate.key == one.side.key)
        rows[o, n] = _article_row(one, other, within, mapping, own, moved=moved)
    return Comparison(tuple(rows.values()), old.skin, new.skin)


def _provisions(
    old: Sequence[PrintedArticle], new: Sequence[PrintedArticle], pair: tuple[int, int]
) -> tuple[tuple[PrintedProvision, ...], tuple[PrintedProvision, ...]]:
    return old[pair[0]].provisions, new[pair[1]].provisions


def _mapping(
    old: Sequence[PrintedArticle],
    new: Sequence[PrintedArticle],
    inside: Mapping[tuple[int, int], Pairs],
) -> dict[Target, Target]:
    """Each target of the new document → the same one of the old document.

    One that the old document has not is mapped to itself under a key that no article has.
    """
    found: dict[Target, Target] = {}
    for article in new:
        key = article.side.key
        fresh = f"+{key}"
        found[Target(key)] = Target(fresh)
        for each in article.provisions:
            found[Target(key, each.side.id)] = Target(fresh, each.side.id)
    for (o, n), pairs in inside.items():
        one, other = old[o], new[n]
        found[Target(other.side.key)] = Target(one.side.key)
        for p, q in pairs:
            theirs = Target(other.side.key, other.provisions[q].side.id)
            found[theirs] = Target(one.side.key, one.provisions[p].side.id)
    return found


def _woven(
    pairs: Pairs, stay: set[tuple[int, int]], n_old: int, n_new: int
) -> list[tuple[int | None, int | None]]:
    """All positions in the order of the new side; what is gone stands after what it followed."""
    by_new = {n: o for o, n in pairs}
    kept = set(by_new.values())
    gone = [o for o in range(n_old) if o not in kept]
    found: list[tuple[int | None, int | None]] = []
    for n in range(n_new):
        o = by_new.get(n)
        if o is not None and (o, n) in stay:
            while gone and gone[0] < o:
                found.append((gone.pop(0), None))
        found.append((o, n))
    return found + [(o, None) for o in gone]


def _article_row(
    old: PrintedArticle | None,
    new: PrintedArticle | None,
    pairs: Pairs,
    mapping: Mapped,
    fates: tuple[Fate, ...],
    *,
    moved: bool,
) -> ArticleRow:
    before = old.provisions if old else ()
    after = new.provisions if new else ()
    stay = _staying_below(before, after, pairs)
    rows = tuple(
        _provision_row(
            before[o] if o is not None else None,
            after[n] if n is not None else None,
            mapping,
            moved=o is not None and n is not None and (o, n) not in stay,
        )
        for o, n in _woven(pairs, stay, len(before), len(after))
    )
    one, other = old.side if old else None, new.side if new else None
    caption = spans(units(one.caption if one else ""), units(other.caption if other else ""))
    kind = _article_kind(old, new, caption, rows, moved=moved)
    return ArticleRow(kind, one, other, caption, rows, fates)


def _article_kind(
    old: PrintedArticle | None,
    new: PrintedArticle | None,
    caption: tuple[Span, ...],
    rows: Sequence[ProvisionRow],
    *,
    moved: bool,
) -> Kind:
    if old is None or (new is not None and old.side.is_void and not new.side.is_void):
        return Kind.ADDED
    if new is None or (new.side.is_void and not old.side.is_void):
        return Kind.REMOVED
    changed = any(span.kind != "same" for span in caption)
    changed = changed or any(not row.kind.is_quiet for row in rows)
    shifted = old.side.number != new.side.number or any(r.kind is Kind.RENUMBERED for r in rows)
    return _kind(changed=changed, moved=moved, shifted=shifted)


def _kind(*, changed: bool, moved: bool, shifted: bool) -> Kind:
    if moved:
        return Kind.MOVED_CHANGED if changed else Kind.MOVED
    if changed:
        return Kind.CHANGED
    return Kind.RENUMBERED if shifted else Kind.UNCHANGED


def _staying_below(
    old: Sequence[PrintedProvision], new: Sequence[PrintedProvision], pairs: Pairs
) -> set[tuple[int, int]]:
    """The pairs that stand under the same 項 or 号 as before, and in the same order there."""
    by_old_path = {each.side.path: o for o, each in enumerate(old)}
    by_new_path = {each.side.path: n for n, each in enumerate(new)}
    known = set(pairs)
    below: dict[tuple[int, int] | None, Pairs] = {}
    for o, n in pairs:
        one, other = old[o].side.path[:-1], new[n].side.path[:-1]
        if not one and not other:
            below.setdefault(None, []).append((o, n))
        elif one and other and (by_old_path[one], by_new_path[other]) in known:
            below.setdefault((by_old_path[one], by_new_path[other]), []).append((o, n))
    sizes = {(o, n): size_of(old[o].gist, new[n].gist) for o, n in pairs}
    return {pair for siblings in below.values() for pair in staying(siblings, sizes)}


def _provision_row(
    old: PrintedProvision | None, new: PrintedProvision | None, mapping: Mapped, *, moved: bool
) -> ProvisionRow:
    if old is None or new is None:
        only = old or new
        words = only.side.words if only else ""
        if new is None:
            span = Span("removed", words, "")
            return ProvisionRow(Kind.REMOVED, only.side if only else None, None, (span,))
        return ProvisionRow(Kind.ADDED, None, new.side, (Span("added", "", words),))
    found = _spans(old, new, mapping)
    shifted = (old.side.marker, old.side.words) != (new.side.marker, new.side.words)
    changed = any(span.kind != "same" for span in found)
    return ProvisionRow(
        _kind(changed=changed, moved=moved, shifted=shifted), old.side, new.side, found
    )


def _spans(old: PrintedProvision, new: PrintedProvision, mapping: Mapped) -> tuple[Span, ...]:
    before, after = old.links({}), new.links(mapping)
    if old.side.words == new.side.words and before == after:
        return (Span("same", old.side.words, new.side.words),)
    # Words that are a link on one side only mean, on the other, what they mean there.
    ours = {words: means for words, means in after.items() if words not in before}
    theirs = {words: means for words, means in before.items() if words not in after}
    return spans(old.units({}, ours), new.units(mapping, theirs))
