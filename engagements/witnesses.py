"""The rows behind this app's events must still say what the events recorded."""

from collections.abc import Callable
from typing import Any

from django.db import models

from common.canonical import dumps, sha256_hex
from engagements import content
from engagements.models import (
    AlternativeMeasure,
    Certification,
    Condition,
    Contract,
    Criteria,
    Inquiry,
    Override,
    Selection,
    Settlement,
    Suspension,
    Tailoring,
    ToldRequirements,
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


def witness_conditions(event: LedgerEvent) -> str | None:
    """What one of the conditions that an event tells of no longer says."""
    told: dict[str, str] = event.data["conditions"]
    rows = {str(row.pk): row for row in Condition.objects.filter(pk__in=list(told))}
    for pk, digest in told.items():
        if pk not in rows:
            return f"condition {pk} is missing"
        if sha256_hex(dumps(content.condition_content(rows[pk]))) != digest:
            return f"condition {pk} differs from what was recorded"
    return None


def register() -> None:
    """Make the witnesses known."""
    for verb, model, content_of in (
        ("tailoring_answered", Tailoring, content.tailoring_content),
        ("alternative_answered", AlternativeMeasure, content.alternative_content),
        ("selection_decided", Selection, content.selection_content),
        ("proposal_overridden", Override, content.override_content),
        ("criteria_fixed", Criteria, content.criteria_content),
        ("condition_settled", Settlement, content.settlement_content),
        ("contract_fixed", Contract, content.contract_content),
        ("requirements_confirmed", ToldRequirements, content.requirements_content),
        ("inquiry_published", Inquiry, content.inquiry_content),
        ("certification_recorded", Certification, content.certification_content),
        ("suspension_entered", Suspension, content.suspension_content),
        ("suspension_lifted", Suspension, content.lifting_content),
    ):
        register_witness(f"engagements.{verb}", witness_of(model, content_of))
    register_witness("engagements.conditions_derived", witness_conditions)
