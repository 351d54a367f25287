"""Text and CSV: which encoding, whether it is text at all, and its first lines."""

import codecs
import itertools
import re

from checklists.evidence import sniffing

ENCODINGS = ("utf-8-sig", "cp932")
_PIECE = 1 << 16
# All control characters but tab, line feed, form feed and carriage return, and what cp932 makes
# of the four bytes that Shift_JIS doesn't use.
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\uf8f0-\uf8f3]")
# A cell that hands a command to another program (DDE): =cmd|'/C …'!A1. Formulas such as
# ="00123", which keep leading zeros, are common and harmless.
_DDE = re.compile(rb"(?:^|[,;\t\"])[ ]*[=+\-@][^,;\t\r\n|]{0,64}\|", re.M)
_SCRIPT_STARTS = (b"#!", b"@echo off", b"<?xml", b"%!ps")


def encoding_of(data: bytes) -> str:
    """The encoding in which `data` is text without control characters; "" when it is none."""
    return next((name for name in ENCODINGS if _is_text(data, name)), "")


def fault_of(data: bytes, *, csv: bool) -> str:
    """The code of the refusal of a text, "" when nothing is wrong with it."""
    head = data[: sniffing.HEAD].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if sniffing.has_markup(data) or head.startswith(b"<?xml"):
        return "html"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_SCRIPT_STARTS):
        return "program"
    if sniffing.hides_pdf(data):
        return "mixed"
    return "formula" if csv and _hands_over(data) else ""


def first_lines(data: bytes, encoding: str, *, lines: int, width: int) -> tuple[str, bool]:
    """The first `lines` lines, each cut at `width` characters; whether anything was left out."""
    head = data[: lines * width * 4]
    text = codecs.getincrementaldecoder(encoding)().decode(head, final=False)
    found = list(itertools.islice(text.splitlines(), lines + 1))
    left_out = len(head) < len(data) or len(found) > lines or any(len(x) > width for x in found)
    return "\n".join(line[:width] for line in found[:lines]), left_out


def _hands_over(csv: bytes) -> bool:
    """Whether a cell is a DDE call. Reads each line once, whatever is in it."""
    at = 0
    while found := _DDE.search(csv, at):
        end = csv.find(b"\n", found.end())
        at = len(csv) if end < 0 else end
        if csv.find(b"!", found.end(), at) >= 0:
            return True
    return False


def _is_text(data: bytes, encoding: str) -> bool:
    """Decodes piece by piece, for a text decoded whole may need four times its bytes."""
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(data)
    try:
        for start in range(0, len(data), _PIECE):
            piece = decoder.decode(view[start : start + _PIECE])
            if _CONTROL.search(piece):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
