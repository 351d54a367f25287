"""Child processes that render, from the parent's side: started when first needed, killed when
late, replaced when dead.

Threads of a web server share the pool; each worker serves one of them at a time. Workers are
taken last in, first out, so a second one starts only while the first is busy.
"""

import atexit
import contextlib
import json
import os
import queue
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from documents.failures import DocumentFailed
from documents.fonts import fontconfig_file

FRAME = struct.Struct(">II")
WORKERS = 2
RENDERS_PER_WORKER = 2000
WAIT_SECONDS = 30.0
SCRIPT = Path(__file__).with_name("worker.py")

REASONS = {
    "memory": "文書が大きすぎるため作成できませんでした。内容を分けて発行してください。",
    "nesting": "文書の入れ子が深すぎるため作成できませんでした。管理者に連絡してください。",
    "address": "文書が外部のファイルを読み込もうとしたため、作成を中止しました。管理者に連絡してください。",
    "layout": "文書を組版できませんでした。管理者に連絡してください。",
}


class Child:
    """A running child process and the two ends of its pipes."""

    def __init__(self) -> None:
        # Its own session: Ctrl-C at the terminal goes to the server, not to the child, which
        # ends when its input closes.
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-s", str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_environment(),
            start_new_session=True,
        )
        self.input = cast(BinaryIO, self.process.stdin)
        self.output = cast(BinaryIO, self.process.stdout)

    def exchange(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Send a request; the answer's head and body. Raises OSError, EOFError, ValueError."""
        encoded = json.dumps(request).encode()
        self.input.write(FRAME.pack(len(encoded), 0) + encoded)
        self.input.flush()
        head_size, body_size = FRAME.unpack(self._read(FRAME.size))
        head: dict[str, Any] = json.loads(self._read(head_size))
        return head, self._read(body_size)

    def _read(self, size: int) -> bytes:
        data = self.output.read(size)
        if len(data) < size:
            raise EOFError
        return data

    def end(self) -> None:
        """Kill it and wait for it."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.input, self.output):
            # Closing flushes what the dead child never read.
            with contextlib.suppress(OSError):
                pipe.close()


def _environment() -> dict[str, str]:
    """What the child may know: nothing of ours but the fonts."""
    configuration = fontconfig_file()
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "HOME": str(configuration.parent),
        "TMPDIR": tempfile.gettempdir(),
        "FONTCONFIG_FILE": str(configuration),
        "PYTHONPATH": str(SCRIPT.parents[1]),
        "PYTHONHASHSEED": "0",
    }


class Worker:
    """The place for one child process, which is started when needed."""

    def __init__(self) -> None:
        self._child: Child | None = None
        self._renders = 0

    @property
    def pid(self) -> int | None:
        """The process id while the child runs."""
        child = self._child
        return child.process.pid if child and child.process.poll() is None else None

    def ask(self, request: dict[str, Any], *, timeout: float) -> tuple[dict[str, Any], bytes]:
        """Send a request and wait `timeout` seconds for the answer: its head and its body.

        Raises DocumentFailed; the child is then gone, and the next call starts another.
        """
        child = self._ready_child()
        late = threading.Event()

        def kill() -> None:
            late.set()
            child.process.kill()

        timer = threading.Timer(timeout, kill)
        timer.start()
        try:
            answer = child.exchange(request)
        except (OSError, EOFError, ValueError) as error:
            self.stop()
            raise (_late() if late.is_set() else _died()) from error
        finally:
            timer.cancel()
        self._renders += 1
        return answer

    def _ready_child(self) -> Child:
        if self._child is None or self.pid is None or self._renders >= RENDERS_PER_WORKER:
            self.stop()
            self._child, self._renders = Child(), 0
        return self._child

    def stop(self) -> None:
        """End the child, if there is one."""
        child, self._child = self._child, None
        if child:
            child.end()


def _late() -> DocumentFailed:
    return DocumentFailed(
        "文書の作成に時間がかかりすぎたため中止しました。表の行数や文章の長さを減らすか、"
        "内容を分けて発行してください。",
        code="timeout",
        status=503,
    )


def _died() -> DocumentFailed:
    return DocumentFailed(
        "文書を作成する処理が途中で止まりました。もう一度お試しください。"
        "続くときは管理者に連絡してください。",
        code="crash",
        status=503,
    )


class Pool:
    """A few workers, lent out one a caller."""

    def __init__(self, size: int = WORKERS) -> None:
        self.workers = [Worker() for _ in range(size)]
        self._free: queue.LifoQueue[Worker] = queue.LifoQueue()
        for worker in self.workers:
            self._free.put(worker)

    @contextlib.contextmanager
    def lend(self) -> Iterator[Worker]:
        """A worker of one's own. Raises DocumentFailed when all stay busy for WAIT_SECONDS."""
        try:
            worker = self._free.get(timeout=WAIT_SECONDS)
        except queue.Empty as error:
            raise DocumentFailed(
                "ほかの文書を作成しています。少し待ってから、もう一度お試しください。",
                code="busy",
                status=503,
            ) from error
        try:
            yield worker
        finally:
            self._free.put(worker)

    def render(self, request: dict[str, Any], *, timeout: float) -> bytes:
        """The PDF for a request. Raises DocumentFailed."""
        request = {**request, "cpu_seconds": int(timeout) + 5}
        with self.lend() as worker:
            head, body = worker.ask(request, timeout=timeout)
            if head.get("error"):
                worker.stop()
                raise DocumentFailed(REASONS[head["error"]], code=head["error"])
        return body

    def stop(self) -> None:
        """End every child."""
        for worker in self.workers:
            worker.stop()


_pool = Pool()


def pool() -> Pool:
    """This process's pool."""
    return _pool


def _after_fork() -> None:
    # Two processes must not talk into one pipe: the forked one starts children of its own.
    global _pool
    _pool = Pool()


os.register_at_fork(after_in_child=_after_fork)
atexit.register(lambda: _pool.stop())
