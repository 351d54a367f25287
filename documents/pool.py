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
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


class Worker:
    """One child process, or the place for one."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._renders = 0

    @property
    def pid(self) -> int | None:
        """The process id while the child runs."""
        process = self._process
        return process.pid if process and process.poll() is None else None

    def ask(self, request: dict[str, Any], *, timeout: float) -> tuple[dict[str, Any], bytes]:
        """Send a request and wait `timeout` seconds for the answer: its head and its body.

        Raises DocumentFailed; the child is then gone, and the next call starts another.
        """
        if self._renders >= RENDERS_PER_WORKER or self.pid is None:
            self.stop()
            self._start()
        process = self._process
        assert process is not None  # noqa: S101  (started just above)
        late = threading.Event()

        def kill() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(timeout, kill)
        timer.start()
        try:
            head, body = self._exchange(process, request)
        except (OSError, EOFError, ValueError) as error:
            self.stop()
            raise _late() if late.is_set() else _died() from error
        finally:
            timer.cancel()
        self._renders += 1
        return head, body

    def _exchange(
        self, process: subprocess.Popen[bytes], request: dict[str, Any]
    ) -> tuple[dict[str, Any], bytes]:
        assert process.stdin and process.stdout  # noqa: S101  (both are pipes)
        encoded = json.dumps(request).encode()
        process.stdin.write(FRAME.pack(len(encoded), 0) + encoded)
        process.stdin.flush()
        lengths = process.stdout.read(FRAME.size)
        if len(lengths) < FRAME.size:
            raise EOFError
        head_size, body_size = FRAME.unpack(lengths)
        head: dict[str, Any] = json.loads(process.stdout.read(head_size))
        body = process.stdout.read(body_size)
        if len(body) < body_size:
            raise EOFError
        return head, body

    def _start(self) -> None:
        """Start the child with an environment that holds no secret of ours."""
        configuration = fontconfig_file()
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "HOME": str(configuration.parent),
            "TMPDIR": os.environ.get("TMPDIR", "/tmp"),  # noqa: S108
            "FONTCONFIG_FILE": str(configuration),
            "PYTHONHASHSEED": "0",
        }
        # A session of its own: Ctrl-C at the terminal goes to the server, not to the child,
        # which ends when its input closes.
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-s", str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )
        self._renders = 0

    def stop(self) -> None:
        """End the child, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            # Closing flushes what the dead child never read.
            with contextlib.suppress(OSError):
                if pipe:
                    pipe.close()


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
