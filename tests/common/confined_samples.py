"""Functions that test_confined.py runs in a child."""

from pathlib import Path


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
