"""HTML to PDF: the same bytes for the same input, kept on disk by the hash of that input."""

import base64
import contextlib
import hashlib
import os
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from common.canonical import dumps, sha256_hex
from documents.failures import DocumentFailed
from documents.fonts import fonts_hash
from documents.pool import SCRIPT, pool
from documents.sanitise import printable

TIMEOUT_SECONDS = 30.0
MAX_HTML = 8_000_000
MAX_CACHED = 512
BASE_STYLESHEET = "documents/base.css"
# What the bytes depend on besides the input. A new Pango changes them too; the cache may then
# serve the older layout of the same text, which does no harm.
PACKAGES = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "fonttools")


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF. `at` is its date, so that the bytes don't depend on the clock."""

    name: str
    content: bytes
    description: str
    at: datetime

    def as_request(self) -> dict[str, str]:
        """What the child process is sent."""
        return {
            "name": self.name,
            "content": base64.b64encode(self.content).decode(),
            "description": self.description,
            "at": self.at.isoformat(),
        }


def stylesheet(name: str) -> str:
    """The text of a stylesheet under static/, e.g. `documents/base.css`.

    Raises FileNotFoundError.
    """
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(f"no stylesheet {name} under static/")
    return Path(found).read_text(encoding="utf-8")


def render_pdf(
    html: str,
    *,
    stylesheets: Sequence[str] = (),
    attachments: Sequence[Attachment] = (),
    timeout: float = TIMEOUT_SECONDS,
) -> bytes:
    """The PDF of a whole HTML page, laid out by the texts in `stylesheets`.

    Equal input gives equal bytes. Nothing is fetched. Raises DocumentFailed with a sentence
    for the clerk: too large, too slow, a font missing.
    """
    if len(html) > MAX_HTML:
        raise DocumentFailed(
            "文書が大きすぎるため作成できません。内容を分けて発行してください。", code="size"
        )
    sent = [attachment.as_request() for attachment in attachments]
    key = _key(html, stylesheets, sent)
    if (cached := _cached(key)) is not None:
        return cached
    request = {"html": printable(html), "stylesheets": [*stylesheets], "attachments": sent}
    content = pool().render(request, timeout=timeout)
    _keep(key, content)
    return content


def warm_up() -> threading.Thread:
    """Start a child in the background and let it lay out one small page.

    A server calls this when it starts, so that the first clerk who prints doesn't wait for
    the child to load. Fonts that are missing are told to the clerk, not here.
    """
    page = "<!DOCTYPE html><html lang='ja'><title>準備</title><body><p>準備</p></body>"
    request = {"html": page, "stylesheets": [stylesheet(BASE_STYLESHEET)], "attachments": []}

    def work() -> None:
        with contextlib.suppress(DocumentFailed):
            pool().render(request, timeout=TIMEOUT_SECONDS)

    thread = threading.Thread(target=work, name="documents-warm-up", daemon=True)
    thread.start()
    return thread


def engine() -> str:
    """The renderer and its version, for the record."""
    return f"WeasyPrint {_versions()[0]}"


@cache
def _versions() -> tuple[str, ...]:
    return tuple(version(package) for package in PACKAGES)


@cache
def _code_hash() -> str:
    """Over our own modules that decide the bytes."""
    files = [SCRIPT, SCRIPT.with_name("tagging.py"), SCRIPT.with_name("sanitise.py")]
    return sha256_hex(b"".join(file.read_bytes() for file in files))


def _key(html: str, stylesheets: Sequence[str], attachments: list[dict[str, str]]) -> str:
    parts = [html, *stylesheets, dumps(attachments), fonts_hash(), *_versions(), _code_hash()]
    return sha256_hex(dumps([sha256_hex(part) for part in parts]))


def _directory() -> Path:
    return Path(settings.PDF_CACHE_DIR) / "pages"


def _cached(key: str) -> bytes | None:
    """A kept PDF, if its own hash still fits."""
    try:
        stored = (_directory() / key).read_bytes()
    except OSError:
        return None
    digest, content = stored[:32], stored[32:]
    return content if hashlib.sha256(content).digest() == digest else None


def _keep(key: str, content: bytes) -> None:
    """Keep a PDF. A full disk costs the next caller time, nothing else."""
    directory = _directory()
    with contextlib.suppress(OSError):
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=directory, prefix=".new-")
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(content).digest() + content)
        Path(temporary).replace(directory / key)
        _prune(directory)


def _prune(directory: Path) -> None:
    """Throw away the older half when there are more than MAX_CACHED."""
    files = [entry for entry in os.scandir(directory) if entry.is_file()]
    if len(files) <= MAX_CACHED:
        return
    files.sort(key=lambda entry: entry.stat().st_mtime)
    for entry in files[: len(files) // 2]:
        Path(entry.path).unlink(missing_ok=True)
