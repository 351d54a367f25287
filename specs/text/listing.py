"""第8条、第11条及び第20条, typed as three references → one list.

A list closes up when one of its articles is left out; three references would each have to be
mended by hand.
"""

import re
from dataclasses import replace

from specs.text.numbering import Numbering, number
from specs.text.skin import Skin
from specs.text.tree import (
    Article,
    Document,
    Inline,
    Path,
    Place,
    Ref,
    Sentence,
    Target,
    Text,
    rewritten,
)
from specs.text.wording import printed, wanted

_JOINT = re.compile("、|，|及び|並びに")


def join_lists(document: Document, skin: Skin, key: str) -> Article:
    """The article `key` with one list in place of neighbouring references, wherever the list
    prints the very same words."""
    numbering = number(document)

    def joined(sentences: tuple[Sentence, ...], path: Path) -> tuple[Sentence, ...]:
        at = Place(key, path)
        return tuple(replace(s, inlines=_joined(s.inlines, numbering, skin, at)) for s in sentences)

    return rewritten(document.article(key), joined)


def _joined(
    inlines: tuple[Inline, ...], numbering: Numbering, skin: Skin, at: Place
) -> tuple[Inline, ...]:
    found: list[Inline] = []
    position = 0
    while position < len(inlines):
        end = _end_of_run(inlines, position)
        one = _list(inlines[position:end], numbering, skin, at)
        found.append(one or inlines[position])
        position = end if one else position + 1
    return tuple(found)


def _end_of_run(inlines: tuple[Inline, ...], start: int) -> int:
    """Where a run of references with nothing but 、 or 及び between them ends."""
    end = start
    while end < len(inlines) and isinstance(inlines[end], Ref):
        joint = inlines[end + 1] if end + 2 < len(inlines) else None
        if not (isinstance(joint, Text) and _JOINT.fullmatch(joint.value)):
            return end + 1
        end += 2
    return end - 1 if end > start else start + 1


def _list(run: tuple[Inline, ...], numbering: Numbering, skin: Skin, at: Place) -> Ref | None:
    if len(run) < 3:
        return None
    targets: list[Target] = []
    words = ""
    for piece in run:
        if isinstance(piece, Text):
            words += piece.value
        elif isinstance(piece, Ref):
            if not piece.targets or piece.word:
                return None
            words += printed(piece, numbering, skin, at)
            targets += wanted(piece, numbering)
    one = Ref(tuple(dict.fromkeys(targets)), "list")
    same = printed(one, numbering, skin, at) == words.replace("，", "、")
    return one if same else None
