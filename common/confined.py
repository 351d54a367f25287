"""Read what strangers send in a child process that can be killed.

A reader that meets a hostile file may need a day or all memory. Here it gets seconds and
megabytes, can write no file, and takes nothing down with it when it ends.
"""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("confined_child.py")
ROOT = SCRIPT.parent.parent
# Starting Python and its imports are not the reader's fault.
START_SECONDS = 10


class Overrun(Exception):
    """The reader needed more time or memory than it may have."""


class Crashed(Exception):
    """The reader ended with an error of its own."""


def run_confined(target: str, data: bytes, *, seconds: int = 10, memory_mb: int = 512) -> bytes:
    """Call `package.module:function` (bytes to bytes) in a child process; what it returns.

    `seconds` of processor time and `memory_mb` of address space are all it gets; files it can
    only read. The module must import without Django. Raises Overrun, Crashed.
    """
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-P", "-s", str(SCRIPT), target, str(seconds), str(memory_mb)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds * 2 + START_SECONDS,
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Overrun(target) from error
    if done.returncode == 0:
        return done.stdout
    # 4: MemoryError; below zero: a signal, of the limit on time or of the kernel.
    if done.returncode == 4 or done.returncode < 0:
        raise Overrun(target)
    raise Crashed(target)
