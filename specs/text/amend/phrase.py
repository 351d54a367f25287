"""「A」を「B」に: the replacements that turn one provision's words into the new ones.

A phrase is quoted with as much of what stands around it as makes it the only one in its place,
never with half a word. Where that takes too many words, there are no replacements, and the
provision is written anew.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from specs.text.compare.phrases import spans
from specs.text.compare.units import units

# A particle alone is no phrase to look for: 「鍵を」, not 「を」.
_READABLE = re.compile("[^\u3041-\u309f、。，・（）「」]|.{4}")
# A longer quotation is harder to follow than the provision written anew.
_LONGEST = 60
# As are more replacements than this in one provision.
_MOST = 4
# How far back the words are looked for that an addition follows.
_ANCHOR = 12


@dataclass
class _Change:
    """A change with the words that stay on its left and on its right, up to the next change."""

    old: str
    new: str
    left: list[str]
    right: list[str]


def replacements(old: str, new: str, around: str = "") -> list[tuple[str, str]] | None:
    """Pairs (A, B) that turn `old` into `new`; None when they would be too many or too long.

    Each A is once in `old` and in the text as the pairs before it leave it, and nowhere in
    `around` (what else the place holds): read one by one or at once, the pairs mean the same.
    """
    changes = _changes(old, new)
    if len(changes) > _MOST:
        return None
    found: list[tuple[str, str]] = []
    text = old
    start = 0
    while start < len(changes):
        pair = None
        for end in range(start + 1, len(changes) + 1):
            pair = _unique(_together(changes[start:end]), (old, text), around)
            if pair:
                break
        if pair is None:
            return None
        found.append(pair)
        text = text.replace(*pair)
        start = end
    # A context may have taken in what an earlier pair changed.
    return found if text == new else None


def minimal(old: str, new: str) -> list[tuple[str, str]]:
    """What differs, without any words around it."""
    return [(change.old, change.new) for change in _changes(old, new)]


def _changes(old: str, new: str) -> list[_Change]:
    if old == new:
        return []
    found: list[_Change] = []
    stay: list[str] = []
    for span in spans(units(old), units(new)):
        if span.kind == "same":
            stay = [unit.words for unit in units(span.old)]
            if found:
                found[-1].right = stay
        elif span.kind == "added" and found and not found[-1].new and not found[-1].right:
            found[-1].new = span.new
        else:
            found.append(_Change(span.old, span.new, stay, []))
    return found


def _together(changes: Sequence[_Change]) -> _Change:
    """Several changes and the words between them as one."""
    first = changes[0]
    old, new = first.old, first.new
    for before, each in zip(changes, changes[1:], strict=False):
        between = "".join(before.right)
        old, new = old + between + each.old, new + between + each.new
    return _Change(old, new, first.left, changes[-1].right)


def _unique(change: _Change, texts: tuple[str, str], around: str) -> tuple[str, str] | None:
    """The change with the fewest words around it that make it the only one in the texts."""
    left, right = list(change.left), list(change.right)
    before = after = ""
    take_left = not change.old
    while True:
        phrase = before + change.old + after
        if len(phrase) > _LONGEST:
            return None
        once = phrase not in around and all(text.count(phrase) == 1 for text in texts)
        if once and _READABLE.search(phrase):
            return phrase, before + change.new + after
        if left and (take_left or not right):
            before = left.pop() + before
        elif right:
            after += right.pop(0)
        else:
            return None
        # 「鍵を」の次に「厳重に」: what is added follows words, rather than standing before some.
        take_left = not take_left or (not change.old and len(before) < _ANCHOR)
