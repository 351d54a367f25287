"""What has no business in a form that was only filled in: code, actions, files inside."""

from collections.abc import Iterator
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, NameObject

MAX_NESTING = 40

ACTIONS = frozenset(
    [
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToR",
        "/GoToE",
        "/Rendition",
        "/RichMediaExecute",
        "/Movie",
        "/Sound",
    ]
)
EMBEDDING = frozenset(["/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"])
# Where /AA means additional actions, and not a font called AA.
ACTING = frozenset(("/Type", "/Pages", "/Subtype", "/FT"))


def danger_in(thing: Any) -> str:
    """`active`, `attached` or `xfa`, "" when there is none of these.

    What `thing` refers to is an object of its own and not looked at.
    """
    for each in _dictionaries(thing, 0):
        if found := _danger(each):
            return found
    return ""


def _dictionaries(thing: Any, depth: int) -> Iterator[DictionaryObject]:
    if depth > MAX_NESTING:
        raise ValueError("nested too deeply")
    if isinstance(thing, DictionaryObject):
        yield thing
        inner = list(thing.values())
    elif isinstance(thing, ArrayObject):
        inner = list(thing)
    else:
        return
    for each in inner:
        yield from _dictionaries(each, depth + 1)


def _danger(each: DictionaryObject) -> str:
    acts = "/AA" in each and ACTING & each.keys()
    if "/OpenAction" in each or "/JS" in each or "/JavaScript" in each or acts:
        return "active"
    if _name(each, "/S") in ACTIONS:
        return "active"
    if "/EmbeddedFiles" in each or "/EF" in each or _name(each, "/Type") == "/EmbeddedFile":
        return "attached"
    if _name(each, "/Subtype") in EMBEDDING:
        return "attached"
    return "xfa" if "/XFA" in each else ""


def _name(each: DictionaryObject, key: str) -> str:
    """The name under `key`, which may stand in an object of its own."""
    value = each.raw_get(key).get_object() if key in each else None
    return str(value) if isinstance(value, NameObject) else ""
