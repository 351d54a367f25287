"""Word's own numbering for a specification: 第1条, 2, (1), ア, (ア), a.

No list ever skips a level: where one does, programs disagree about the next number of the level
that was skipped (the 項 after the 号 of a first 項, which bears no number, came out as 3). So 条
and 項 are one list, and the 号 of every 項 are a list of their own that starts again.
"""

from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from documents.word import BODY_PT
from specs.text.skin import Skin

EM = round(20 * BODY_PT)  # twentieths of a point
# Word's names of the counting systems, and the text round the number.
_PARAGRAPH = ("decimal", "%1", 2)  # the first 項 bears no number: its place is that of the article
_ITEMS = (
    ("decimal", "(%1)", 1),
    ("aiueoFullWidth", "%2", 1),
    ("aiueoFullWidth", "(%3)", 1),
    ("lowerLetter", "%4", 1),
)
# Ids in the file; the empty template of python-docx uses those below ten.
_ARTICLES, _BRANCH, _ITEM_LISTS = 90, 91, 92


def left(level: int) -> int:
    """How far a level stands in, in twentieths of a point: 条 (0) and 項 (1) one character, then
    one more each."""
    return EM * max(level, 1)


@dataclass
class WordNumbering:
    """Puts numbers on paragraphs in order. Make one for a document, before its first paragraph."""

    document: Document
    skin: Skin
    _last: int = _ARTICLES
    _paragraphs: tuple[int, int] = (_ARTICLES, 1)
    _items: int | None = None

    def __post_init__(self) -> None:
        article = "第%1" if self.skin.family == "plain" else "第%1条"
        second = (_PARAGRAPH[0], "%2", _PARAGRAPH[2])
        self._define(_ARTICLES, [("decimal", article, 1), second], first_level=0)
        self._define(_BRANCH, [_PARAGRAPH], first_level=1)
        self._define(_ITEM_LISTS, list(_ITEMS), first_level=2)
        self._instance(_ARTICLES, _ARTICLES)

    def article(self, paragraph: Paragraph) -> None:
        """第N条, the next one."""
        self._paragraphs, self._items = (_ARTICLES, 1), None
        _put(paragraph, _ARTICLES, 0)

    def branch(self) -> None:
        """An article whose 枝番号 is typed begins: its 項 count from 2 again."""
        self._paragraphs, self._items = (self._new(_BRANCH, _PARAGRAPH[2]), 0), None

    def provision(self, paragraph: Paragraph, level: int) -> None:
        """2 (level 1, 項), (1) (level 2, 号), ア and so on."""
        if level == 1:
            self._items = None
            _put(paragraph, *self._paragraphs)
            return
        if self._items is None:
            self._items = self._new(_ITEM_LISTS, 1)
        _put(paragraph, self._items, level - 2)

    def _new(self, kind: int, start: int) -> int:
        """A list of a kind that starts again."""
        self._last = max(self._last, _ITEM_LISTS) + 1
        self._instance(self._last, kind, start)
        return self._last

    def _instance(self, number: int, kind: int, start: int | None = None) -> None:
        element = OxmlElement("w:num")
        element.set(qn("w:numId"), str(number))
        _child(element, "w:abstractNumId", kind)
        if start is not None:
            override = OxmlElement("w:lvlOverride")
            override.set(qn("w:ilvl"), "0")
            _child(override, "w:startOverride", start)
            element.append(override)
        self._root.append(element)

    def _define(self, kind: int, levels: list[tuple[str, str, int]], *, first_level: int) -> None:
        abstract = OxmlElement("w:abstractNum")
        abstract.set(qn("w:abstractNumId"), str(kind))
        _child(abstract, "w:multiLevelType", "multilevel")
        for index, (system, text, start) in enumerate(levels):
            element = OxmlElement("w:lvl")
            element.set(qn("w:ilvl"), str(index))
            full = self.skin.figures == "full" and system == "decimal"
            _child(element, "w:start", start)
            _child(element, "w:numFmt", "decimalFullWidth" if full else system)
            _child(element, "w:suff", "nothing")
            _child(element, "w:lvlText", f"{text}\u3000")
            _child(element, "w:lvlJc", "left")
            properties = OxmlElement("w:pPr")
            properties.append(indent(first_level + index))
            element.append(properties)
            abstract.append(element)
        # Definitions stand before the lists that use them.
        first = self._root.find(qn("w:num"))
        if first is None:
            self._root.append(abstract)
        else:
            first.addprevious(abstract)

    @property
    def _root(self) -> Any:
        return self.document.part.numbering_part.element


def indent(level: int, *, hanging: int = EM) -> Any:
    """The indent of a level: its number hangs one character out."""
    element = OxmlElement("w:ind")
    element.set(qn("w:left"), str(left(level)))
    element.set(qn("w:hanging"), str(hanging))
    return element


def _put(paragraph: Paragraph, number: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # type: ignore[attr-defined]
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = number


def _child(parent: Any, name: str, value: object) -> None:
    element = OxmlElement(name)
    element.set(qn("w:val"), str(value))
    parent.append(element)
