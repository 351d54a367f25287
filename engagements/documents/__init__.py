"""What an engagement prints up to the contract: D1 with addenda, answers to inquiries and the
record of delivery, D2, D3 (blank), what bidders get as one, D4 with the comparison of the bids and
the letters, D24, and the receipt of a firm."""

from engagements.documents import (
    annex,
    bundle,
    changes,
    deliveries,
    inquiries,
    letter,
    matrix,
    notice,
    receipt,
    selection,
)

__all__ = [
    "annex",
    "bundle",
    "changes",
    "deliveries",
    "inquiries",
    "letter",
    "matrix",
    "notice",
    "receipt",
    "selection",
]
