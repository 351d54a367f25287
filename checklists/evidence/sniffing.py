"""What a file is by its bytes, and whether it is that alone.

A polyglot is one thing to us and another to the program that opens it: a PDF behind junk, a
picture with an archive behind it, a page in a PDF's header.
"""

import io
import re
import zipfile
from enum import StrEnum

import filetype

from checklists.evidence.kinds import PROGRAM_STARTS, PROGRAMS

# Readers of PDF look for its header this far into a file; browsers guess from as much.
HEAD = 1024
_TAIL = 2048
_PDF_START = re.compile(rb"%PDF-[12]\.\d\s")
_PDF_END = re.compile(rb"%%EOF[\x00\s]*\Z")
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|script|svg|iframe|object|embed|\?php)\b", re.I)
_MARKUP_ANYWHERE = re.compile(rb"<(?:!doctype\s+html|html[\s>]|script[\s>]|\?php\s)", re.I)
_ARCHIVES = re.compile(rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c")
_PROGRAM = re.compile(rb"This program (?:cannot be run in DOS mode|must be run under Win32)")


class Family(StrEnum):
    """What the first bytes promise; the readers find out whether it is kept."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    ZIP = "zip"
    OLE = "ole"
    OTHER = "other"


_STARTS = (
    (b"%PDF-", Family.PDF),
    (b"\x89PNG\r\n\x1a\n", Family.PNG),
    (b"\xff\xd8\xff", Family.JPEG),
    (b"PK\x03\x04", Family.ZIP),
    (b"PK\x05\x06", Family.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Family.OLE),
)


def family_of(data: bytes) -> Family:
    """What the first bytes of a file promise; OTHER for text and all the rest."""
    for start, family in _STARTS:
        if data.startswith(start):
            return family
    return Family.OTHER


def media_type_of(data: bytes) -> str:
    """What the filetype library takes a file for, "" when it doesn't know."""
    found = filetype.guess_mime(data[:8192])
    return str(found or "")


def is_program(data: bytes) -> bool:
    """Whether the first bytes are those of something that runs."""
    return data.startswith(PROGRAM_STARTS) or media_type_of(data) in PROGRAMS


def has_markup(data: bytes) -> bool:
    """Whether a browser that guesses might take a file for a page: a tag near its start."""
    return _MARKUP.search(data, 0, HEAD) is not None


def is_mixed(data: bytes, family: Family) -> bool:
    """Whether a PDF or a picture also is something else, or has junk around it."""
    if has_markup(data) or _ARCHIVES.search(data) or _PROGRAM.search(data):
        return True
    if family == Family.PDF:
        return not _PDF_START.match(data) or not _PDF_END.search(data[-_TAIL:]) or _is_zip(data)
    return (
        data.find(b"%PDF-", 0, HEAD) >= 0
        or _MARKUP_ANYWHERE.search(data) is not None
        or _is_zip(data)
    )


def hides_pdf(data: bytes) -> bool:
    """Whether a reader of PDF would find a header behind other bytes."""
    return data.find(b"%PDF-", 0, HEAD) > 0


def is_locked_ole(data: bytes) -> bool:
    """Whether an OLE file is today's Office format under a password ([MS-OFFCRYPTO] 2.3)."""
    return data.find("EncryptedPackage".encode("utf-16-le")) >= 0


def _is_zip(data: bytes) -> bool:
    # BytesIO shares the bytes; nothing is copied.
    return zipfile.is_zipfile(io.BytesIO(data))
