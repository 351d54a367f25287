"""Files are kept under random names, written once, durably, and changes are found out."""

import hashlib
import io
import os
import secrets
import shutil
import stat
import subprocess
import sys
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from checklists.evidence import storage
from checklists.evidence.refusals import EvidenceRefused
from documents.storage import Altered

ROOT = Path(__file__).resolve().parents[2]
CONTENT = "根拠".encode() * 1000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.EVIDENCE_MIN_FREE_BYTES = 0


def everything(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_put_is_read():
    key = storage.put(CONTENT, SHA256)
    assert storage.read(key, SHA256) == CONTENT
    with storage.open(key, SHA256) as file:
        assert file.read() == CONTENT


def test_a_file_object_is_stored_from_its_start():
    source = io.BytesIO(CONTENT)
    source.seek(77)
    assert storage.read(storage.put(source, SHA256), SHA256) == CONTENT


def test_only_its_owner_and_group_may_read_a_file_and_nobody_may_write(tmp_path):
    storage.put(CONTENT, SHA256)
    (path,) = everything(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o440
    assert path.stat().st_nlink == 1


def test_names_tell_nothing_and_never_repeat(tmp_path):
    keys = {storage.put(b"same", hashlib.sha256(b"same").hexdigest()) for _ in range(200)}
    assert len(keys) == 200
    assert all(storage.KEY.fullmatch(key) for key in keys)
    assert {str(p.relative_to(tmp_path / "evidence")) for p in everything(tmp_path)} == keys


def test_racing_uploads_each_have_a_file(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: storage.put(CONTENT, SHA256), range(40)))
    assert len(set(keys)) == len(everything(tmp_path)) == 40


def test_a_file_is_never_overwritten(monkeypatch):
    tokens = iter(["0" * 32, "0" * 32, "1" * 32])
    monkeypatch.setattr(secrets, "token_hex", lambda size: next(tokens))
    first = storage.put(b"first", hashlib.sha256(b"first").hexdigest())
    second = storage.put(b"second", hashlib.sha256(b"second").hexdigest())
    assert (first[:2], second[:2]) == ("00", "11")
    assert storage.path_of(first).read_bytes() == b"first"


def test_a_changed_file_is_found_out():
    key = storage.put(CONTENT, SHA256)
    path = storage.path_of(key)
    path.chmod(0o640)
    path.write_bytes(CONTENT[:-1] + b"!")
    for ask in (storage.read, storage.open):
        with pytest.raises(Altered) as caught:
            ask(key, SHA256)
        assert caught.value.found == hashlib.sha256(CONTENT[:-1] + b"!").hexdigest()


def test_a_missing_file_is_found_out():
    key = storage.put(CONTENT, SHA256)
    storage.remove(key)
    storage.remove(key)
    for ask in (storage.read, storage.open):
        with pytest.raises(Altered) as caught:
            ask(key, SHA256)
        assert caught.value.found == ""


def test_what_changed_after_its_inspection_is_not_stored(tmp_path):
    with pytest.raises(Altered):
        storage.put(CONTENT + b"!", SHA256)
    assert everything(tmp_path) == []


@pytest.mark.parametrize(
    "key", ["", "../../a", "/etc/passwd", "ab/cd/" + "e" * 27, "AB/cd/" + "e" * 28]
)
def test_what_is_no_key_is_no_path(key):
    for ask in (storage.path_of, storage.remove, lambda k: storage.read(k, SHA256)):
        with pytest.raises(ValueError, match="not a storage key"):
            ask(key)


def test_a_file_is_on_disk_before_it_has_its_name_and_the_name_before_the_key(monkeypatch):
    done = []
    sync, link = os.fsync, Path.hardlink_to

    def note_sync(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    def note_link(path: Path, target: Path) -> None:
        done.append("name")
        link(path, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(Path, "hardlink_to", note_link)
    storage.put(CONTENT, SHA256)
    assert done == ["file", "name", "folder", "folder", "folder", "folder"]


def test_twenty_megabytes_pass_through_little_memory(tmp_path):
    source = tmp_path / "source"
    source.write_bytes(b"a" * 20_000_000)
    sha256 = hashlib.sha256(b"a" * 20_000_000).hexdigest()
    tracemalloc.start()
    with source.open("rb") as file:
        key = storage.put(file, sha256)
    with storage.open(key, sha256):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_nothing_is_taken_when_too_little_would_be_left(settings, tmp_path):
    settings.EVIDENCE_MIN_FREE_BYTES = shutil.disk_usage(tmp_path).free * 2
    for ask in (lambda: storage.check_space(1), lambda: storage.put(CONTENT, SHA256)):
        with pytest.raises(EvidenceRefused) as caught:
            ask()
        assert (caught.value.code, caught.value.status) == ("full", 507)
    assert everything(tmp_path) == []


# Runs where a file system of two megabytes or of few files is all there is.
FULL_DISK = """
import hashlib, os, sys
from pathlib import Path
import django
from django.conf import settings
settings.configure(MEDIA_ROOT=sys.argv[1], EVIDENCE_MIN_FREE_BYTES=-10**9)
from checklists.evidence import storage
from checklists.evidence.refusals import EvidenceRefused
piece = os.urandom(int(sys.argv[2]))
sha256 = hashlib.sha256(piece).hexdigest()
keys = []
for _ in range(200):
    try:
        keys.append(storage.put(piece, sha256))
    except EvidenceRefused as error:
        assert (error.code, error.status) == ("full", 507)
        assert "保存先の空きが足りない" in error.reasons[0]
        break
else:
    raise AssertionError("the disk never was full")
assert keys
found = [path for path in Path(sys.argv[1]).rglob("*") if path.is_file()]
assert len(found) == len(keys), found
assert all(storage.read(key, sha256) == piece for key in keys)
storage.remove(keys.pop())
if "again" in sys.argv:
    keys.append(storage.put(piece, sha256))
print("full after", len(keys))
"""


# $0: options of the mount; then Python, the program, the size, and whether to fill it again.
IN_A_SMALL_DISK = """
d=$(mktemp -d) && mount -t tmpfs -o "$0" tokki "$d" && exec "$1" -c "$2" "$d" "$3" $4
"""


def fill(options: str, size: int, again: str = "") -> subprocess.CompletedProcess:
    """FULL_DISK in a mount namespace of its own, which takes the file system with it."""
    command = [IN_A_SMALL_DISK, options, sys.executable, FULL_DISK, str(size), again]
    return subprocess.run(
        ["unshare", "-rm", "sh", "-c", *command],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        timeout=60,
        check=False,
    )


@pytest.fixture
def _namespaces():
    allowed = (
        shutil.which("unshare")
        and not subprocess.run(
            ["unshare", "-rm", "sh", "-c", "mount -t tmpfs tokki /mnt"],
            check=False,
        ).returncode
    )
    if not allowed:
        pytest.skip("this machine lets nobody mount a file system")


@pytest.mark.usefixtures("_namespaces")
def test_a_full_disk_refuses_loses_nothing_and_recovers():
    done = fill("size=2m", 300_000, "again")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "full after 6\n"


@pytest.mark.usefixtures("_namespaces")
def test_a_disk_without_room_for_more_files_is_full_too():
    done = fill("size=2m,nr_inodes=20", 10)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("full after")
