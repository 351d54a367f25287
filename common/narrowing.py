"""A list narrowed by one of a few filters, and the links that choose among them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

RowT = TypeVar("RowT")


def narrowed(
    filters: Sequence[tuple[str, str, Callable[[RowT], bool]]], rows: Iterable[RowT], wanted: str
) -> tuple[list[RowT], list[dict[str, Any]]]:
    """The rows that the filter named `wanted` keeps, and what components/filter_links.html takes.

    `filters` are (name, label, test); the first keeps its place for a name that nobody knows.
    """
    every = list(rows)
    keep = next((test for name, _, test in filters if name == wanted), filters[0][2])
    links = [
        {
            "url": f"?show={name}" if name else "?",
            "label": label,
            "current": name == wanted,
            "count": sum(map(test, every)),
        }
        for name, label, test in filters
    ]
    return [row for row in every if keep(row)], links
