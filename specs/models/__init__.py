"""Specifications, editions, their clauses, and what surrounds a draft."""

from specs.models.clause import (
    Annex,
    Clause,
    Form,
    LegalReference,
    Level,
    Omission,
    long_fields,
)
from specs.models.drafting import (
    ClauseFate,
    DraftContent,
    DraftState,
    Fate,
    WarningReason,
    WordingRule,
)
from specs.models.edition import Edition, EditionStatus, Specification

__all__ = [
    "Annex",
    "Clause",
    "ClauseFate",
    "DraftContent",
    "DraftState",
    "Edition",
    "EditionStatus",
    "Fate",
    "Form",
    "LegalReference",
    "Level",
    "Omission",
    "Specification",
    "WarningReason",
    "WordingRule",
    "long_fields",
]
