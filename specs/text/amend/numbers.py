"""The order in which numbers are given anew, so that none is taken when it is needed.

What goes down the page (繰下げ) begins with the last, what goes up (繰上げ) with the first.
"""

from collections.abc import Sequence

from specs.text.amend.operations import Renumber
from specs.text.amend.plain import Address


def renumbered(moves: Sequence[tuple[Address, Address]]) -> list[Renumber]:
    """The operations for addresses (old, new) in order, neighbours together."""
    runs: list[tuple[Address, Address, int]] = []
    for one, other in moves:
        if one == other:
            continue
        if runs and (one, other) == _after(*runs[-1]):
            first, to, count = runs.pop()
            runs.append((first, to, count + 1))
        else:
            runs.append((one, other, 1))
    down = [run for run in runs if run[1] > run[0]]
    up = [run for run in runs if run[1] < run[0]]
    return [Renumber(*run) for run in [*reversed(down), *up]]


def _after(first: Address, to: Address, count: int) -> tuple[Address, Address] | None:
    """The pair that would carry a run on; articles with a 枝番号 are named one by one."""
    if first.path:
        return tuple(each.at(*each.above, each.path[-1] + count) for each in (first, to))  # type: ignore[return-value]
    if first.branch or to.branch:
        return None
    return Address(first.number + count, 0), Address(to.number + count, 0)
