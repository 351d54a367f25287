"""A whole specification as the plain text officials write, and back.

    個人情報の取扱いに関する特記仕様書

    （目的）
    第1条　発注者は、…
    2　…

Numbers, party names and references stand as they print; a blank stands as 【記入：名前】. Read
back with the keys of the articles the text gives an equal document: ids are those of positions,
and how a link is written is free (equal_as_text says exactly what that means).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from specs.text.editing import Desk, editable_text, stored_words
from specs.text.link import link_document
from specs.text.listing import join_lists
from specs.text.numbering import number
from specs.text.parse import parse_document
from specs.text.reading import Problem
from specs.text.restructure import retarget
from specs.text.skin import Skin
from specs.text.tree import (
    Article,
    Document,
    Path,
    Ref,
    Sentence,
    Target,
    Text,
    generated_id,
    provisions,
    renamed,
    rewritten,
)
from specs.text.wording import wanted


def document_text(desk: Desk, *, title: str = "") -> str:
    """The document as text, an empty line between articles."""
    placed = replace(desk, document=by_position(desk.document))
    articles = (editable_text(placed, article.key) for article in desk.document.articles)
    return "\n\n".join([*([title] if title else []), *articles]) + "\n"


def read_document_text(
    text: str,
    *,
    keys: Sequence[str],
    skin: Skin,
    blanks: Mapping[str, str],
    like: Document | None = None,
) -> tuple[Document, list[Problem]]:
    """The document of such a text, and what was wrong with it, by line.

    `keys` name the articles in order, `blanks` are the labels by key; tables and forms are those
    of `like`.
    """
    frame = like or Document(())
    stored = stored_words(text, Desk(frame, skin, blanks), one=False)
    parsed = parse_document(stored, keys=list(keys))
    linked, _ = link_document(
        Document(tuple(parsed.articles), frame.annexes, frame.forms),
        family=skin.family,
        written=parsed.written,
    )
    articles = tuple(join_lists(linked, skin, article.key) for article in linked.articles)
    return replace(linked, articles=articles), parsed.problems


def by_position(document: Document) -> Document:
    """The document with the ids that its provisions would get from their places."""
    named = {
        Target(article.key, provision.id): Target(article.key, generated_id(path))
        for article in document.articles
        for path, provision in provisions(article)
    }
    articles = (
        renamed(retarget(article, named), lambda _, path: generated_id(path))
        for article in document.articles
    )
    return replace(document, articles=tuple(articles))


def equal_as_text(one: Document, other: Document) -> bool:
    """Whether two documents say the same: equal words, and links to the same provisions, whatever
    the ids are called and however the links are written."""
    return _comparable(one) == _comparable(other)


def _comparable(document: Document) -> list[Article]:
    """The articles with ids by position, links by what they stand for, 、 for ，."""
    places = number(document)
    names = {
        Target(article.key, provision.id): _name(path)
        for article in document.articles
        for path, provision in provisions(article)
    }

    def plain(sentences: tuple[Sentence, ...], path: Path) -> tuple[Sentence, ...]:
        return tuple(replace(s, inlines=_inlines(s)) for s in sentences)

    def _inlines(sentence: Sentence) -> tuple:
        found: list = []
        for piece in sentence.inlines:
            if isinstance(piece, Ref):
                meant = wanted(piece, places) or piece.targets
                found.append(tuple((t.article, names.get(t, "")) for t in meant))
            elif isinstance(piece, Text):
                words = piece.value.replace("，", "、")
                found.append(found.pop() + words if found and isinstance(found[-1], str) else words)
            else:
                found.append(piece)
        return _without_joints(found)

    return [
        renamed(rewritten(article, plain), lambda _, path: _name(path))
        for article in document.articles
    ]


def _name(path: Path) -> str:
    """A name from the place: 0-2."""
    return "-".join(map(str, path))


def _without_joints(pieces: list) -> tuple:
    """Neighbouring links with only 、 or 及び between them as one list of what they stand for."""
    found: list = []
    for piece in pieces:
        joint = len(found) > 1 and found[-1] in ("、", "及び", "並びに")
        if isinstance(piece, tuple) and joint and isinstance(found[-2], tuple):
            found.pop()
            found[-1] = tuple(dict.fromkeys((*found[-1], *piece)))
        else:
            found.append(piece)
    return tuple(found)
