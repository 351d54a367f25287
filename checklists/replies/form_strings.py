"""Text strings of a PDF, in whichever spelling a viewer wrote them (ISO 32000-2, 7.9.2.2)."""

import codecs
import re
from typing import Any

from pypdf.generic import (
    ByteStringObject,
    NameObject,
    NullObject,
    StreamObject,
    TextStringObject,
    decode_pdfdocencoding,
)

# UTF-16 text may name its language between two escapes.
LANGUAGE = re.compile("\x1b[^\x1b]{2,6}\x1b")


def text_of(value: Any) -> str | None:
    """The text of a string, a name or a stream; "" for nothing, None for what is no text."""
    value = value.get_object() if hasattr(value, "get_object") else value
    if value is None or isinstance(value, NullObject):
        return ""
    if isinstance(value, NameObject):
        return str(value)
    if isinstance(value, StreamObject):
        return _decoded(value.get_data())
    if isinstance(value, TextStringObject | ByteStringObject):
        return _decoded(value.original_bytes)
    return None


def _decoded(data: bytes) -> str | None:
    try:
        if data.startswith(codecs.BOM_UTF8):
            return data[3:].decode("utf-8")
        if data.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
            return LANGUAGE.sub("", data.decode("utf-16"))
        return decode_pdfdocencoding(data)
    except UnicodeDecodeError:
        return None
