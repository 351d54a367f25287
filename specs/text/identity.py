"""Which provision of a rewritten article is which one of the article before.

Authors don't write ids, so an id made from a position would pass to whatever is inserted there,
and a reference from elsewhere would name the wrong 項. Here a provision keeps its id by its
words, and the id of one that is gone is given to no other: a reference to it is then found.
"""

from collections.abc import Sequence, Set
from difflib import SequenceMatcher

from specs.text.inline import write
from specs.text.tree import (
    Article,
    Path,
    Provision,
    Ref,
    generated_id,
    inlines_of,
    provisions,
    renamed,
)

# Two texts less alike than this are two provisions, not one that was reworded.
ALIKE = 0.5


def keep_ids(before: Article, after: Article) -> Article:
    """`after` with the ids of `before`, provision by provision.

    Ids that the author wrote stay. Relative words (前項) must still be unresolved in `after`;
    links to ids mean the ids of `before`.
    """
    ids: dict[Path, str] = {}
    _match(before.paragraphs, after.paragraphs, (), ids)
    taken = {provision.id for _, provision in provisions(before)} | set(ids.values())
    for path, provision in provisions(after):
        if path not in ids:
            ids[path] = _unused(provision.id, taken)
            taken.add(ids[path])
    return renamed(after, lambda _, path: ids[path])


def _pairs(
    before: Sequence[Provision], after: Sequence[Provision], written: Set[int]
) -> dict[int, int]:
    """Position in `after` → position in `before`, for the provisions that are the same.

    By id for the positions whose id is `written` by the author, then by equal words (also when
    moved), then by alike words in order.
    """
    pairs: dict[int, int] = {}
    old_ids = {node.id: i for i, node in enumerate(before)}
    old, new = [words(node) for node in before], [words(node) for node in after]
    for n in written:
        _take(pairs, n, old_ids.get(after[n].id))
    free = [n for n in range(len(new)) if n not in written]
    # Equal words in the same order first, so that of two equal provisions each keeps its own.
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            if block.b + step not in written:
                _take(pairs, block.b + step, block.a + step)
    for n in free:
        _take(pairs, n, next((o for o in _left(old, pairs) if old[o] == new[n]), None))
    for n in free:
        if n not in pairs:
            _take(pairs, n, _most_alike(n, old, new, pairs))
    return pairs


def words(node: Provision) -> str:
    """A provision's own text, without what stands under it; every reference is as one word,
    since it is a link in one text and still a relative word in the other."""
    pieces = inlines_of(node)
    return "".join("§" if isinstance(piece, Ref) else write(piece, "") for piece in pieces)


def _match(
    before: Sequence[Provision], after: Sequence[Provision], above: Path, ids: dict[Path, str]
) -> None:
    written = {n for n, node in enumerate(after) if not _is_made(node.id, (*above, n))}
    pairs = _pairs(before, after, written)
    for n, node in enumerate(after):
        path = (*above, n)
        same = before[pairs[n]] if n in pairs else None
        _match(same.items if same else (), node.items, path, ids)
        if same or n in written:
            ids[path] = same.id if same else node.id


def _most_alike(n: int, old: list[str], new: list[str], pairs: dict[int, int]) -> int | None:
    """The unpaired provision most like the n-th new one, between the pairs around it."""
    low = max((o for m, o in pairs.items() if m < n), default=-1)
    high = min((o for m, o in pairs.items() if m > n), default=len(old))
    rated = [(_likeness(old[o], new[n]), -o) for o in _left(old, pairs) if low < o < high]
    best = max(rated, default=(0.0, 0))
    return -best[1] if best[0] >= ALIKE else None


def _likeness(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _left(old: list[str], pairs: dict[int, int]) -> list[int]:
    taken = set(pairs.values())
    return [o for o in range(len(old)) if o not in taken]


def _take(pairs: dict[int, int], n: int, o: int | None) -> None:
    if o is not None and n not in pairs and o not in pairs.values():
        pairs[n] = o


def _is_made(id_: str, path: Path) -> bool:
    """Whether the id comes from the position (p2-1, or p2-1x), not from the author."""
    return id_.rstrip("x") == generated_id(path)


def _unused(id_: str, taken: set[str]) -> str:
    while id_ in taken:
        id_ += "x"
    return id_
