"""The rows behind this app's events must still say what the events recorded."""

from collections.abc import Callable
from typing import Any

from django.db import models

from common.canonical import dumps, sha256_hex
from engagements import content
from engagements.models import (
    AlternativeMeasure,
    Contract,
    Criteria,
    Override,
    Selection,
    Tailoring,
)
from ledger.models import LedgerEvent
from ledger.witnesses import Witness, register_witness


def witness_of(model: type[models.Model], content_of: Callable[[Any], dict[str, Any]]) -> Witness:
    """A witness that recomputes the hash of the row an event tells of."""

    def witness(event: LedgerEvent) -> str | None:
        pk = event.subject.rpartition(":")[2]
        row = model._default_manager.filter(pk=pk).first()
        if row is None:
            return "the row is missing"
        if sha256_hex(dumps(content_of(row))) != event.data["sha256"]:
            return "the row differs from what was recorded"
        return None

    return witness


def register() -> None:
    """Make the witnesses known."""
    for verb, model, content_of in (
        ("tailoring_answered", Tailoring, content.tailoring_content),
        ("alternative_answered", AlternativeMeasure, content.alternative_content),
        ("selection_decided", Selection, content.selection_content),
        ("proposal_overridden", Override, content.override_content),
        ("criteria_fixed", Criteria, content.criteria_content),
        ("contract_fixed", Contract, content.contract_content),
    ):
        register_witness(f"engagements.{verb}", witness_of(model, content_of))
