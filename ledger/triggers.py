"""The database refuses to change or delete an event, and to move a head backwards."""

from common.triggers import Freeze
from ledger.models import LedgerEvent, LedgerHead

FREEZES = (
    Freeze(LedgerEvent, when="TRUE", message="the ledger is append-only"),
    Freeze(
        LedgerHead,
        when="TRUE",
        message="the head of the ledger only moves on",
        mutable=("seq", "hash"),
    ),
)
