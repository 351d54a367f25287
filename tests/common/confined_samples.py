"""Functions that test_confined.py runs in a child."""

import os
import time
from pathlib import Path

SEEN: list[bytes] = []


def reverse(data: bytes) -> bytes:
    return data[::-1]


def spin(data: bytes) -> bytes:
    while True:
        data = data[:1]


def swell(data: bytes) -> bytes:
    return bytes(2_000_000_000)


def fail(data: bytes) -> bytes:
    raise ValueError(data)


def write(data: bytes) -> bytes:
    Path(data.decode()).write_bytes(b"something")
    return b"written"


def environment(data: bytes) -> bytes:
    return repr(dict(os.environ)).encode()


def remember(data: bytes) -> bytes:
    SEEN.append(data)
    return b",".join(SEEN)


def sleep(data: bytes) -> bytes:
    time.sleep(600)
    return b""
