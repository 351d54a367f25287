"""What reads strangers' files gets seconds and megabytes, and no pen."""

import os
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from common import confined
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


def test_the_reader_sees_no_keys_and_passwords():
    assert "SECRET_KEY" in os.environ
    found = run_confined(f"{HERE}:environment", b"").decode()
    assert "SECRET_KEY" not in found
    assert "DATABASE_URL" not in found


def test_no_file_meets_what_another_left():
    assert run_confined(f"{HERE}:remember", b"first") == b"first"
    assert run_confined(f"{HERE}:remember", b"second") == b"second"


def test_sleep_ends_too():
    with pytest.raises(Overrun):
        run_confined(f"{HERE}:sleep", b"", seconds=1)


def test_a_helper_that_is_gone_is_replaced():
    assert run_confined(f"{HERE}:reverse", b"abc") == b"cba"
    helper = confined._helper
    helper.process.kill()
    helper.process.wait()
    assert run_confined(f"{HERE}:reverse", b"abc") == b"cba"
    assert confined._helper is not helper


def test_many_at_once_get_their_own():
    data = [bytes([number]) * 100_000 for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda each: run_confined(f"{HERE}:reverse", each), data))
    assert found == data


def test_a_forked_server_has_a_helper_of_its_own():
    assert run_confined(f"{HERE}:reverse", b"abc") == b"cba"
    mine = confined._helper.process.pid
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # this process has threads; the child only asks and ends
        pid = os.fork()
    if pid == 0:
        fine = run_confined(f"{HERE}:reverse", b"xyz") == b"zyx"
        other = confined._helper.process.pid != mine
        confined._helper.end()
        os._exit(0 if fine and other else 1)
    assert os.waitpid(pid, 0)[1] == 0
    assert run_confined(f"{HERE}:reverse", b"abc") == b"cba"
    assert confined._helper.process.pid == mine


def test_a_reader_that_is_not_there_is_an_error_of_its_own():
    with pytest.raises(Crashed):
        run_confined("tests.common.no_such_module:read", b"")
