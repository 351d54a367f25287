"""Ask a ClamAV daemon about a file, where one is configured.

Source: clamd(8), INSTREAM: each piece behind its length, four bytes in network order; a piece
of no length ends the file; one line comes back. Where a daemon is configured and gives no
answer, nothing is taken.
"""

import contextlib
import io
import logging
import socket
import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings

from checklists.evidence.refusals import refusal

CONNECT_SECONDS = 5
# Between two pieces, and until the answer: an archive of 20 MB takes a slow machine a while.
ANSWER_SECONDS = 60
_PIECE = 1 << 18
_LONGEST_ANSWER = 4096
_log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What is known about a file after it was, or wasn't, scanned."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNED = "unscanned"
    """No scanner is configured."""
    FAILED = "failed"
    """A scanner is configured and didn't answer."""


@dataclass(frozen=True)
class Scanned:
    """`detail`: the signature's name when infected, what went wrong when failed; for the log."""

    outcome: Outcome
    detail: str = ""


def scan(data: bytes | BinaryIO) -> Scanned:
    """Ask the daemon at CLAMD_URL. A file object is read from its start. Never raises."""
    if not settings.CLAMD_URL:
        return Scanned(Outcome.UNSCANNED)
    source = io.BytesIO(data) if isinstance(data, bytes) else data
    source.seek(0)
    try:
        with contextlib.closing(_connect(settings.CLAMD_URL)) as daemon:
            return _understood(_ask(daemon, source))
    except (OSError, ValueError) as error:
        return Scanned(Outcome.FAILED, f"{type(error).__name__}: {error}")


def require_clean(data: bytes | BinaryIO) -> Scanned:
    """The outcome, CLEAN or UNSCANNED. Raises EvidenceRefused: 422 infected, 503 failed."""
    scanned = scan(data)
    if scanned.outcome == Outcome.INFECTED:
        _log.warning("an upload was refused: clamd found %r", scanned.detail)
        raise refusal("infected")
    if scanned.outcome == Outcome.FAILED:
        _log.error("uploads are refused: clamd gave no answer: %s", scanned.detail)
        raise refusal("unscanned")
    return scanned


def _connect(url: str) -> socket.socket:
    """A connection to unix:///path or tcp://host:port. Raises ValueError for another address."""
    parts = urlsplit(url)
    if parts.scheme == "unix" and parts.path:
        daemon = socket.socket(socket.AF_UNIX)
        daemon.settimeout(CONNECT_SECONDS)
        try:
            daemon.connect(parts.path)
        except OSError:
            daemon.close()
            raise
    elif parts.scheme == "tcp" and parts.hostname:
        daemon = socket.create_connection((parts.hostname, parts.port or 3310), CONNECT_SECONDS)
    else:
        raise ValueError("CLAMD_URL is neither unix:///path nor tcp://host:port")
    daemon.settimeout(ANSWER_SECONDS)
    return daemon


def _ask(daemon: socket.socket, source: BinaryIO) -> str:
    # A daemon that has had enough answers and hangs up while we still send.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        daemon.sendall(b"zINSTREAM\0")
        while piece := source.read(_PIECE):
            daemon.sendall(struct.pack("!I", len(piece)))
            daemon.sendall(piece)
        daemon.sendall(struct.pack("!I", 0))
    answer = bytearray()
    while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
        if not (part := daemon.recv(_LONGEST_ANSWER)):
            break
        answer += part
    return answer.partition(b"\0")[0].decode("utf-8", "replace")


def _understood(answer: str) -> Scanned:
    """`stream: OK`, `stream: NAME FOUND`; anything else is no answer."""
    said = answer.removeprefix("stream: ")
    if said == "OK" and answer != said:
        return Scanned(Outcome.CLEAN)
    if said.endswith(" FOUND"):
        return Scanned(Outcome.INFECTED, said.removesuffix(" FOUND"))
    return Scanned(Outcome.FAILED, answer or "the connection was closed without an answer")
