"""Whether plain data from a file is what an edition may hold. No function here raises for any
data that json.loads gives."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from specs.text.codec import from_json
from specs.text.importing.understanding import FRAME as CARRIED
from specs.text.lawxml.frame import FORMAT as LAW
from specs.text.lawxml.read import LawXmlError
from specs.text.lawxml.write import write_law
from specs.text.render import Printer
from specs.text.tree import Document

# What XML, Word and PostgreSQL can't hold: control characters, halves of characters, no-characters.
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAME = re.compile(r"[^\s#{}]{1,80}")
# 項, 号, ア, (ア), a: nothing stands under an a.
_DEEPEST = 4


def has_bad_characters(value: object) -> bool:
    """Whether a text or a name anywhere in the data has characters that can't be stored."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str) and _BAD.search(each):
            return True
        if isinstance(each, dict):
            waiting += each.keys()
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
    return False


def is_tree(value: Any, key: str, caption: str) -> bool:
    """Whether the data is the tree of the article with this key and caption."""
    if not _has(value, {"key", "caption", "branch_of", "paragraphs"}):
        return False
    branch = value["branch_of"]
    ids: set[str] = set()
    return (
        (value["key"], value["caption"]) == (key, caption)
        and (branch is None or is_name(branch))
        and bool(value["paragraphs"])
        and _all(value["paragraphs"], lambda each: _is_provision(each, ids, 0))
    )


def is_name(value: object) -> bool:
    """A key or an id: no space, and none of the signs that names are put together with."""
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def _is_provision(value: Any, ids: set[str], level: int) -> bool:
    if level > _DEEPEST or not _has(value, {"id", "sentences", "items"}):
        return False
    if not is_name(value["id"]) or value["id"] in ids:
        return False
    ids.add(value["id"])
    return _all(value["sentences"], _is_sentence) and _all(
        value["items"], lambda each: _is_provision(each, ids, level + 1)
    )


def _is_sentence(value: Any) -> bool:
    return (
        _has(value, {"kind", "inlines"})
        and value["kind"] in ("main", "proviso", "latter")
        and _all(value["inlines"], _is_inline)
    )


def _is_inline(value: Any) -> bool:
    if isinstance(value, str):
        return "\n" not in value and "\r" not in value
    if _has(value, {"ref", "as", "word"}):
        forms = ("auto", "relative", "each", "same", "list", "range")
        return (
            _all(value["ref"], _is_target)
            and (value["as"] in forms)
            and isinstance(value["word"], str)
            and bool(value["ref"] or value["word"])
        )
    return (
        (_has(value, {"party"}) and value["party"] in ("client", "contractor"))
        or (_has(value, {"self"}) and value["self"] is True)
        or any(_has(value, {name}) and is_name(value[name]) for name in ("blank", "annex", "form"))
    )


def _is_target(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and is_name(value[0])
        and (value[1] is None or is_name(value[1]))
    )


def _has(value: object, names: set[str]) -> bool:
    return isinstance(value, dict) and value.keys() == names


def _all(value: object, holds: Callable[[Any], bool]) -> bool:
    return isinstance(value, list) and all(holds(each) for each in value)


def is_frame(value: Any, trees: list[Mapping[str, Any]]) -> bool:
    """Whether the data is a frame that the importers make: carried lines, or that of a law."""
    if value is None:
        return True
    if not isinstance(value, dict):
        return False
    if value.get("format") == CARRIED:
        return _has(value, {"format", "carried"}) and _all(value["carried"], _is_carried)
    if value.get("format") != LAW:
        return False
    try:
        # A frame is XML in many places; it is good if the law can be written in it.
        write_law(Printer(Document(tuple(from_json(dict(tree)) for tree in trees))), value)
    except (LookupError, TypeError, ValueError, AttributeError, etree.LxmlError, LawXmlError):
        return False
    return True


def _is_carried(value: Any) -> bool:
    return (
        _has(value, {"line", "text", "before"})
        and type(value["line"]) is int
        and isinstance(value["text"], str)
        and (value["before"] is None or is_name(value["before"]))
    )
