"""Files of evidence, each under a random name, written once.

`MEDIA_ROOT/evidence/ab/cd/ef01…`: no part of the sender's name is on disk, and no name can be
guessed. A file is complete and on disk before its row exists, and is never written again. Its
hash is kept in the row, so that whoever changes the file is found out.
"""

import contextlib
import errno
import hashlib
import io
import os
import re
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from checklists.evidence.refusals import refusal
from documents.storage import Altered

KEY = re.compile(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{28}")
_PIECE = 1 << 18
_FULL = (errno.ENOSPC, errno.EDQUOT)


def root() -> Path:
    """The folder of all evidence; nothing under it is served by a web server."""
    return Path(settings.MEDIA_ROOT) / "evidence"


def path_of(key: str) -> Path:
    """The file of a key. Raises ValueError for anything that isn't a key."""
    if not KEY.fullmatch(key):
        raise ValueError(f"not a storage key: {key}")
    return root() / key


def check_space(size: int) -> None:
    """Raises EvidenceRefused (507) when `size` more bytes would leave less than
    EVIDENCE_MIN_FREE_BYTES. Ask before a request's body is read, too."""
    folder = next(each for each in (root(), *root().parents) if each.exists())
    if shutil.disk_usage(folder).free - size < settings.EVIDENCE_MIN_FREE_BYTES:
        raise refusal("full")


def put(data: bytes | BinaryIO, sha256: str) -> str:
    """Store what was inspected, durably, under a new random name; its key.

    A file object is read from its start, piece by piece. `sha256` is the hash that was
    inspected. Raises EvidenceRefused (507) when the disk is full, Altered when the bytes are
    no longer those inspected; nothing is left behind then.
    """
    source = io.BytesIO(data) if isinstance(data, bytes) else data
    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    check_space(size)
    try:
        return _write(source, sha256)
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise refusal("full") from error


def open(key: str, sha256: str) -> BinaryIO:
    """The file of a key, at its start, after all of it was checked against its hash.

    Raises Altered when it is gone or is not what was stored.
    """
    try:
        file = path_of(key).open("rb")
    except FileNotFoundError as error:
        raise Altered(key, "") from error
    try:
        found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != sha256:
            raise Altered(key, found)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def read(key: str, sha256: str) -> bytes:
    """The content of a key, checked against its hash. Raises Altered."""
    try:
        content = path_of(key).read_bytes()
    except FileNotFoundError as error:
        raise Altered(key, "") from error
    if (found := hashlib.sha256(content).hexdigest()) != sha256:
        raise Altered(key, found)
    return content


def remove(key: str) -> None:
    """Delete the file of a key, durably. One that is gone already is no error."""
    path = path_of(key)
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
        _sync(path.parent)


def _write(source: BinaryIO, sha256: str) -> str:
    folder = root()
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            found = _copy(source, file)
            if found != sha256:
                raise Altered("(new)", found)
            file.flush()
            os.fchmod(file.fileno(), 0o440)
            os.fsync(file.fileno())
        return _name(Path(temporary))
    finally:
        Path(temporary).unlink(missing_ok=True)


def _copy(source: BinaryIO, target: BinaryIO) -> str:
    """Copy piece by piece; the hash of what was written."""
    digest = hashlib.sha256()
    while piece := source.read(_PIECE):
        digest.update(piece)
        target.write(piece)
    return digest.hexdigest()


def _name(temporary: Path) -> str:
    """Give a complete file a random name that no other has; the key."""
    while True:
        token = secrets.token_hex(16)
        key = f"{token[:2]}/{token[2:4]}/{token[4:]}"
        path = path_of(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        # A link, unlike a rename, doesn't replace a file that is there.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(temporary)
            for directory in (path.parent, path.parent.parent, root(), root().parent):
                _sync(directory)
            return key


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
