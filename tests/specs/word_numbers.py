"""The numbers that Word would count before the paragraphs of a file of ours.

A list that skips a level has no certain numbers, for programs count on differently: such a file
fails here.
"""

import io

import docx
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from specs.text import markers

FULL = str.maketrans("0123456789", "０１２３４５６７８９")


def numbered(data: bytes) -> list[str]:
    """The paragraphs of a file, with their numbers as words."""
    document = docx.Document(io.BytesIO(data))
    root = document.part.numbering_part.element
    abstracts = {a.get(qn("w:abstractNumId")): a for a in root.iter(qn("w:abstractNum"))}
    lists = {n.get(qn("w:numId")): n for n in root.iter(qn("w:num"))}
    counts: dict[str, list[int]] = {}
    lines = []
    for paragraph in document.paragraphs:
        found = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if found is None:
            lines.append(paragraph.text)
            continue
        depth, name = int(value(found, "ilvl")), value(found, "numId")
        levels = list(abstracts[value(lists[name], "abstractNumId")].iter(qn("w:lvl")))
        begun = counts.setdefault(name, [])
        assert len(begun) >= depth, f"a list skips a level before {paragraph.text}"
        if len(begun) == depth:
            begun.append(start(levels[depth], lists[name], depth) - 1)
        begun[depth] += 1
        del begun[depth + 1 :]
        lines.append(shown(levels[depth], depth, begun[depth]) + paragraph.text)
    return lines


def value(parent: BaseOxmlElement, name: str) -> str:
    return parent.find(qn(f"w:{name}")).get(qn("w:val"))


def start(level: BaseOxmlElement, num: BaseOxmlElement, depth: int) -> int:
    for override in num.iter(qn("w:lvlOverride")):
        if override.get(qn("w:ilvl")) == str(depth):
            return int(value(override, "startOverride"))
    return int(value(level, "start"))


def shown(level: BaseOxmlElement, depth: int, number: int) -> str:
    match value(level, "numFmt"):
        case "aiueoFullWidth":
            figure = markers.KATAKANA[number - 1]
        case "lowerLetter":
            figure = markers.LETTERS[number - 1]
        case "decimalFullWidth":
            figure = str(number).translate(FULL)
        case _:
            figure = str(number)
    return value(level, "lvlText").replace(f"%{depth + 1}", figure)
