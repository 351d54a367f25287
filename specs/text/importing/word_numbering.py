"""Automatic numbering of a Word file: which marker stands before a paragraph.

Word keeps the numbers of a list out of the text; they follow from numbering.xml and from every
numbered paragraph before. Source: ECMA-376 part 1, 17.9 (numbering), 17.18.59 (ST_NumberFormat).
"""

import re
from dataclasses import dataclass, field
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE

from specs.text.markers import IROHA, KATAKANA, LETTERS

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_PLACE = re.compile(r"%([1-9])")
_ROMANS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_KANJI = "〇一二三四五六七八九"
_MOST_STYLES = 20


@dataclass
class Level:
    """One level of a list: how its number is written, and where it starts."""

    format: str = "decimal"
    words: str = ""
    start: int = 1
    legal: bool = False


@dataclass
class Numbers:
    """Counts through a document. Ask for every paragraph once, in order."""

    document: Any
    lists: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)
    styles: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for style in self.document.styles.element.iter(_W + "style"):
            self.styles[style.get(_W + "styleId") or ""] = style
        try:
            part = self.document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
        except KeyError:
            return
        root = part.element
        for each in root.iter(_W + "abstractNum"):
            self.levels[each.get(_W + "abstractNumId") or ""] = _levels(each)
        for each in root.findall(_W + "num"):
            self._list(each)

    def _list(self, num: Any) -> None:
        number = num.get(_W + "numId") or ""
        abstract = _value(num, "abstractNumId")
        self.lists[number] = abstract
        for override in num.findall(_W + "lvlOverride"):
            level = int(override.get(_W + "ilvl") or 0)
            if start := _value(override, "startOverride"):
                self.overrides[number, level] = int(start)
            if override.find(_W + "lvl") is not None:
                own = dict(self.levels.get(abstract, {}))
                own.update(_levels(override))
                self.levels[f"{abstract}/{number}"] = own
                self.lists[number] = f"{abstract}/{number}"

    def style_name(self, paragraph: Any) -> str:
        """The name of a paragraph's style; empty without one."""
        style = self.styles.get(_value(paragraph.find(_W + "pPr"), "pStyle"))
        return "" if style is None else _value(style, "name")

    def of(self, paragraph: Any) -> str:
        """The marker before a paragraph (第1条, （1）, ア); empty without one, and for bullets
        a dot."""
        number, depth = self._place(paragraph)
        levels = self.levels.get(self.lists.get(number, ""))
        if not levels or depth not in levels:
            return ""
        counts = self.counts.setdefault(self.lists[number].split("/")[0], {})
        if (number, depth) in self.overrides and (number, depth) not in self.begun:
            counts[depth] = self.overrides[number, depth]
        else:
            counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        self.begun.add((number, depth))
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        return _written(levels, depth, counts)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list of a paragraph and its level in it, from itself or from its style."""
        properties = paragraph.find(_W + "pPr")
        found = None if properties is None else properties.find(_W + "numPr")
        number, depth = _value(found, "numId"), _value(found, "ilvl")
        style = self.styles.get(_value(properties, "pStyle"))
        for _ in range(_MOST_STYLES):
            if style is None or (number and depth):
                break
            inherited = style.find(f"{_W}pPr/{_W}numPr")
            number = number or _value(inherited, "numId")
            depth = depth or _value(inherited, "ilvl")
            style = self.styles.get(_value(style, "basedOn"))
        return ("", 0) if number in ("", "0") else (number, int(depth or 0))


def _value(parent: Any, name: str) -> str:
    child = None if parent is None else parent.find(_W + name)
    return "" if child is None else (child.get(_W + "val") or "")


def _levels(parent: Any) -> dict[int, Level]:
    found = {}
    for level in parent.findall(_W + "lvl"):
        found[int(level.get(_W + "ilvl") or 0)] = Level(
            format=_value(level, "numFmt") or "decimal",
            words=_value(level, "lvlText"),
            start=int(_value(level, "start") or 1),
            legal=level.find(_W + "isLgl") is not None,
        )
    return found


def _written(levels: dict[int, Level], depth: int, counts: dict[int, int]) -> str:
    level = levels[depth]
    if level.format == "none":
        return re.sub(_PLACE, "", level.words).strip()
    if level.format == "bullet":
        return "・"

    def place(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        wanted = levels.get(at, Level())
        value = counts.get(at, wanted.start)
        return figure(value, "decimal" if level.legal else wanted.format)

    return _PLACE.sub(place, level.words).strip()


def figure(value: int, form: str) -> str:
    """A number as Word writes it in a format; plain digits for formats we don't know."""
    if value < 1:
        return str(value)
    match form:
        case "decimalFullWidth" | "decimalFullWidth2":
            return str(value).translate(_FULL)
        case "decimalZero":
            return f"{value:02d}"
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese":
            return _enclosed(value)
        case "decimalEnclosedParen":
            return f"({value})"
        case "aiueo" | "aiueoFullWidth":
            return KATAKANA[(value - 1) % len(KATAKANA)]
        case "iroha" | "irohaFullWidth":
            return IROHA[(value - 1) % len(IROHA)]
        case "lowerLetter":
            return LETTERS[(value - 1) % 26] * ((value - 1) // 26 + 1)
        case "upperLetter":
            return (LETTERS[(value - 1) % 26] * ((value - 1) // 26 + 1)).upper()
        case "lowerRoman":
            return _roman(value)
        case "upperRoman":
            return _roman(value).upper()
        case "ideographDigital" | "japaneseDigitalTenThousand":
            return "".join(_KANJI[int(digit)] for digit in str(value))
        case form if form.startswith(("japanese", "chinese", "taiwanese", "ideograph")):
            return _kanji(value)
    return str(value)


def _enclosed(value: int) -> str:
    if value <= 20:
        return chr(0x2460 + value - 1)
    if value <= 35:
        return chr(0x3251 + value - 21)
    return chr(0x32B1 + value - 36) if value <= 50 else str(value)


def _roman(value: int) -> str:
    written = ""
    for size, sign in _ROMANS:
        while value >= size:
            written, value = written + sign, value - size
    return written


def _kanji(value: int) -> str:
    if value > 999:
        return "".join(_KANJI[int(digit)] for digit in str(value))
    written = ""
    for size, unit in ((100, "百"), (10, "十")):
        if count := value // size:
            written += (_KANJI[count] if count > 1 else "") + unit
            value -= count * size
    return written + (_KANJI[value] if value else "")
