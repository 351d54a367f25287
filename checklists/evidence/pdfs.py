"""PDF: opened by two readers, looked through for what runs, drawn. Runs in a confined child."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from checklists.evidence import sniffing, texts
from checklists.evidence.images import LONGEST, png_of

MEMORY_MB = 900
SECONDS = 10
# ISO 32000-2, 12.6.4 (actions), 7.11.4 (embedded files), 13.7 (rich media), 12.7.8 (XFA).
_KEYS = {"/JS", "/JavaScript", "/RF", "/XFA", "/RichMediaContent"}
_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/GoToE", "/Rendition", "/RichMediaExecute"}
_KINDS = {"/RichMedia", "/FileAttachment", "/Screen", "/Movie", "/Sound", "/3D"}
# What a reader that rebuilds a damaged table of objects would find.
_RAW = re.compile(rb"/(?:JavaScript|Launch|RichMedia)\b")
# Attachments of PDF/A-3: e-invoices carry XML, the annex that Tokki issues its clauses as JSON.
_DATA_NAMES = re.compile(r".+\.(?:json|xml|csv|txt)", re.IGNORECASE)


def check(data: bytes) -> bytes:
    """b"pdf", or the code of a refusal: broken, restricted, active."""
    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) < 1:
                return b"broken"
            document[0].close()
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            return b"restricted"
        if _RAW.search(data) or any(_is_active(each) for each in _dictionaries(reader)):
            return b"active"
    except MemoryError:
        raise
    except pypdfium2.PdfiumError as error:
        return b"restricted" if "password" in str(error).lower() else b"broken"
    except Exception:
        return b"broken"
    return b"pdf"


def draw(request: bytes) -> bytes:
    """One page as PNG: `page\\nPDF` to `pages\\nPNG`. The first page is 1.

    Filled forms are drawn; nothing runs. Raises IndexError for a page that isn't there.
    """
    number, _, data = request.partition(b"\n")
    with pypdfium2.PdfDocument(data) as document:
        document.init_forms()
        pages = len(document)
        if not 1 <= int(number) <= pages:
            raise IndexError(f"page {int(number)} of {pages}")
        page = document[int(number) - 1]
        bitmap = page.render(scale=LONGEST / max(*page.get_size(), 1))
        return b"%d\n" % pages + png_of(bitmap.to_pil())


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary of the file, whether or not anything points at it."""
    numbers = {(n, g) for g, table in reader.xref.items() for n in table}
    numbers |= {(n, 0) for n in reader.xref_objStm}
    waiting: list[Any] = [reader.trailer]
    for number, generation in sorted(numbers):
        waiting.append(reader.get_object(IndirectObject(number, generation, reader)))
        while waiting:
            value = waiting.pop()
            if isinstance(value, DictionaryObject):
                yield value
                waiting.extend(value.values())
            elif isinstance(value, ArrayObject):
                waiting.extend(value)


def _is_active(found: DictionaryObject) -> bool:
    """Whether a dictionary is, or leads to, something that runs or holds another file.

    `str` also follows a name that is kept in an object of its own.
    """
    return (
        not _KEYS.isdisjoint(found)
        or ("/EF" in found and not _attaches_data(found))
        or str(found.get("/S")) in _ACTIONS
        or str(found.get("/Type")) in _KINDS
        or str(found.get("/Subtype")) in _KINDS
    )


def _attaches_data(specification: DictionaryObject) -> bool:
    """Whether an attachment is text under the name of text (ISO 32000-2, 7.11.3)."""
    names = [
        specification[key] for key in ("/F", "/UF", "/DOS", "/Unix", "/Mac") if key in specification
    ]
    embedded: Any = specification["/EF"].get_object()
    return all(_DATA_NAMES.fullmatch(str(name)) for name in names) and all(
        texts.encoding_of(data := each.get_object().get_data()) != ""
        and not sniffing.has_markup(data)
        for each in embedded.values()
    )
