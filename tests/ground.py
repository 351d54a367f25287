"""What is built once for all tests of a file, and found by each as if nobody had touched it."""

import copy
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import pytest
from django.db import transaction

CastT = TypeVar("CastT")


def is_transactional(item: pytest.Item) -> bool:
    """Whether a test commits for real (a live server, threads)."""
    marker = item.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        return True
    return bool({"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))


def wants_ground(items: list[pytest.Item]) -> bool:
    """Whether the tests of one file can share rows: some want the cast, none commits."""
    if any(is_transactional(item) for item in items):
        return False
    wanted = {"cast", "standing"}
    return any(wanted & set(getattr(item, "fixturenames", ())) for item in items)


class Ground(Generic[CastT]):
    """A transaction that stays open while the tests of a file run in savepoints inside it.

    `make_standing` makes from the cast what each test of the file starts with.
    """

    def __init__(
        self, make_cast: Callable[[], CastT], make_standing: Callable[[CastT], Any] | None
    ) -> None:
        self.atomic = transaction.atomic()
        # As Django's own TestCase marks its transactions.
        self.atomic._from_testcase = True  # type: ignore[attr-defined]
        self.atomic.__enter__()
        self.cast = make_cast()
        self.standing = make_standing(self.cast) if make_standing else None

    def copy(self) -> tuple[CastT, Any]:
        """The cast and what stands, as one test's own Python objects."""
        return copy.deepcopy((self.cast, self.standing))

    def leave(self) -> None:
        """Take everything back."""
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
