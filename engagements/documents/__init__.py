"""What an engagement prints up to the contract: D1 with addenda, answers to inquiries and the
record of delivery, D2, D3 (blank), D4 with the comparison of the bids, D24, and the receipt of a
firm."""

from engagements.documents import (
    annex,
    changes,
    deliveries,
    inquiries,
    matrix,
    notice,
    receipt,
    selection,
)

__all__ = [
    "annex",
    "changes",
    "deliveries",
    "inquiries",
    "matrix",
    "notice",
    "receipt",
    "selection",
]
