"""The text of one article as an official edits it: 第10条第2項, 発注者, 【記入：申請期限】.

What is stored are links and tokens; what stands in the box are the words that print. A line that
was not touched keeps its links, whatever has moved since; a line that was touched is read anew,
its numbers meaning the provisions of the document that the person saw.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from specs.text import markers
from specs.text.inline import write
from specs.text.link import link_document
from specs.text.listing import join_lists
from specs.text.numbering import ArticleNumber, Numbering
from specs.text.parse import Problem, parse_article
from specs.text.parties import mark_parties
from specs.text.references import Finding, findings
from specs.text.render import Line, Printer
from specs.text.skin import Skin
from specs.text.tree import (
    Article,
    Document,
    Ref,
    Sentence,
    Text,
    inlines_of,
    provisions,
    renamed,
    rewritten,
)
from specs.text.wording import wanted

_OPENING = re.compile(
    rf"第(?:○|{markers.FIGURES})条?(?:の(?:○|{markers.FIGURES}))?[{markers.BLANKS}]+"
)
# A line that shows tokens shows all of them; a party's name in it is then meant as a word.
_STORED = re.compile(r"\{(?:発注者|受注者|本書)\}")
_BLANK = re.compile(r"【記入[：:]([^【】]*)】")


@dataclass(frozen=True)
class Edited:
    """What was read from the box, and what is wrong with the text, by line.

    With `problems` the article would lose or misplace words, so it can't be stored; without an
    article nothing was readable. `notes` are about references, and nothing is lost by them.
    """

    article: Article | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()

    @property
    def is_readable(self) -> bool:
        """Whether every line has its place in the article."""
        return self.article is not None and not self.problems


@dataclass(frozen=True)
class Desk:
    """The document a person edits in, as it was when the page was opened.

    `blanks` are the labels of the blanks by key.
    """

    document: Document
    skin: Skin
    blanks: Mapping[str, str]

    @cached_property
    def printer(self) -> Printer:
        """Prints words as the box shows them: a blank by its label."""
        shown = {key: f"【記入：{label}】" for key, label in self.blanks.items()}
        return Printer(self.document, self.skin, shown)


def editable_text(desk: Desk, key: str) -> str:
    """The text for the box. Where the printed words would be read as something else, the token
    ({参照:…}) stands instead."""
    return _text(desk, key, _as_tokens(desk, key))


def read_edited(desk: Desk, key: str, text: str) -> Edited:
    """Read the box again. `text` may hold printed words, tokens, or both.

    References mean the numbers of `desk.document`; lines that say what they said keep their
    links.
    """
    before = desk.document.article(key)
    tokens = _as_tokens(desk, key)
    shown = _parsed(desk, key, _text(desk, key, tokens)).article
    known = _with_ids_of(before, shown) if shown else before
    parsed = parse_article(stored_words(text, desk), key=key, before=known)
    problems = tuple(parsed.problems)
    if parsed.article is None:
        return Edited(None, problems)
    article = replace(parsed.article, branch_of=before.branch_of)
    linked, unresolved = _linked(desk, article)
    linked = _keep_untouched(before, known, article, linked)
    found = [*unresolved, *findings(desk.document.with_article(linked))]
    notes = {
        (parsed.lines.get(each.place.partition("#")[2], 1), each.message)
        for each in found
        if each.place.partition("#")[0] == key and each.level == "error"
    }
    return Edited(linked, problems, tuple(Problem(*note) for note in sorted(notes)))


def _text(desk: Desk, key: str, as_tokens: frozenset[str]) -> str:
    printer, article = desk.printer, desk.document.article(key)
    nodes = {provision.id: provision for _, provision in provisions(article)}
    lines = [f"（{article.caption}）"] if article.caption else []
    for line in printer.lines(article):
        words = line.words
        if line.id in as_tokens:
            words = "".join(write(piece, key) for piece in inlines_of(nodes[line.id]))
        lines.append(f"{_marker(line)}{words}")
    return "\n".join(lines)


def _marker(line: Line) -> str:
    return f"{line.marker}{markers.SPACE}" if line.marker else ""


def _as_tokens(desk: Desk, key: str) -> frozenset[str]:
    """Ids of the provisions whose printed words would not be read back as the same links."""
    article = desk.document.article(key)
    read = _parsed(desk, key, _text(desk, key, frozenset())).article
    everything = frozenset(provision.id for _, provision in provisions(article))
    if read is None or [p for p, _ in provisions(read)] != [p for p, _ in provisions(article)]:
        return everything
    linked, _ = _linked(desk, _with_ids_of(article, read))
    numbering = desk.printer.numbering
    pairs = zip(provisions(article), provisions(linked), strict=True)
    return frozenset(
        old.id
        for (_, old), (_, new) in pairs
        if _meaning(old.sentences, numbering) != _meaning(new.sentences, numbering)
    )


def _meaning(sentences: tuple[Sentence, ...], numbering: Numbering) -> list[object]:
    """The pieces without what does not matter: how a link is written, the kind of comma."""
    found: list[object] = []
    for sentence in sentences:
        for piece in sentence.inlines:
            match piece:
                case Text(value):
                    words = value.replace("，", "、")
                    found.append(str(found.pop()) + words if _ends_in_words(found) else words)
                case Ref():
                    found.append(wanted(piece, numbering) or piece.targets)
                case _:
                    found.append(piece)
    return found


def _ends_in_words(found: list[object]) -> bool:
    return bool(found) and isinstance(found[-1], str)


def _parsed(desk: Desk, key: str, text: str) -> Edited:
    parsed = parse_article(stored_words(text, desk), key=key)
    return Edited(parsed.article, tuple(parsed.problems))


def stored_words(text: str, desk: Desk, *, one: bool = True) -> str:
    """Printed words → the stored spelling that parse_article reads, line by line.

    Of `one` article the number is left out, for it says nothing; of several the numbers stay.
    """
    keys = {label: key for key, label in desk.blanks.items()}
    opened = not one
    lines = []
    for line in text.splitlines():
        stripped = line.strip(markers.BLANKS)
        caption = markers.caption(stripped)
        head, rest = "", stripped
        if caption and not caption[1].strip(markers.BLANKS):
            head, rest = stripped, ""
        if not opened and (match := _OPENING.match(rest)):
            opened = True
            head, rest = f"第○条{markers.SPACE}", rest[match.end() :]
        rest = _BLANK.sub(lambda m: _blank(m, keys), rest)
        if not _STORED.search(rest):
            rest = mark_parties(rest, desk.skin)
        lines.append(head + rest)
    return "\n".join(lines)


def _blank(match: re.Match[str], keys: Mapping[str, str]) -> str:
    key = keys.get(match[1].strip(markers.BLANKS))
    return f"{{記入:{key}}}" if key else match[0]


def _linked(desk: Desk, article: Article) -> tuple[Article, list[Finding]]:
    written: dict[ArticleNumber, str] = {
        number: key for key, number in desk.printer.numbering.articles.items()
    }
    document, found = link_document(
        desk.document.with_article(article),
        family=desk.skin.family,
        written=written,
        only=article.key,
    )
    return join_lists(document, desk.skin, article.key), found


def _with_ids_of(before: Article, shown: Article) -> Article:
    """`shown` with the ids of `before`, of which it is the printed words."""
    ids = {path: provision.id for path, provision in provisions(before)}
    return renamed(shown, lambda provision, path: ids.get(path, provision.id))


def _keep_untouched(before: Article, shown: Article, typed: Article, linked: Article) -> Article:
    """`linked`, but where the words typed are the words shown (by id), what was stored before."""
    stored = _sentences_by_id(before)
    words = _sentences_by_id(shown)
    typed_words = _sentences_by_id(typed)
    ids = {path: provision.id for path, provision in provisions(linked)}
    untouched = {id_ for id_ in stored if id_ in words and words[id_] == typed_words.get(id_)}
    return rewritten(
        linked,
        lambda sentences, path: stored[ids[path]] if ids[path] in untouched else sentences,
    )


def _sentences_by_id(article: Article) -> dict[str, tuple[Sentence, ...]]:
    return {provision.id: provision.sentences for _, provision in provisions(article)}
