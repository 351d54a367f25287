"""What the rows must still say: checks that feature apps register for `verifyledger`.

A chain over the log alone protects only the log. A witness takes one event and recomputes
from today's rows or files what the event said; a sweep looks for rows that claim to be
evidence and have no event.
"""

from collections.abc import Callable, Iterator

from ledger.models import LedgerEvent

Witness = Callable[[LedgerEvent], str | None]
Sweep = Callable[[int], Iterator[str]]

WITNESSES: dict[str, Witness] = {}
SWEEPS: list[Sweep] = []


def register_witness(verb: str, witness: Witness) -> None:
    """Check every event of `verb`: the witness returns what is wrong, or None."""
    WITNESSES[verb] = witness


def register_sweep(sweep: Sweep) -> None:
    """Check a municipality (its id) as a whole: yields what is wrong."""
    if sweep not in SWEEPS:
        SWEEPS.append(sweep)
