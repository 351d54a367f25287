"""One provision as one string, in which every token is a single character.

Rules look for words with it, and put pieces in their place without losing the others.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from specs.text.tree import (
    CLIENT,
    AnnexRef,
    Article,
    Blank,
    FormRef,
    Inline,
    Party,
    Path,
    Provision,
    Ref,
    SelfName,
    Sentence,
    Text,
)

# Private-use characters stand for tokens: no rule takes them for words or punctuation.
CLIENT_MARK, CONTRACTOR_MARK, SELF_MARK = "\ue000", "\ue001", "\ue002"
BLANK_MARK, REF_MARK, ANNEX_MARK, FORM_MARK = "\ue003", "\ue004", "\ue005", "\ue006"
LINKS = REF_MARK + ANNEX_MARK + FORM_MARK
_MARKS: dict[type, str] = {
    SelfName: SELF_MARK,
    Blank: BLANK_MARK,
    Ref: REF_MARK,
    AnnexRef: ANNEX_MARK,
    FormRef: FORM_MARK,
}

Change = tuple[int, int, tuple[Inline, ...]]


def flat(inlines: tuple[Inline, ...]) -> str:
    """Pieces as a string, one character for a token."""
    return "".join(_flat(piece) for piece in inlines)


def _flat(piece: Inline) -> str:
    if isinstance(piece, Text):
        return piece.value
    if isinstance(piece, Party):
        return CLIENT_MARK if piece.role == CLIENT else CONTRACTOR_MARK
    return _MARKS[type(piece)]


@dataclass(frozen=True)
class Words:
    """A provision of an article at its path; `line` is its line in the stored text."""

    article: Article
    path: Path
    node: Provision
    line: int

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The text, sentence by sentence."""
        return tuple(flat(sentence.inlines) for sentence in self.node.sentences)

    @cached_property
    def text(self) -> str:
        """The whole text of the provision, without what stands under it."""
        return "".join(self.parts)

    def pieces(self) -> list[tuple[int, Inline]]:
        """The pieces, each with where it begins in `text`."""
        found, position = [], 0
        for sentence in self.node.sentences:
            for piece in sentence.inlines:
                found.append((position, piece))
                position += len(_flat(piece))
        return found

    def replaced(self, changes: list[Change]) -> tuple[Sentence, ...]:
        """The sentences with other pieces in place of [start, end) of `text`.

        Changes don't overlap, and none reaches from one sentence into the next.
        """
        found, start = [], 0
        for sentence, part in zip(self.node.sentences, self.parts, strict=True):
            end = start + len(part)
            own = [
                (a - start, b - start, pieces)
                for a, b, pieces in changes
                if start <= a and b <= end and (a < end or end == len(self.text))
            ]
            inlines = _spliced(sentence.inlines, sorted(own, key=lambda c: c[:2]))
            if inlines:
                found.append(replace(sentence, inlines=inlines))
            start = end
        return tuple(found)

    def rewritten(self, changes: list[tuple[int, int, str]]) -> tuple[Sentence, ...]:
        """The same with words in place of words."""
        return self.replaced([(a, b, (Text(words),) if words else ()) for a, b, words in changes])


def _spliced(inlines: tuple[Inline, ...], changes: list[Change]) -> tuple[Inline, ...]:
    if not changes:
        return inlines
    out: list[Inline] = []
    position = 0

    def add(piece: Inline) -> None:
        if isinstance(piece, Text) and out and isinstance(out[-1], Text):
            out[-1] = Text(out[-1].value + piece.value)
        elif piece != Text(""):
            out.append(piece)

    def keep(start: int, end: int) -> None:
        at = 0
        for piece in inlines:
            size = len(_flat(piece))
            low, high = max(start, at), min(end, at + size)
            if low < high:
                add(Text(piece.value[low - at : high - at]) if isinstance(piece, Text) else piece)
            at += size

    for start, end, pieces in changes:
        keep(position, start)
        for piece in pieces:
            add(piece)
        position = end
    keep(position, sum(len(_flat(piece)) for piece in inlines))
    return tuple(out)
