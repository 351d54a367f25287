"""Read what strangers send in a child process that can be killed.

A reader that meets a hostile file may need a day or all memory. Here it gets seconds and
megabytes, can write no file, and takes nothing down with it when it ends. A helper process
(common/confined_helper.py) has the readers' libraries loaded and forks itself for each file: a
fresh Python would need a third of a second for that. See docs/decisions/0015.
"""

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

SCRIPT = Path(__file__).with_name("confined_helper.py")
ROOT = SCRIPT.parent.parent
# Loading the reader's libraries, the first time, is not the reader's fault.
START_SECONDS = 10
DONE, FAILED, NO_MEMORY = b"0", b"3", b"4"


class Overrun(Exception):
    """The reader needed more time or memory than it may have."""


class Crashed(Exception):
    """The reader ended with an error of its own."""


class _Helper:
    """The process that forks, and the socket on which it is asked to."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            # Without the environment: a reader has no business with keys and passwords.
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-P", "-s", str(SCRIPT)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"},
                start_new_session=True,
            )

    def ask(self, message: bytes, theirs: socket.socket) -> None:
        """Hand over a task and the socket on which it is talked about. Raises OSError."""
        socket.send_fds(self.control, [message], [theirs.fileno()])

    def end(self) -> None:
        """Closing the socket ends the process."""
        self.control.close()
        self.process.wait()


_lock = threading.Lock()
_helper: _Helper | None = None
# Those of the process that this one was forked from: theirs to end.
_inherited: list[_Helper] = []


def run_confined(target: str, data: bytes, *, seconds: int = 10, memory_mb: int = 512) -> bytes:
    """Call `package.module:function` (bytes to bytes) in a child process; what it returns.

    `seconds` of processor time and `memory_mb` of memory beside its libraries are all it gets;
    files it can only read. The module must import without Django. Raises Overrun, Crashed.
    """
    task = json.dumps([target, seconds, memory_mb]).encode()
    mine, theirs = socket.socketpair()
    with mine:
        with theirs:
            _ask(task, theirs)
        mine.settimeout(seconds * 2 + START_SECONDS)
        try:
            answer = _exchange(mine, data)
        except TimeoutError as error:
            raise Overrun(target) from error
    # Nothing at all: killed by the limit on time, or by the kernel.
    if not answer or answer[:1] == NO_MEMORY:
        raise Overrun(target)
    if answer[:1] != DONE:
        raise Crashed(target)
    return answer[1:]


def _exchange(mine: socket.socket, data: bytes) -> bytes:
    """Everything there, everything back. A child that ends early says why, or nothing."""
    try:
        mine.sendall(data)
        mine.shutdown(socket.SHUT_WR)
    except (BrokenPipeError, ConnectionResetError):
        pass
    pieces = []
    try:
        while piece := mine.recv(1 << 20):
            pieces.append(piece)
    except ConnectionResetError:
        return b""
    return b"".join(pieces)


def _ask(task: bytes, theirs: socket.socket) -> None:
    """Ask the helper; a new one where there is none, or where it has gone (it does when idle)."""
    global _helper
    with _lock:
        if _helper is not None and _helper.owner != os.getpid():
            _inherited.append(_helper)
            _helper = None
        if _helper is not None:
            try:
                _helper.ask(task, theirs)
            except OSError:
                _helper.end()
            else:
                return
        _helper = _Helper()
        _helper.ask(task, theirs)


@atexit.register
def _end() -> None:
    if _helper is not None and _helper.owner == os.getpid():
        _helper.end()
