"""What is in the cells of a workbook that a stranger sent: raw, bounded, and without Django.

Runs in a child process (common.confined), since a hostile file may ask for any amount of time
or memory. A workbook is a zip of XML parts (ECMA-376, SpreadsheetML); only what is asked for is
read, by an expat parser that knows no entities.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

MAX_ENTRIES = 300
MAX_PART = 20_000_000
MAX_UNPACKED = 40_000_000
MAX_ROWS, MAX_COLUMNS = 1_000, 30
MAX_CELLS = 20_000
MAX_TEXT = 20_000
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
# Parts that run something, fetch something, or hold another file.
FORBIDDEN = (
    (re.compile(r"vbaproject|macrosheets|dialogsheets", re.I), "macro"),
    (re.compile(r"externallinks?/|connections\.xml|querytables?/", re.I), "link"),
    (re.compile(r"embeddings/|activex/|oleobject|ctrlprops/|customxml/item", re.I), "embedded"),
)


class Refusal(Exception):
    """The file is not one that can be read; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def cells_of(data: bytes) -> bytes:
    """JSON: {"sheets": {name: {"state", "cells": {place: {"v", "t", "f"}}}}} or {"refused": code}.

    `v` is the text of a cell, `t` its type (s text, n number, b, e error), `f` whether it holds a
    formula.
    """
    try:
        return json.dumps({"sheets": _read(data)}).encode()
    except Refusal as refusal:
        return json.dumps({"refused": refusal.code}).encode()


def _read(data: bytes) -> dict[str, Any]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refusal("broken") from error
    _check_entries(entries)
    parts = _Parts(archive)
    if "xl/workbook.xml" not in parts.names:
        raise Refusal("not-a-workbook")
    if b"macroEnabled" in parts.read("[Content_Types].xml"):
        raise Refusal("macro")
    strings = list(_strings(parts)) if "xl/sharedStrings.xml" in parts.names else []
    targets = _targets(parts)
    sheets: dict[str, Any] = {}
    for number, (name, state, relation) in enumerate(_sheets(parts)):
        if number >= 20 or name in sheets:
            raise Refusal("too-many-sheets")
        target = targets.get(relation, "")
        if target not in parts.names:
            raise Refusal("broken")
        sheets[name] = {"state": state, "cells": _cells(parts, target, strings)}
    return sheets


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refusal("encrypted")
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refusal("too-big")
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise Refusal("broken")
    for name in names:
        if name.startswith(("/", "\\")) or ".." in name.split("/"):
            raise Refusal("broken")
        for pattern, code in FORBIDDEN:
            if pattern.search(name):
                raise Refusal(code)


class _Parts:
    """The parts of the archive, each read with a bound that its own header can't talk away."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = set(archive.namelist())
        self.left = MAX_UNPACKED

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises Refusal."""
        try:
            with self.archive.open(name) as part:
                content = part.read(min(MAX_PART, self.left) + 1)
        except KeyError as error:
            raise Refusal("not-a-workbook") from error
        except Exception as error:  # zlib.error and others have no common base
            raise Refusal("broken") from error
        self.left -= len(content)
        if len(content) > MAX_PART or self.left < 0:
            raise Refusal("too-big")
        return content

    def elements(self, name: str) -> Iterator[tuple[str, Element]]:
        """Start and end of each element of a part. Raises Refusal."""
        content = self.read(name)
        if b"<!DOCTYPE" in content[:4000] or b"<!ENTITY" in content[:4000]:
            raise Refusal("doctype")
        try:
            yield from iterparse(
                io.BytesIO(content),
                events=("start", "end"),
                forbid_dtd=True,
                forbid_entities=True,
                forbid_external=True,
            )
        except Refusal:
            raise
        except Exception as error:  # ParseError, and what defusedxml forbids
            raise Refusal("broken") from error


def _sheets(parts: _Parts) -> Iterator[tuple[str, str, str]]:
    for event, element in parts.elements("xl/workbook.xml"):
        if event == "end" and element.tag == f"{MAIN}sheet":
            state = element.get("state", "visible")
            yield element.get("name", ""), state, element.get(f"{RELATIONS}id", "")


def _targets(parts: _Parts) -> dict[str, str]:
    found = {}
    for event, element in parts.elements("xl/_rels/workbook.xml.rels"):
        if event == "end" and element.tag == f"{PACKAGE}Relationship":
            if element.get("TargetMode") == "External":
                raise Refusal("link")
            target = element.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            found[element.get("Id", "")] = path
    return found


def _strings(parts: _Parts) -> Iterator[str]:
    """The shared strings. The reading of kanji (rPh) is no part of the text."""
    for event, element in parts.elements("xl/sharedStrings.xml"):
        if event == "end" and element.tag == f"{MAIN}si":
            yield _text(element)
            element.clear()


def _text(element: Element) -> str:
    texts = [child.text or "" for child in element if child.tag == f"{MAIN}t"]
    for run in element:
        if run.tag == f"{MAIN}r":
            texts += [child.text or "" for child in run if child.tag == f"{MAIN}t"]
    text = "".join(texts)
    if len(text) > MAX_TEXT:
        raise Refusal("too-long")
    # Excel writes what XML can't hold as _x000D_.
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text)


def _cells(parts: _Parts, name: str, strings: list[str]) -> dict[str, dict[str, Any]]:
    cells: dict[str, dict[str, Any]] = {}
    for event, element in parts.elements(name):
        if event != "end":
            continue
        if element.tag in (f"{MAIN}oleObjects", f"{MAIN}controls"):
            raise Refusal("embedded")
        if element.tag == f"{MAIN}mergeCell":
            _check_place(element.get("ref", "").partition(":")[2] or element.get("ref", ""))
        if element.tag != f"{MAIN}c":
            continue
        cell = _cell(element, strings)
        if cell["v"] or cell["f"]:
            place = element.get("r", "")
            _check_place(place)
            cells[place] = cell
            if len(cells) > MAX_CELLS:
                raise Refusal("too-big")
        element.clear()
    return cells


def _check_place(place: str) -> None:
    match = CELL.fullmatch(place)
    if not match:
        raise Refusal("broken")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    if column > MAX_COLUMNS or int(match[2]) > MAX_ROWS:
        raise Refusal("too-wide")


def _cell(element: Element, strings: list[str]) -> dict[str, Any]:
    kind = element.get("t", "n")
    formula = element.find(f"{MAIN}f") is not None
    value = element.findtext(f"{MAIN}v") or ""
    if kind == "s":
        if not value.isdigit() or int(value) >= len(strings):
            raise Refusal("broken")
        return {"v": strings[int(value)], "t": "s", "f": formula}
    if kind == "inlineStr":
        inline = element.find(f"{MAIN}is")
        return {"v": _text(inline) if inline is not None else "", "t": "s", "f": formula}
    if len(value) > MAX_TEXT:
        raise Refusal("too-long")
    return {"v": value, "t": "s" if kind in ("str", "d") else kind, "f": formula}
