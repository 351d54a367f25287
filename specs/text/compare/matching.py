"""Which article and which provision of one document is which of the other.

Both ways give the same pairs: a comparison with its sides swapped says the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import ratio

from specs.text.compare.printed import PrintedArticle, PrintedProvision
from specs.text.compare.result import Fate

Pairs = list[tuple[int, int]]

# Less alike than this, of a hundred, and it is another article or provision. Articles that have
# keys of their own must be nearly the same: their editor would have kept the key.
_ARTICLES_ALIKE, _KEYED_ALIKE, _PROVISIONS_ALIKE = 60.0, 80.0, 50.0
# Of a clause that was split or merged, the part that carries on needs only this much of it.
_PART_ALIKE = 25.0
# What the same caption, or the same id, is worth; articles of one caption are paired first.
_SAME_CAPTION, _SAME_ID = 30.0, 15.0


def match_articles(
    old: Sequence[PrintedArticle],
    new: Sequence[PrintedArticle],
    *,
    by_key: bool = True,
    fates: Iterable[Fate] = (),
) -> Pairs:
    """Positions (old, new) of the same article, in the order of the new document.

    By key; then what was split or merged with the part most like it; then those of one caption;
    then by their words. The most alike are paired first.
    """
    if [article.gist for article in old] > [article.gist for article in new]:
        turned = match_articles(new, old, by_key=by_key, fates=fates)
        return sorted(((o, n) for n, o in turned), key=lambda pair: pair[1])
    pairs: dict[int, int] = {}
    if by_key:
        keys = {article.side.key: n for n, article in enumerate(new)}
        pairs = {o: keys[a.side.key] for o, a in enumerate(old) if a.side.key in keys}
    _pair_best(pairs, _parts(old, new, pairs, fates))
    least = _KEYED_ALIKE if by_key else _ARTICLES_ALIKE
    # A text from outside may say in two lines what ours says in two pages: its caption tells.
    of_one_caption = least - _SAME_CAPTION if by_key else 0.0
    _pair_best(pairs, _alike(old, new, pairs, of_one_caption, same_caption=True))
    _pair_best(pairs, _alike(old, new, pairs, least, same_caption=False))
    return sorted(pairs.items(), key=lambda pair: pair[1])


def match_provisions(old: Sequence[PrintedProvision], new: Sequence[PrintedProvision]) -> Pairs:
    """Positions (old, new) of the same 項 or 号 of one article, in the order of the new one.

    By the id that an author gave; by the same words, in order before elsewhere; by likeness;
    and what is left by the id that its place gave it, for it was rewritten there.
    """
    one, other = [each.gist for each in old], [each.gist for each in new]
    if one > other:
        return sorted(((o, n) for n, o in match_provisions(new, old)), key=lambda pair: pair[1])
    pairs: dict[int, int] = {}
    ids = {each.side.id: n for n, each in enumerate(new)}
    same_id = {o: ids[each.side.id] for o, each in enumerate(old) if each.side.id in ids}
    for o, n in same_id.items():
        if _is_given(old[o]) or one[o] == other[n]:
            _pair(pairs, o, n)
    for step in Indel.opcodes(one, other):
        if step.tag == "equal":
            for offset in range(step.src_end - step.src_start):
                _pair(pairs, step.src_start + offset, step.dest_start + offset)
    free = _Free(old, new, pairs)
    for o, n in [(o, n) for o in free.old for n in free.new if one[o] == other[n]]:
        _pair(pairs, o, n)
    free = _Free(old, new, pairs)
    rated = []
    for o in free.old:
        for n in free.new:
            likeness = ratio(one[o], other[n], score_cutoff=_PROVISIONS_ALIKE)
            if likeness:
                rated.append((likeness + _SAME_ID * (same_id.get(o) == n), o, n))
    _pair_best(pairs, rated)
    for o, n in same_id.items():
        if old[o].side.level == new[n].side.level:
            _pair(pairs, o, n)
    return sorted(pairs.items(), key=lambda pair: pair[1])


def staying(
    pairs: Pairs, sizes: Mapping[tuple[int, int], float] | None = None
) -> set[tuple[int, int]]:
    """The pairs that keep their order: the longest run of them; all others have moved.

    Of runs equally long the one of the greatest `sizes`, for a reader follows the smaller move.
    """
    if [o for o, _ in pairs] == sorted(o for o, _ in pairs):
        return set(pairs)
    sizes = sizes or {}
    best: list[
        tuple[int, float, int]
    ] = []  # pairs in the best run that ends here, its size, before
    for index, pair in enumerate(pairs):
        runs = [(0, 0.0, -1)]
        runs += [
            (best[i][0], best[i][1], i) for i, earlier in enumerate(pairs[:index]) if earlier < pair
        ]
        count, size, before = max(runs)
        best.append((count + 1, size + sizes.get(pair, 0), before))
    index = max(range(len(pairs)), key=lambda i: best[i])
    found = set()
    while index >= 0:
        found.add(pairs[index])
        index = best[index][2]
    return found


def size_of(old: str, new: str) -> float:
    """How much would move with a pair, for `staying`; hardly two pairs are of one size, so that
    the sides swapped give the same."""
    return max(len(old), len(new)) + crc32("\n".join(sorted((old, new))).encode()) / 2**33


class _Free:
    """The positions that have no pair yet."""

    def __init__(self, old: Sequence[object], new: Sequence[object], pairs: dict[int, int]) -> None:
        taken = set(pairs.values())
        self.old = [o for o in range(len(old)) if o not in pairs]
        self.new = [n for n in range(len(new)) if n not in taken]


def _parts(
    old: Sequence[PrintedArticle],
    new: Sequence[PrintedArticle],
    pairs: dict[int, int],
    fates: Iterable[Fate],
) -> list[tuple[float, int, int]]:
    into = {(fate.key, key) for fate in fates for key in fate.into}
    free = _Free(old, new, pairs)
    rated = []
    for o in free.old:
        for n in free.new:
            one, other = old[o].side.key, new[n].side.key
            # The fates name the older side first; the sides may have been turned.
            if (one, other) in into or (other, one) in into:
                rated.append((ratio(old[o].gist, new[n].gist), o, n))
    return [each for each in rated if each[0] >= _PART_ALIKE]


def _alike(
    old: Sequence[PrintedArticle],
    new: Sequence[PrintedArticle],
    pairs: dict[int, int],
    least: float,
    *,
    same_caption: bool,
) -> list[tuple[float, int, int]]:
    free = _Free(old, new, pairs)
    rated = []
    for o in free.old:
        for n in free.new:
            one, other = old[o], new[n]
            if one.side.is_void or other.side.is_void:
                continue
            is_same = bool(one.side.caption) and one.side.caption == other.side.caption
            if same_caption and not is_same:
                continue
            likeness = ratio(one.gist, other.gist, score_cutoff=least)
            if likeness or not least:
                rated.append((likeness, o, n))
    return rated


def _pair_best(pairs: dict[int, int], rated: list[tuple[float, int, int]]) -> None:
    """Pair the most alike first; of equals, those that stand nearest to each other."""
    for _, o, n in sorted(rated, key=lambda r: (-r[0], abs(r[1] - r[2]), r[1], r[2])):
        _pair(pairs, o, n)


def _pair(pairs: dict[int, int], o: int, n: int) -> None:
    if o not in pairs and n not in pairs.values():
        pairs[o] = n


def _is_given(each: PrintedProvision) -> bool:
    """Whether an author gave the id; one that was made says where the provision stood."""
    made = each.side.id.rstrip("x")
    return not made.startswith("p") or not made[1:].replace("-", "").isdigit()
