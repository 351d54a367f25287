"""What reads strangers' files gets seconds and megabytes, and no pen."""

import time
from pathlib import Path

import pytest

from common.confined import Crashed, Overrun, run_confined

HERE = "tests.common.confined_samples"


def test_the_result_comes_back():
    assert run_confined(f"{HERE}:reverse", b"abc") == b"cba"


def test_endless_work_is_killed_in_time():
    began = time.monotonic()
    with pytest.raises(Overrun):
        run_confined(f"{HERE}:spin", b"", seconds=1)
    assert time.monotonic() - began < 12


def test_a_hunger_for_memory_is_refused():
    with pytest.raises(Overrun):
        run_confined(f"{HERE}:swell", b"", seconds=5, memory_mb=300)


def test_an_error_of_the_reader_is_told_apart():
    with pytest.raises(Crashed):
        run_confined(f"{HERE}:fail", b"")


def test_no_file_can_be_written(tmp_path: Path):
    target = tmp_path / "written"
    with pytest.raises((Crashed, Overrun)):
        run_confined(f"{HERE}:write", str(target).encode())
    assert not target.exists() or target.read_bytes() == b""
