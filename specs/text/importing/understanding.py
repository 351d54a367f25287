"""A municipality's own text → what was understood of it: the tree, and everything besides."""

from collections.abc import Iterable, Sequence
from typing import Any

from specs.text.importing.canonical import Canonical, canonical
from specs.text.importing.fidelity import faithful
from specs.text.importing.lines import Mend, split_lines
from specs.text.importing.parties import marked, party_names
from specs.text.importing.placed import Piece, Placed
from specs.text.importing.placing import place
from specs.text.importing.surroundings import title_of
from specs.text.importing.telling import (
    BARE_NUMBERS,
    parsed_problems,
    renumbered,
    unlinked,
    whole_problems,
    word_problems,
)
from specs.text.importing.understood import Trace, Understood, skin_of_text
from specs.text.link import link_document
from specs.text.parse import parse_document
from specs.text.reading import Problem
from specs.text.tree import Article, Document, provisions

FRAME = "carried-lines"


def understand(text: str, *, notes: Sequence[str] = ()) -> Understood:
    """Read a whole text; `notes` are what the reader of its file has to tell.

    Raises Refused only for a text that is too long; what is wrong in the text becomes problems.
    """
    lines, mends = split_lines(text)
    placed = place(lines)
    words = "\n".join(node.words for piece in placed.pieces for node in piece.nodes)
    commas = [words.count(each) for each in "、，"]
    names = party_names(words)
    clean = canonical(placed, lambda words: marked(words, names))
    parsed = parse_document(clean.text)
    linked, findings = link_document(
        Document(tuple(parsed.articles)), family=clean.family, written=parsed.written
    )
    comma = "、" if commas[0] >= commas[1] else "，"
    kept = faithful(
        linked,
        parsed.articles,
        skin_of_text(names, clean.family, comma),
        parsed.written,
    )
    origin = _origin(kept.document, clean)
    unresolved = [each for each in findings if each.level == "error"]
    problems = [
        *placed.problems,
        *parsed_problems(parsed, clean),
        *(Problem(origin.get(each.place, 0), each.message) for each in unresolved),
        *unlinked(kept, origin),
        *word_problems(clean),
        *whole_problems(commas, names, clean),
    ]
    mended = [
        *mends,
        *placed.mends,
        *(Mend(*each) for each in clean.mends),
        *renumbered(kept, origin),
        *([Mend(0, BARE_NUMBERS)] if placed.style == "bare" and placed.pieces else []),
    ]
    return Understood(
        title=title_of(placed),
        document=kept.document,
        family=clean.family,
        names=names,
        comma=comma,
        asides=tuple(sorted(placed.asides, key=lambda aside: aside.line)),
        problems=_in_order(problems),
        mended=_in_order(mended),
        notes=tuple(notes),
        frame=_frame(placed, parsed.articles),
        lines=tuple(lines),
        traces=tuple(_traces(placed, parsed.articles)),
    )


def _in_order(told: Iterable[Any]) -> tuple[Any, ...]:
    """By line, each thing once."""
    return tuple(sorted(dict.fromkeys(told), key=lambda each: each.line))


def _frame(placed: Placed, articles: Sequence[Article]) -> dict[str, Any] | None:
    """The carried lines with the article that each stands before (none: after the last)."""
    keys = [article.key for article in articles]
    carried = [
        {
            "line": aside.line,
            "text": aside.text,
            "before": keys[at] if (at := placed.between.get(aside.line, 0)) < len(keys) else None,
        }
        for aside in sorted(placed.asides, key=lambda aside: aside.line)
        if aside.kind == "carried"
    ]
    return {"format": FRAME, "carried": carried} if carried else None


def _origin(document: Document, clean: Canonical) -> dict[str, int]:
    """`article#provision` → the line of the source that it begins on."""
    ids = [f"{a.key}#{p.id}" for a in document.articles for _, p in provisions(a)]
    return {place: node.line for place, (_, node) in zip(ids, clean.nodes, strict=False)}


def _traces(placed: Placed, articles: Sequence[Article]) -> list[Trace]:
    found = [Trace(part.line, "title", part.words) for part in placed.title]
    for article, piece in zip(articles, placed.pieces, strict=False):
        found += _piece_traces(piece, article.key)
    return found


def _piece_traces(piece: Piece, key: str) -> list[Trace]:
    found = [Trace(part.line, "caption", part.words, key) for part in piece.caption_parts]
    found.append(Trace(piece.line, "number", piece.words, key))
    for node in piece.nodes:
        if node.marker:
            found.append(Trace(node.line, "marker", node.marker, key))
        found += [Trace(part.line, "text", part.words, key) for part in node.parts]
    return found
