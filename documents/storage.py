"""Files of issued documents, each under the hash of its content, written once.

`MEDIA_ROOT/documents/sha256/ab/cdef…`. A file is complete and on disk before its row exists,
and is never written again.
"""

import contextlib
import errno
import os
import re
import tempfile
from pathlib import Path

from django.conf import settings

from common.canonical import sha256_hex
from documents.failures import DocumentFailed

KEY = re.compile(r"sha256/[0-9a-f]{2}/[0-9a-f]{62}")


class Altered(Exception):
    """A stored file is gone or isn't what was stored. `found` is its hash now, or ""."""

    def __init__(self, key: str, found: str) -> None:
        super().__init__(f"{key}: {'is missing' if not found else 'has hash ' + found}")
        self.key = key
        self.found = found


def key_of(sha256: str) -> str:
    """Where content with this hash is kept."""
    return f"sha256/{sha256[:2]}/{sha256[2:]}"


def path_of(key: str) -> Path:
    """The file of a key. Raises ValueError for anything that isn't a key."""
    if not KEY.fullmatch(key):
        raise ValueError(f"not a storage key: {key}")
    return Path(settings.MEDIA_ROOT) / "documents" / key


def put(content: bytes) -> str:
    """Store content durably; its key. Storing the same content again changes nothing.

    Raises DocumentFailed when the disk is full, Altered when the file of that name is not
    what its name says.
    """
    key = key_of(sha256_hex(content))
    path = path_of(key)
    if path.exists():
        read(key)
        return key
    try:
        _write(path, content)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise DocumentFailed(
            "保存先の空きが足りないため、文書を発行できませんでした。管理者に連絡してください。",
            code="full",
            status=507,
        ) from error
    return key


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), 0o440)
            os.fsync(file.fileno())
        # A link, unlike a rename, doesn't replace a file that another process put there.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(temporary)
    finally:
        Path(temporary).unlink(missing_ok=True)
    for directory in (path.parent, path.parent.parent):
        _sync(directory)


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(key: str) -> bytes:
    """The content, checked against its key. Raises Altered."""
    try:
        content = path_of(key).read_bytes()
    except FileNotFoundError as error:
        raise Altered(key, "") from error
    if key_of(found := sha256_hex(content)) != key:
        raise Altered(key, found)
    return content
