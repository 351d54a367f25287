"""Word, Excel and PowerPoint files: unpacked within limits and looked through.

Runs in a confined child. Source: ECMA-376 part 2 (packages), [MS-OFFMACRO2] (macros).
"""

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from checklists.evidence.kinds import PROGRAM_STARTS, Kind

MEMORY_MB = 900
SECONDS = 15
MAX_ENTRIES = 5_000
MAX_UNPACKED = 300_000_000
MAX_PART = 150_000_000
# Office's own XML compresses some tenfold, empty rows of a sheet fiftyfold.
MAX_RATIO = 200
RATIO_FROM = 1_000_000
MAX_DEPTH = 2

_OOXML = "application/vnd.openxmlformats-officedocument."
_MAIN = {
    f"{_OOXML}wordprocessingml.document.main+xml": Kind.DOCX,
    f"{_OOXML}spreadsheetml.sheet.main+xml": Kind.XLSX,
    f"{_OOXML}presentationml.presentation.main+xml": Kind.PPTX,
}
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACRO_PARTS = re.compile(r"(?:^|/)(?:vbaproject\.bin|vbadata\.xml|macrosheets/.*)\Z", re.I)
_EMBEDDED = re.compile(r"(?:^|/)(?:embeddings/.*\.(?:docx|xlsx|pptx))\Z", re.I)
_ACTIVEX = re.compile(r"(?:^|/)activex/", re.I)
# What Office fetches without being asked. Hyperlinks and links to other books it asks about.
_FETCHED = re.compile(r"/(?:attachedTemplate|oleObject|frame|subDocument|control)\Z", re.I)
_REMOTE = re.compile(r"(?:https?|ftp|mhtml):", re.I)


class Fault(Exception):
    """A package can't be taken; its text is the code of the refusal."""


def check(data: bytes) -> bytes:
    """b"docx", b"xlsx" or b"pptx"; or the code of a refusal: zip, odf, program, template, broken,
    mixed, password, bomb, macros, embedded, remote, doctype.
    """
    try:
        return _kind_of(data, depth=1).encode()
    except Fault as fault:
        return str(fault).encode()


def _kind_of(data: bytes, *, depth: int) -> Kind:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except Exception as error:
        raise Fault("broken") from error
    _check_directory(data, archive, entries)
    for name, head, whole in _parts(archive, entries):
        _check_part(name, head, whole, depth=depth)
    return _main_kind(archive)


def _check_directory(data: bytes, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """What can be told before anything is unpacked."""
    names = [entry.filename for entry in entries]
    if "[Content_Types].xml" not in names:
        raise Fault(_other_archive(names))
    if any(entry.flag_bits & 1 for entry in entries):
        raise Fault("password")
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Fault("bomb")
    if any(
        e.file_size > MAX_PART
        or (e.file_size > RATIO_FROM and e.file_size > MAX_RATIO * e.compress_size)
        for e in entries
    ):
        raise Fault("bomb")
    if any(_MACRO_PARTS.search(name) for name in names):
        raise Fault("macros")
    if not _is_package_only(data, archive, entries):
        raise Fault("mixed")
    if len({name.lower() for name in names}) < len(names) or any(
        ".." in name.split("/") or name.startswith("/") or "\\" in name for name in names
    ):
        raise Fault("broken")


def _other_archive(names: list[str]) -> str:
    if "META-INF/MANIFEST.MF" in names or "AndroidManifest.xml" in names:
        return "program"
    return "odf" if "mimetype" in names and "content.xml" in names else "zip"


def _is_package_only(data: bytes, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> bool:
    """Whether the archive begins at the first byte, ends at the last, and has no comment."""
    end = data.rfind(b"PK\x05\x06")
    return (
        min(entry.header_offset for entry in entries) == 0
        and end == len(data) - 22
        and struct.unpack_from("<I", data, end + 16)[0] in (archive.start_dir, 0xFFFFFFFF)
    )


def _parts(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]
) -> Iterator[tuple[str, bytes, bytes]]:
    """Each part: its name, its first bytes, and all of it where all is needed. Checks every CRC.

    zipfile reads no more of a part than its directory says, so sums of sizes hold.
    """
    for entry in entries:
        try:
            with archive.open(entry) as part:
                head = part.read(4096)
                whole = head
                if entry.filename.endswith(".rels") or _EMBEDDED.search(entry.filename):
                    whole = head + part.read()
                while part.read(1 << 20):
                    pass
        except MemoryError:
            raise
        except Exception as error:  # zlib.error has no common base with the others
            raise Fault("broken") from error
        yield entry.filename, head, whole


def _check_part(name: str, head: bytes, whole: bytes, *, depth: int) -> None:
    if head.startswith(PROGRAM_STARTS) or head.startswith(_OLE) or _ACTIVEX.search(name):
        raise Fault("embedded")
    # Without zeros, for XML may be in UTF-16.
    if name.lower().endswith((".xml", ".rels", ".vml")) and (
        b"<!DOCTYPE" in head.replace(b"\0", b"")
    ):
        raise Fault("doctype")
    if name.endswith(".rels"):
        _check_relations(whole)
    if _EMBEDDED.search(name):
        if depth == MAX_DEPTH:
            raise Fault("embedded")
        _kind_of(whole, depth=depth + 1)
    elif head.startswith(b"PK\x03\x04"):
        raise Fault("embedded")


def _check_relations(rels: bytes) -> None:
    for relation in _parsed(rels).iter():
        if (
            relation.get("TargetMode") == "External"
            and _FETCHED.search(relation.get("Type", ""))
            and _REMOTE.search(relation.get("Target", ""))
        ):
            raise Fault("remote")


def _main_kind(archive: zipfile.ZipFile) -> Kind:
    """By the content type of the main part, which is then parsed to its end."""
    types = _parsed(archive.read("[Content_Types].xml"))
    listed = {(o.get("PartName", ""), o.get("ContentType", "")) for o in types.iter()}
    if any("macroEnabled" in kind or "vbaProject" in kind for _, kind in listed):
        raise Fault("macros")
    found = [(name.lstrip("/"), _MAIN[kind]) for name, kind in listed if kind in _MAIN]
    if len(found) != 1:
        raise Fault("template" if not found else "broken")
    name, kind = found[0]
    try:
        with archive.open(name) as part:
            for _, element in ElementTree.iterparse(part, forbid_dtd=True):
                element.clear()
    except DefusedXmlException as error:
        raise Fault("doctype") from error
    except (KeyError, ElementTree.ParseError) as error:
        raise Fault("broken") from error
    return kind


def _parsed(xml: bytes) -> Element:
    try:
        root: Element = ElementTree.fromstring(xml, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Fault("doctype") from error
    except (ElementTree.ParseError, ValueError) as error:
        raise Fault("broken") from error
    return root
