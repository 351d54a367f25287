"""Articles split, merged and dropped: provisions keep their ids, and references follow them."""

from collections.abc import Mapping
from dataclasses import replace

from specs.text.numbering import Numbering
from specs.text.tree import (
    Article,
    Inline,
    Path,
    Ref,
    Sentence,
    Target,
    provisions,
    renamed,
    rewritten,
)
from specs.text.wording import wanted

Moved = dict[Target, Target]


def split_article(
    article: Article, index: int, *, key: str, caption: str
) -> tuple[Article, Article, Moved]:
    """The article up to its 項 `index` (from 0), a new article of the rest, and what moved.

    Raises ValueError when one of the two would be empty.
    """
    if not 0 < index < len(article.paragraphs):
        raise ValueError(index)
    kept = replace(article, paragraphs=article.paragraphs[:index])
    new = Article(key, caption, article.paragraphs[index:])
    moved = {Target(article.key, p.id): Target(key, p.id) for _, p in provisions(new)}
    return retarget(kept, moved), retarget(new, moved), moved


def merge_articles(target: Article, source: Article) -> tuple[Article, Moved]:
    """`target` with the 項 of `source` behind its own, and what moved where.

    Ids that both use are made new for the second.
    """
    taken = {provision.id for _, provision in provisions(target)}
    ids: dict[str, str] = {}
    for _, provision in provisions(source):
        new = provision.id
        while new in taken:
            new += "x"
        taken.add(new)
        ids[provision.id] = new
    paragraphs = renamed(source, lambda provision, _: ids[provision.id]).paragraphs
    moved = {Target(source.key, old): Target(target.key, new) for old, new in ids.items()}
    # The article as a whole is now the 項 that came from it; its first one stands for it.
    moved[Target(source.key)] = Target(target.key, paragraphs[0].id)
    merged = replace(target, paragraphs=(*target.paragraphs, *paragraphs))
    return retarget(merged, moved), moved


def retarget(article: Article, moved: Mapping[Target, Target]) -> Article:
    """The article with its references led to where their targets stand now."""

    def followed(piece: Inline) -> Inline:
        if not isinstance(piece, Ref):
            return piece
        return replace(piece, targets=tuple(moved.get(target, target) for target in piece.targets))

    def rewrite(sentences: tuple[Sentence, ...], path: Path) -> tuple[Sentence, ...]:
        return tuple(replace(s, inlines=tuple(map(followed, s.inlines))) for s in sentences)

    return rewritten(article, rewrite)


def forget(article: Article, gone: str, numbering: Numbering) -> Article:
    """The article with its lists and ranges closed up over the article `gone`.

    `numbering` is that of the document with it. A reference to nothing else stays: a person has
    to reword that sentence.
    """

    def closed(piece: Inline) -> Inline:
        if not isinstance(piece, Ref) or piece.form not in ("list", "range"):
            return piece
        named = wanted(piece, numbering)
        left = tuple(target for target in named if target.article != gone)
        ends = piece.form == "range" and gone not in {t.article for t in piece.targets}
        if ends or not left or len(left) == len(named):
            return piece
        return Ref(left, "list" if len(left) > 1 else "auto")

    def rewrite(sentences: tuple[Sentence, ...], path: Path) -> tuple[Sentence, ...]:
        return tuple(replace(s, inlines=tuple(map(closed, s.inlines))) for s in sentences)

    return rewritten(article, rewrite)
