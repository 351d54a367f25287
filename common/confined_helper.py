"""The helper of common.confined: loads readers once, and forks itself for each file.

Reads tasks from standard input, a socket, each with a socket of its own on which the file comes
and the result goes. Ends when the asker is gone, or after some idle minutes.
"""

import importlib
import json
import os
import resource
import select
import signal
import socket
from collections.abc import Callable

IDLE_SECONDS = 600
DONE, FAILED, NO_MEMORY = b"0", b"3", b"4"
Reader = Callable[[bytes], bytes]


def main() -> None:
    """Fork for each task, and never look back: a child is bounded by its own limits."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children leave nothing to be collected
    control = socket.socket(fileno=0)
    while select.select([control], [], [], IDLE_SECONDS)[0]:
        message, handles, _, _ = socket.recv_fds(control, 4096, 1)
        if not message:
            return
        target, seconds, memory_mb = json.loads(message)
        reader = _reader(target)
        if os.fork() == 0:
            control.close()
            os._exit(_serve(socket.socket(fileno=handles[0]), reader, seconds, memory_mb))
        os.close(handles[0])


def _reader(target: str) -> Reader:
    """The function, its module loaded here so that every later child has it."""
    module, _, name = target.partition(":")
    try:
        reader: Reader = getattr(importlib.import_module(module), name)
    except Exception as error:
        # Said by the child, as an error of the reader's own.
        failure = error

        def reader(data: bytes) -> bytes:
            raise failure

    return reader


def _serve(asker: socket.socket, reader: Reader, seconds: int, memory_mb: int) -> int:
    """In the child: take the file, limit itself, read, answer."""
    pieces = []
    while piece := asker.recv(1 << 20):
        pieces.append(piece)
    try:
        data = b"".join(pieces)
        _limit(seconds, memory_mb)
        answer = DONE + reader(data)
    except MemoryError:
        answer = NO_MEMORY
    except Exception:
        answer = FAILED
    asker.sendall(answer)
    asker.close()
    return 0


def _limit(seconds: int, memory_mb: int) -> None:
    # Sleeping takes no processor time.
    signal.alarm(seconds * 2 + 1)
    with open("/proc/self/statm", encoding="ascii") as file:
        present = int(file.read().split()[0]) * resource.getpagesize()
    memory = present + memory_mb * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2])) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, used + seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
