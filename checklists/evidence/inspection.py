"""A file somebody sent → what it is, or why it is not taken.

The name is believed in nothing. What a file is comes from its first bytes, is confirmed by a
reader that opens all of it in a confined child, and must agree with the name's ending.
"""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings

from checklists.evidence import images, office, pdfs, sniffing, texts
from checklists.evidence.filenames import display_name, extension_of
from checklists.evidence.kinds import FORMATS, OTHERS, SCRIPTS, Kind
from checklists.evidence.refusals import EvidenceRefused, misnamed, not_taken, refusal, too_large
from checklists.evidence.sniffing import Family
from common.confined import Crashed, Overrun, run_confined

_READERS = {Family.PDF: pdfs, Family.PNG: images, Family.JPEG: images, Family.ZIP: office}


@dataclass(frozen=True)
class Inspected:
    """A file that may be kept. `filename` is for people; storage never sees it.

    `extension` is the usual one of the kind, without a dot.
    """

    kind: Kind
    media_type: str
    extension: str
    size: int
    sha256: str
    filename: str


def inspect(name: str, data: bytes | BinaryIO) -> Inspected:
    """What a file is. A file object is read from its start and left there.

    At most one copy of EVIDENCE_MAX_BYTES is held. Raises EvidenceRefused with a sentence for
    the sender: empty, too large, of a kind not taken, misnamed, broken, or not to be trusted.
    """
    content = data if isinstance(data, bytes) else _read(data)
    limit = settings.EVIDENCE_MAX_BYTES
    if len(content) > limit:
        raise too_large(limit)
    if not content:
        raise refusal("empty")
    filename = display_name(name)
    extension = extension_of(filename)
    if SCRIPTS.fullmatch(extension):
        raise refusal("program")
    kind = _kind_of(content, extension)
    found = FORMATS[kind]
    if extension not in found.extensions:
        raise misnamed(extension, found.label, found.extensions[0])
    return Inspected(
        kind=kind,
        media_type=found.media_type,
        extension=found.extensions[0],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        filename=filename,
    )


def _read(file: BinaryIO) -> bytes:
    """One byte more than is allowed, so that too much is seen, and never more."""
    file.seek(0)
    content = file.read(settings.EVIDENCE_MAX_BYTES + 1)
    file.seek(0)
    return content


def _kind_of(data: bytes, extension: str) -> Kind:
    """The kind, after everything that a file of that kind must stand."""
    family = sniffing.family_of(data)
    if family == Family.OLE:
        raise refusal("password" if sniffing.is_locked_ole(data) else "ole")
    if family == Family.OTHER:
        return _text(data, extension)
    if family != Family.ZIP and sniffing.is_mixed(data, family):
        raise refusal("mixed")
    verdict = _verdict(data, family)
    if verdict not in FORMATS:
        raise refusal(verdict)
    return Kind(verdict)


def _verdict(data: bytes, family: Family) -> str:
    """What a confined reader says of a file: its kind, or the code of a refusal."""
    reader = _READERS[family]
    try:
        answer = run_confined(
            f"{reader.__name__}:check", data, seconds=reader.SECONDS, memory_mb=reader.MEMORY_MB
        )
    except Overrun as error:
        raise refusal("heavy") from error
    except Crashed as error:
        raise refusal("broken") from error
    return answer.decode("ascii")


def _text(data: bytes, extension: str) -> Kind:
    """TEXT or CSV, which only the name tells apart; or why it is neither."""
    if not texts.encoding_of(data):
        raise _no_kind(data, extension)
    if fault := texts.fault_of(data, csv=extension == "csv"):
        raise refusal(fault)
    return Kind.CSV if extension == "csv" else Kind.TEXT


def _no_kind(data: bytes, extension: str) -> EvidenceRefused:
    """What to say of bytes that are neither a kind we take nor text."""
    if sniffing.is_program(data):
        return refusal("program")
    if sniffing.hides_pdf(data):
        return refusal("mixed")
    if label := OTHERS.get(sniffing.media_type_of(data)):
        return not_taken(label)
    if extension in FORMATS[Kind.TEXT].extensions + FORMATS[Kind.CSV].extensions:
        return refusal("encoding")
    return refusal("unknown")
