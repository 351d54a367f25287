"""Links that print the very words they were made of; every other link becomes words again.

A link prints what is true of its target, in our way of saying it (第3条から前条まで becomes
第3条から第6条まで). In a text that somebody else has agreed on that is a change of words, and in
a long sentence about other laws the link may be wrong. Only the number of an article may differ,
where the text's own numbers leave gaps that ours close up.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from specs.text.markers import ANY_FIGURES, digits
from specs.text.numbering import ArticleNumber, number
from specs.text.render import Printer
from specs.text.skin import Skin
from specs.text.tree import (
    Article,
    Document,
    Inline,
    Party,
    Path,
    Ref,
    SelfName,
    Sentence,
    Text,
    provisions,
    rewritten,
)

_ARTICLE = re.compile(rf"第({ANY_FIGURES})(条?)(?:の({ANY_FIGURES}))?(?![項号])")
_CITED = re.compile(rf"(第|前|次)({ANY_FIGURES})(?=[条項号]|\b)")
_BRANCH = re.compile(rf"条の({ANY_FIGURES})")


@dataclass
class Faithful:
    """The document; and by `article#provision` the words that stay words, and the pairs
    (as written, as printed) where a number closes up."""

    document: Document
    unlinked: list[tuple[str, str]] = field(default_factory=list)
    renumbered: list[tuple[str, str, str]] = field(default_factory=list)


def faithful(
    linked: Document,
    plain: Sequence[Article],
    skin: Skin,
    written: Mapping[ArticleNumber, str] | None,
) -> Faithful:
    """`linked` with the links that print other words than `plain` (the same, before linking) had
    turned into those words."""
    words = {(a.key, path): _flat(p.sentences) for a in plain for path, p in provisions(a)}
    labels = _labels(linked, skin, written)
    unlinked: list[tuple[str, str]] = []
    found = Faithful(linked)
    # What one link prints may hang on the link before it (同条第3項), so look again after a
    # change; each round has fewer links.
    while True:
        found = _checked(found.document, words, skin, labels)
        if not found.unlinked:
            break
        unlinked += found.unlinked
    return replace(found, unlinked=unlinked)


def _checked(
    document: Document,
    words: Mapping[tuple[str, Path], str],
    skin: Skin,
    labels: dict[tuple[int, int], str],
) -> Faithful:
    """One round: the links that print other words than `words` turned into them."""
    found = Faithful(document)
    printer = Printer(document, skin)

    def article(each: Article) -> Article:
        printed = {line.id: line for line in printer.lines(each)}
        ids = {path: p.id for path, p in provisions(each)}

        def rewrite(sentences: tuple[Sentence, ...], path: Path) -> tuple[Sentence, ...]:
            if not any(isinstance(piece, Ref) for s in sentences for piece in s.inlines):
                return sentences
            shown = [piece.words for piece in printed[ids[path]].pieces]
            place = f"{each.key}#{ids[path]}"
            kept = _Provision(sentences, words[each.key, path], shown, labels, place, found)
            return kept.sentences()

        return rewritten(each, rewrite)

    return replace(
        found, document=replace(document, articles=tuple(map(article, document.articles)))
    )


def _labels(
    document: Document, skin: Skin, written: Mapping[ArticleNumber, str] | None
) -> dict[tuple[int, int], str]:
    """Article number as written → its label now, where the two differ."""
    numbering = number(document)
    return {
        (each.number, each.branch): numbering.article_label(key, skin)
        for each, key in (written or {}).items()
        if numbering.articles[key] != each
    }


@dataclass
class _Provision:
    """One provision: its linked pieces, its words before, and how each piece prints."""

    linked: tuple[Sentence, ...]
    words: str
    shown: list[str]
    labels: dict[tuple[int, int], str]
    place: str
    found: Faithful

    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences with only the links that say what was written."""
        position = index = 0
        result = []
        for sentence in self.linked:
            pieces: list[Inline] = []
            for at, piece in enumerate(sentence.inlines):
                if isinstance(piece, Ref):
                    end = self._end(sentence.inlines[at + 1 :], position)
                    source = self.words[position:end]
                    pieces.append(self._piece(piece, source, self.shown[index]))
                    position = end
                else:
                    pieces.append(piece)
                    position += len(_one(piece))
                index += 1
            result.append(replace(sentence, inlines=_merged(pieces)))
        return tuple(result)

    def _end(self, after: Sequence[Inline], position: int) -> int:
        """Where the words of a link end: where the words after it begin."""
        following = ""
        for piece in after:
            if isinstance(piece, Ref):
                break
            following += _one(piece)
        if not following:
            stop = self.words.find("。", position)
            return len(self.words) if stop < 0 or not after else stop
        end = self.words.find(following, position + 1)
        return end if end > 0 else len(self.words)

    def _piece(self, ref: Ref, source: str, shown: str) -> Inline:
        if fold(source) == fold(shown):
            return ref
        renumbered = _ARTICLE.sub(self._label, source)
        if renumbered != source and fold(renumbered) == fold(shown):
            self.found.renumbered.append((self.place, source, shown))
            return ref
        self.found.unlinked.append((self.place, source))
        return Text(source)

    def _label(self, match: re.Match[str]) -> str:
        branch = digits(match[3]) if match[3] else 0
        return self.labels.get((digits(match[1]), branch), match[0])


def _flat(sentences: tuple[Sentence, ...]) -> str:
    return "".join(_one(piece) for sentence in sentences for piece in sentence.inlines)


def _one(piece: Inline) -> str:
    """A piece as words; a party or the document's own name as one character of its own."""
    match piece:
        case Text(value):
            return value
        case Party(role):
            return "\ue000" if role == "client" else "\ue001"
        case SelfName():
            return "\ue002"
    return "\ue003"


def _merged(pieces: Sequence[Inline]) -> tuple[Inline, ...]:
    merged: list[Inline] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if isinstance(piece, Text) and isinstance(last, Text):
            merged[-1] = Text(last.value + piece.value)
        else:
            merged.append(piece)
    return tuple(merged)


def fold(text: str) -> str:
    """The words without blanks, kinds of comma and ways of writing numbers, for comparison."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    plain = plain.replace("，", "、").replace(",", "、")
    plain = _CITED.sub(lambda match: f"{match[1]}{digits(match[2])}", plain)
    return _BRANCH.sub(lambda match: f"条の{digits(match[1])}", plain)
