"""Relative words inside one article (前項, 次項, 前各号, …) → links, and links → words.

The same rule serves both ways, so that a word is stored exactly where it would be read as the
same link.
"""

from dataclasses import replace

from specs.text.inline import RELATIVE
from specs.text.markers import digits
from specs.text.tree import (
    Article,
    Inline,
    Path,
    Provision,
    Ref,
    RefForm,
    Sentence,
    Target,
    rewritten,
)


def resolve_within(article: Article) -> tuple[Article, list[tuple[Path, str]]]:
    """Turn the 項 and 号 words of an article into links; and those that point at nothing."""
    unresolved: list[tuple[Path, str]] = []

    def resolve(piece: Inline, path: Path) -> Inline:
        if not isinstance(piece, Ref) or not piece.word or piece.word.endswith("条"):
            return piece
        ids = targets_of(piece.word, path, article)
        if not ids:
            unresolved.append((path, piece.word))
            return piece
        return Ref(tuple(Target(article.key, id_) for id_ in ids), piece.form)

    def rewrite(sentences: tuple[Sentence, ...], path: Path) -> tuple[Sentence, ...]:
        return tuple(
            replace(s, inlines=tuple(resolve(piece, path) for piece in s.inlines))
            for s in sentences
        )

    return rewritten(article, rewrite), unresolved


def targets_of(word: str, path: Path, article: Article) -> list[str]:
    """The ids that a relative word means at `path`; empty when there are none.

    前各号 in a 号 (or under one) means every 号 before it in its list, and in the text of a 項
    every 号 of the nearest 項 before it that has any. 前N項 means the N 項 before this one.
    """
    match = RELATIVE.fullmatch(word)
    if match is None or match[3] == "条":
        return []
    direction, count, unit = match.groups()
    if unit == "号" and len(path) == 1:
        return _items_before(path[0], article) if (direction, count) == ("前", "各") else []
    nodes: tuple[Provision, ...] = article.paragraphs
    here = path[0]
    if unit == "号":
        nodes, here = article.paragraphs[path[0]].items, path[1]
    return [nodes[index].id for index in _indices(direction, count, here) if index < len(nodes)]


def _indices(direction: str, count: str | None, here: int) -> range:
    """Positions that a word means from `here`; empty when some would be before the first."""
    if direction == "次":
        return range(here + 1, here + 2) if count is None else range(0)
    if count == "各":
        return range(here)
    first = here - (digits(count) if count else 1)
    return range(first, here) if first >= 0 else range(0)


def _items_before(here: int, article: Article) -> list[str]:
    for paragraph in reversed(article.paragraphs[:here]):
        if paragraph.items:
            return [item.id for item in paragraph.items]
    return []


def word_for(ids: list[str], path: Path, article: Article, form: RefForm) -> str | None:
    """The relative word that means exactly these provisions at `path`, if there is one."""
    size = str(len(ids)) if len(ids) > 1 else ""
    if form == "each":
        candidates = ["前各号", "前各項"]
    else:
        candidates = [f"前{size}項", "次項", f"前{size}号", "次号"]
    return next((w for w in candidates if targets_of(w, path, article) == ids), None)
