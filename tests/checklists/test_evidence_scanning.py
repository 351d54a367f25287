"""A real ClamAV daemon where there is one, and a socket that speaks its protocol for the rest."""

import io
import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from checklists.evidence import scanning
from checklists.evidence.refusals import EvidenceRefused
from checklists.evidence.scanning import Outcome, Scanned, require_clean, scan

# The test file of EICAR, in pieces, so that no scanner takes this file for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-" + b"FILE!$H+H*"
CONFIGURATION = """
DatabaseDirectory {folder}
LocalSocket {folder}/socket
TCPSocket {port}
TCPAddr 127.0.0.1
Foreground yes
User {user}
StreamMaxLength 2M
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """clamd with one signature, on a Unix socket and a port; their addresses."""
    program = shutil.which("clamd")
    if not program:
        pytest.skip("clamd is not installed")
    folder = tmp_path_factory.mktemp("clamd")
    port = free_port()
    (folder / "eicar.ndb").write_text(f"Tokki.Eicar:0:*:{EICAR.hex()}\n")
    configuration = folder / "clamd.conf"
    configuration.write_text(
        CONFIGURATION.format(folder=folder, port=port, user=Path("/proc/self").owner())
    )
    running = subprocess.Popen(
        [program, "-c", str(configuration)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 30
    while not (folder / "socket").exists() and time.monotonic() < until:
        assert running.poll() is None, "clamd did not start"
        time.sleep(0.1)
    yield {"unix": f"unix://{folder}/socket", "tcp": f"tcp://127.0.0.1:{port}"}
    running.terminate()
    running.wait(10)


@pytest.mark.parametrize("way", ["unix", "tcp"])
def test_a_real_daemon_tells_clean_from_infected(settings, daemon, way):
    settings.CLAMD_URL = daemon[way]
    assert scan(b"harmless" * 100_000) == Scanned(Outcome.CLEAN)
    infected = scan(b"before" * 50_000 + EICAR + b"after")
    assert infected.outcome == Outcome.INFECTED
    assert "Tokki.Eicar" in infected.detail


def test_a_real_daemon_reads_a_file_object_from_its_start(settings, daemon):
    settings.CLAMD_URL = daemon["unix"]
    source = io.BytesIO(EICAR)
    source.read()
    assert scan(source).outcome == Outcome.INFECTED


def test_more_than_a_real_daemon_takes_is_a_failure(settings, daemon):
    settings.CLAMD_URL = daemon["unix"]
    found = scan(b"a" * 5_000_000)
    assert found.outcome == Outcome.FAILED


def served(folder: Path, speak: Callable[[socket.socket], None]) -> str:
    """The address of a socket where one caller is spoken to."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(folder / "clamd"))
    server.listen(1)

    def serve() -> None:
        with server:
            caller, _ = server.accept()
            with caller:
                speak(caller)

    threading.Thread(target=serve, daemon=True).start()
    return f"unix://{folder}/clamd"


def received(caller: socket.socket) -> tuple[bytes, bytes]:
    """(command, content) as a daemon reads them."""
    stream = caller.makefile("rb")
    command = stream.read(10)
    content = b""
    while size := struct.unpack("!I", stream.read(4))[0]:
        content += stream.read(size)
    return command, content


@pytest.mark.parametrize(
    ("answer", "outcome", "detail"),
    [
        (b"stream: OK\0", Outcome.CLEAN, ""),
        (b"stream: Win.Test-1 FOUND\0", Outcome.INFECTED, "Win.Test-1"),
        (b"INSTREAM size limit exceeded. ERROR\0", Outcome.FAILED, "INSTREAM size limit exceeded"),
        (b"stream: Can't allocate memory ERROR\0", Outcome.FAILED, "allocate"),
        (b"UNKNOWN COMMAND\0", Outcome.FAILED, "UNKNOWN"),
        (b"OK\0", Outcome.FAILED, "OK"),
        (b"", Outcome.FAILED, "without an answer"),
        (b"stream: not OK\0", Outcome.FAILED, "not OK"),
        (b"x" * 100_000, Outcome.FAILED, "xxx"),
    ],
)
def test_only_a_plain_ok_is_clean(settings, tmp_path, answer, outcome, detail):
    heard = []

    def speak(caller: socket.socket) -> None:
        heard.append(received(caller))
        caller.sendall(answer)

    settings.CLAMD_URL = served(tmp_path, speak)
    content = b"ab" * 300_000
    found = scan(content)
    assert found.outcome == outcome
    assert detail in found.detail
    assert heard == [(b"zINSTREAM\0", content)]


def test_an_answer_in_pieces_is_put_together(settings, tmp_path):
    def speak(caller: socket.socket) -> None:
        received(caller)
        for piece in (b"str", b"eam: ", b"OK", b"\0"):
            caller.sendall(piece)
            time.sleep(0.02)

    settings.CLAMD_URL = served(tmp_path, speak)
    assert scan(b"a").outcome == Outcome.CLEAN


def test_a_daemon_that_hangs_up_early_is_a_failure(settings, tmp_path):
    settings.CLAMD_URL = served(tmp_path, lambda caller: None)
    assert scan(b"a" * 5_000_000).outcome == Outcome.FAILED


def test_what_a_daemon_says_before_it_hangs_up_is_heard(settings, tmp_path):
    def speak(caller: socket.socket) -> None:
        caller.recv(10)
        caller.sendall(b"INSTREAM size limit exceeded. ERROR\0")

    settings.CLAMD_URL = served(tmp_path, speak)
    found = scan(b"a" * 5_000_000)
    assert found == Scanned(Outcome.FAILED, "INSTREAM size limit exceeded. ERROR")


def test_a_daemon_that_never_answers_is_given_up(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(scanning, "ANSWER_SECONDS", 0.3)
    over = threading.Event()
    settings.CLAMD_URL = served(tmp_path, lambda caller: over.wait(10))
    began = time.monotonic()
    found = scan(b"a")
    over.set()
    assert found.outcome == Outcome.FAILED
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "url",
    [
        "unix:///nowhere/clamd",
        "tcp://127.0.0.1:1",
        "/run/clamd",
        "http://a.example",
        "tcp://h:x",
        "x",
    ],
)
def test_a_daemon_that_cannot_be_reached_takes_no_upload(settings, url):
    settings.CLAMD_URL = url
    with pytest.raises(EvidenceRefused) as caught:
        require_clean(b"a")
    assert (caught.value.code, caught.value.status) == ("unscanned", 503)
    assert "しばらくしてから、もう一度お試しください。" in caught.value.reasons[0]


def test_an_infected_file_is_refused(settings, tmp_path):
    def speak(caller: socket.socket) -> None:
        received(caller)
        caller.sendall(b"stream: Win.Test-1 FOUND\0")

    settings.CLAMD_URL = served(tmp_path, speak)
    with pytest.raises(EvidenceRefused) as caught:
        require_clean(b"a")
    assert (caught.value.code, caught.value.status) == ("infected", 422)
    assert "危険と判定しました" in caught.value.reasons[0]


def test_without_a_daemon_nothing_is_scanned(settings):
    settings.CLAMD_URL = ""
    assert require_clean(b"a") == Scanned(Outcome.UNSCANNED)
