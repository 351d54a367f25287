"""What an engagement prints up to the contract: D1 with addenda, answers to inquiries and the
record of delivery, D2 with its forms, D3 (blank), what bidders get as one, D4 with the comparison of the bids and
the letters, D24, and the receipt of a firm."""

from engagements.documents import (
    annex,
    annex_bundle,
    approval,
    bundle,
    changes,
    deliveries,
    forms,
    inquiries,
    letter,
    matrix,
    notice,
    penalties,
    receipt,
    selection,
    suspension,
)

__all__ = [
    "annex",
    "annex_bundle",
    "approval",
    "bundle",
    "changes",
    "deliveries",
    "forms",
    "inquiries",
    "letter",
    "matrix",
    "notice",
    "penalties",
    "receipt",
    "selection",
    "suspension",
]
