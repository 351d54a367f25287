"""Our own marks inside law XML: processing instructions, which every other reader passes over.

    <?tokki {"key": "subcontracting", "branch_of": null}?>            first in an Article
    <?tokki {"id": "consent", "sum": "0f3a…", "marks": [[0, 3, {…}]]}?>  first in a Paragraph or Item

A mark says that so many characters of the provision, from so far on, are a link, a party or a
blank. If the words were changed elsewhere, the sum no longer fits and the marks are not used.
Source of the choice: docs/decisions/0008-law-xml-marks.md.
"""

import hashlib
import json
from typing import Any

from lxml import etree

from specs.text.codec import inline_from_json, inline_to_json
from specs.text.tree import Inline, Sentence, Text

TARGET = "tokki"


def instruction(data: dict[str, Any]) -> Any:
    """The processing instruction that holds `data`."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return etree.ProcessingInstruction(TARGET, text.replace("?>", "?\\u003e"))


def data_of(element: Any) -> dict[str, Any]:
    """The data of the first instruction directly in an element; empty without one."""
    for child in element:
        if child.tag is etree.ProcessingInstruction and child.target == TARGET:
            try:
                found = json.loads(child.text or "")
            except ValueError:
                return {}
            return found if isinstance(found, dict) else {}
    return {}


def marks_of(sentences: tuple[Sentence, ...], words: list[list[str]]) -> dict[str, Any]:
    """Marks for the pieces of a provision that are not plain words; `words` is what each prints."""
    marks, position, whole = [], 0, ""
    for sentence, printed in zip(sentences, words, strict=True):
        for piece, shown in zip(sentence.inlines, printed, strict=True):
            if not isinstance(piece, Text):
                marks.append([position, len(shown), inline_to_json(piece)])
            position += len(shown)
            whole += shown
    return {"sum": _sum(whole), "marks": marks}


def marked(words: list[str], data: dict[str, Any]) -> list[list[Inline]] | None:
    """The sentences (their words) with the marked pieces in place; None when the marks don't fit
    the words, or are no marks."""
    if data.get("sum") != _sum("".join(words)):
        return None
    found: list[list[Inline]] = []
    try:
        marks = [(int(s), int(n), inline_from_json(piece)) for s, n, piece in data["marks"]]
    except (KeyError, TypeError, ValueError):
        return None
    start = 0
    for sentence in words:
        pieces: list[Inline] = []
        here = start
        for position, length, piece in marks:
            if start <= position < start + len(sentence) or (not length and position == start):
                if here < position:
                    pieces.append(Text(sentence[here - start : position - start]))
                pieces.append(piece)
                here = position + length
        if here < start + len(sentence):
            pieces.append(Text(sentence[here - start :]))
        found.append(pieces)
        start += len(sentence)
    return found


def _sum(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]
