"""Relative words inside one article (前項, 次項, 前各号, …) → links, and links → words.

The same rule serves both ways, so that a word is printed exactly where it would be read as the
same link.
"""

import unicodedata
from dataclasses import replace

from specs.text.inline import RELATIVE
from specs.text.tree import Article, Inline, Item, Paragraph, Ref, Sentence, Target


def resolve_within(article: Article) -> tuple[Article, list[str]]:
    """Turn the 項 and 号 words of an article into links; and those that point at nothing."""
    unresolved: list[str] = []

    def pieces(sentences: tuple[Sentence, ...], path: tuple[int, ...]) -> tuple[Sentence, ...]:
        return tuple(
            replace(s, inlines=tuple(resolve(piece, path) for piece in s.inlines))
            for s in sentences
        )

    def resolve(piece: Inline, path: tuple[int, ...]) -> Inline:
        if not isinstance(piece, Ref) or not piece.word or piece.word.endswith("条"):
            return piece
        targets = targets_of(piece.word, path, article)
        if not targets:
            unresolved.append(piece.word)
            return piece
        return Ref(tuple(Target(article.key, id_) for id_ in targets), "relative")

    def item(node: Item, path: tuple[int, ...]) -> Item:
        items = tuple(item(child, (*path, i)) for i, child in enumerate(node.items))
        return replace(node, sentences=pieces(node.sentences, path), items=items)

    paragraphs = []
    for index, paragraph in enumerate(article.paragraphs):
        items = tuple(item(child, (index, i)) for i, child in enumerate(paragraph.items))
        paragraphs.append(
            replace(paragraph, sentences=pieces(paragraph.sentences, (index,)), items=items)
        )
    return replace(article, paragraphs=tuple(paragraphs)), unresolved


def siblings(article: Article, path: tuple[int, ...]) -> tuple[Paragraph, ...] | tuple[Item, ...]:
    """The list that the provision at `path` stands in."""
    if len(path) == 1:
        return article.paragraphs
    nodes = article.paragraphs[path[0]].items
    for index in path[1:-1]:
        nodes = nodes[index].items
    return nodes


def targets_of(word: str, path: tuple[int, ...], article: Article) -> list[str]:
    """The ids that a relative word means at `path`; empty when there are none.

    前各号 in a 号 means every 号 before it in its list; 前N項 the N 項 before this one.
    """
    match = RELATIVE.fullmatch(word)
    if match is None:
        return []
    direction, count, unit = match.groups()
    if unit == "項":
        nodes, here = list(article.paragraphs), path[0]
    elif len(path) >= 2:
        nodes, here = list(siblings(article, path[:2])), path[1]
    else:
        return []
    if direction == "次":
        wanted = [here + 1] if not count else []
    elif direction == "前" and count == "各":
        wanted = list(range(here))
    elif direction == "前":
        steps = int(unicodedata.normalize("NFKC", count)) if count else 1
        wanted = list(range(here - steps, here))
    else:
        return []
    if not wanted or wanted[0] < 0 or wanted[-1] >= len(nodes):
        return []
    return [nodes[index].id for index in wanted]


def word_for(ids: list[str], path: tuple[int, ...], article: Article) -> str | None:
    """The relative word that means exactly these provisions at `path`, if there is one."""
    size = len(ids)
    candidates = [f"前{size if size > 1 else ''}項", "次項"]
    if len(path) >= 2:
        candidates += ["前各号"] if size > 2 else []
        candidates += [f"前{size if size > 1 else ''}号", "次号"]
    for word in candidates:
        if targets_of(word, path, article) == ids:
            return word
    return None
