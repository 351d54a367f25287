"""What stands in a PDF form, read in a child process without Django (common.confined).

Nothing is judged here but what makes a file unfit to be read at all. Strangers write these
files: what refers to itself is visited once, and numbers of things are bounded.
"""

import json
import re
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from checklists.replies.form_dangers import danger_in
from checklists.replies.form_names import OFF
from checklists.replies.form_strings import text_of

MAX_OBJECTS = 60_000
MAX_FIELDS = 5_000
MAX_DEPTH = 16
HEADER_WITHIN, END_WITHIN = 1024, 2048
START = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")
INDEX = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")


class Unreadable(Exception):
    """The file can't be read; the argument is a word of form_refusals.REFUSALS."""


def parse(data: bytes) -> bytes:
    """JSON: `refusal`, or `fields` by name (see _Fields) and `redraw`."""
    try:
        return json.dumps(_parsed(data)).encode()
    except Unreadable as refused:
        return json.dumps({"refusal": str(refused)}).encode()


def _parsed(data: bytes) -> dict[str, Any]:
    _check_frame(data)
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise Unreadable("encrypted")
        _check_objects(reader)
        return _form(reader)
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # whatever a parser meets in a broken file
        raise Unreadable("broken") from error


def _check_frame(data: bytes) -> None:
    """The end of a file that was cut off is missing; older answers may then seem the last."""
    if b"%PDF-" not in data[:HEADER_WITHIN]:
        raise Unreadable("not_pdf")
    starts = START.findall(data[-END_WITHIN:])
    if not starts or not INDEX.match(data[int(starts[-1]) :][:64]):
        raise Unreadable("broken")


def _check_objects(reader: PdfReader) -> None:
    """Look at every object, also those that no page refers to."""
    numbers = {(number, gen) for gen, place in reader.xref.items() for number in place}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MAX_OBJECTS:
        raise Unreadable("too_large")
    for number, generation in sorted(numbers):
        found = danger_in(IndirectObject(number, generation, reader).get_object())
        if found:
            raise Unreadable(found)


def _form(reader: PdfReader) -> dict[str, Any]:
    form = _entry(reader.trailer["/Root"], "/AcroForm")
    roots = _entry(form, "/Fields") if isinstance(form, DictionaryObject) else None
    if not roots:
        raise Unreadable("no_fields")
    fields = _Fields(reader)
    for each in roots:
        fields.add(each, "", {}, 0)
    redraw = getattr(_entry(form, "/NeedAppearances"), "value", False)
    return {"fields": fields.found, "redraw": bool(redraw)}


def _entry(node: Any, key: str) -> Any:
    """What stands under `key`, wherever it is kept; None when nothing does."""
    return node.raw_get(key).get_object() if key in node else None


class _Fields:
    """The fields of a form by their full names.

    Each has `kind` (Tx, Btn, …), `page` (from 1, 0 when on none) and `count` (more than one:
    the name is used twice). A text has `text` (None when it is none); boxes have `value`, and
    `shown`, the states that their widgets show.
    """

    def __init__(self, reader: PdfReader) -> None:
        self.found: dict[str, dict[str, Any]] = {}
        self._seen: set[int] = set()
        self._pages = {
            each.idnum: number
            for number, page in enumerate(reader.pages, 1)
            for each in _entry(page, "/Annots") or ()
            if isinstance(each, IndirectObject)
        }

    def add(self, reference: Any, above: str, inherited: dict[str, Any], depth: int) -> None:
        """Read a node of the tree of fields and what is under it."""
        node = reference.get_object()
        number = getattr(reference, "idnum", id(node))
        if not isinstance(node, DictionaryObject) or number in self._seen or depth > MAX_DEPTH:
            raise Unreadable("broken")
        self._seen.add(number)
        if len(self._seen) > MAX_FIELDS:
            raise Unreadable("too_large")
        own = text_of(_entry(node, "/T")) or ""
        name = f"{above}.{own}" if above and own else above or own
        values = inherited | {key: node[key] for key in ("/FT", "/V") if key in node}
        kids = list(_entry(node, "/Kids") or ())
        if any("/T" in kid.get_object() for kid in kids):
            for kid in kids:
                self.add(kid, name, values, depth + 1)
        else:
            self._take(name, values, kids or [reference])

    def _take(self, name: str, values: dict[str, Any], widgets: list[Any]) -> None:
        kind = str(values.get("/FT", "")).removeprefix("/")
        value = values.get("/V")
        pages = [self._pages.get(getattr(each, "idnum", 0), 0) for each in widgets]
        entry = self.found.setdefault(name, {"count": 0})
        entry |= {"kind": kind, "page": pages[0], "count": entry["count"] + 1}
        if kind == "Btn":
            shown = {_state(_entry(each.get_object(), "/AS")) for each in widgets}
            entry |= {"value": _state(value), "shown": sorted(shown - {""})}
        else:
            entry["text"] = text_of(value)


def _state(value: Any) -> str:
    """The state of a box, "" for none."""
    word = (text_of(value) or "").removeprefix("/")
    return "" if word == OFF else word
