"""Write a PDF small: what is no stream goes into compressed object streams (ISO 32000, 7.5.7).

Two thirds of a form are tags and fields, thousands of small dictionaries that compress to a
tenth. pypdf writes them one by one, in the open.
"""

import struct
import zlib
from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import PdfObject, StreamObject

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PER_STREAM = 200
# Type of entry, place, index or generation.
ENTRY = struct.Struct(">BIH")
FREE, OPEN, PACKED = 0, 1, 2


def packed(writer: PdfWriter, identity: bytes) -> bytes:
    """The file, with `identity` as its ID. Nothing in it depends on the clock or on chance."""
    present = {number: each for number, each in enumerate(writer._objects, 1) if each is not None}
    out = bytearray(HEADER)
    entries: dict[int, tuple[int, int, int]] = {0: (FREE, 0, 65535)}
    small = [number for number, each in present.items() if not isinstance(each, StreamObject)]
    for number, each in present.items():
        if isinstance(each, StreamObject):
            entries[number] = (OPEN, len(out), 0)
            out += b"%d 0 obj\n%b\nendobj\n" % (number, _bytes(each))
    number = max(present)
    for start in range(0, len(small), PER_STREAM):
        chosen = small[start : start + PER_STREAM]
        number += 1
        entries[number] = (OPEN, len(out), 0)
        entries |= {each: (PACKED, number, index) for index, each in enumerate(chosen)}
        out += _object_stream(number, {each: _bytes(present[each]) for each in chosen})
    number += 1
    start = len(out)
    entries[number] = (OPEN, start, 0)
    out += _index(writer, number, entries, identity)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _bytes(each: PdfObject) -> bytes:
    stream = BytesIO()
    each.write_to_stream(stream)
    return stream.getvalue()


def _stream(number: int, entries: bytes, content: bytes) -> bytes:
    content = zlib.compress(content, 9)
    return (
        b"%d 0 obj\n<< %b /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream\nendobj\n"
        % (
            number,
            entries,
            len(content),
            content,
        )
    )


def _object_stream(number: int, objects: dict[int, bytes]) -> bytes:
    offset, pairs = 0, []
    for each, content in objects.items():
        pairs.append(b"%d %d" % (each, offset))
        offset += len(content) + 1
    head = b" ".join(pairs) + b"\n"
    entries = b"/Type /ObjStm /N %d /First %d" % (len(objects), len(head))
    return _stream(number, entries, head + b"\n".join(objects.values()))


def _index(
    writer: PdfWriter, number: int, entries: dict[int, tuple[int, int, int]], identity: bytes
) -> bytes:
    """The cross-reference stream, which is the trailer too."""
    size = number + 1
    rows = b"".join(ENTRY.pack(*entries.get(each, (FREE, 0, 0))) for each in range(size))
    named = {b"/Root": writer.root_object, b"/Info": writer._info}
    references = [
        b"%b %d 0 R" % (name, each.indirect_reference.idnum)
        for name, each in named.items()
        if each is not None and each.indirect_reference is not None
    ]
    digits = identity.hex().encode()
    head = b"/Type /XRef /W [1 4 2] /Size %d %b /ID [<%b> <%b>]"
    return _stream(number, head % (size, b" ".join(references), digits, digits), rows)
