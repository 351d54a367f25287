"""What a decided row says, as data to hash: written to the ledger, and recomputed to verify."""

from typing import Any

from common.canonical import dumps, sha256_hex
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
    Vendor,
)

VENDOR_FIELDS = (
    "corporate_number",
    "name",
    "address",
    "representative",
    "contact",
)
CERTIFICATION_FIELDS = (
    "kind",
    "name",
    "number",
    "coverage",
    "valid_until",
    "checked_on",
    "checked_by_means",
)
SUSPENSION_FIELDS = (
    "origin",
    "body",
    "source",
    "from_on",
    "to_on",
    "reason",
    "ground",
    "document_number",
)
CONTRACT_FIELDS = (
    "title",
    "number",
    "concluded_on",
    "period_from",
    "period_to",
    "amount",
    "contractor_name",
    "contractor_address",
    "contractor_representative",
    "blanks",
)


def tailoring_content(tailoring: Tailoring) -> dict[str, Any]:
    """A decision about a clause, with its approval."""
    return {
        "engagement": tailoring.engagement_id,
        "clause": tailoring.clause_id,
        "decision": tailoring.decision,
        "tree": tailoring.tree,
        "reason": tailoring.reason,
        "alternative": tailoring.alternative,
        "approval": tailoring.approval,
        "approval_note": tailoring.approval_note,
    }


def alternative_content(measure: AlternativeMeasure) -> dict[str, Any]:
    """An alternative measure, with its approval."""
    return {
        "bid": measure.bid_id,
        "item": measure.item_id,
        "kind": measure.kind,
        "text": measure.text,
        "approval": measure.approval,
        "approval_note": measure.approval_note,
    }


def selection_content(selection: Selection) -> dict[str, Any]:
    """The choice of a bid and its reason."""
    content = {
        "engagement": selection.engagement_id,
        "bid": selection.bid_id,
        "reason": selection.reason,
    }
    # Choices recorded before it was asked were hashed without it.
    if selection.explanation_days is None:
        return content
    return {**content, "explanation_days": selection.explanation_days}


def condition_content(condition: Condition) -> dict[str, Any]:
    """A condition of the chosen bidder, as it was derived."""
    return {
        "engagement": condition.engagement_id,
        "bid": condition.bid_id,
        "item": condition.item_id,
        "measure": condition.measure_id,
        "source": condition.source,
        "text": condition.text,
    }


def settlement_content(settlement: Settlement) -> dict[str, Any]:
    """How a condition is met."""
    return {
        "condition": settlement.condition_id,
        "way": settlement.way,
        "clause": settlement.clause_id,
        "detail": settlement.detail,
        "due_on": settlement.due_on,
    }


def override_content(override: Override) -> dict[str, Any]:
    """A person's choice in place of a proposal."""
    return {
        "engagement": override.engagement_id,
        "subject": override.subject,
        "proposed": override.proposed,
        "chosen": override.chosen,
        "reason": override.reason,
    }


def criteria_content(criteria: Criteria) -> dict[str, Any]:
    """Weights and knock-out items."""
    return {
        "engagement": criteria.engagement_id,
        "weights": criteria.weights,
        "knock_outs": criteria.knock_outs,
    }


def contract_content(contract: Contract) -> dict[str, Any]:
    """What a fixed contract binds: parties, dates, blanks, and the annex's own hash."""
    fields = {name: getattr(contract, name) for name in CONTRACT_FIELDS}
    annex = contract.annex.sha256 if contract.annex else ""
    return {"engagement": contract.engagement_id, "bid": contract.bid_id, "annex": annex, **fields}


def requirements_content(told: ToldRequirements) -> dict[str, Any]:
    """What bidders have to meet, and what that changes of what they were told before."""
    return {
        "engagement": told.engagement_id,
        "number": told.number,
        "content": told.content,
        "changes": told.changes,
        "reason": told.reason,
    }


def inquiry_content(inquiry: Inquiry) -> dict[str, Any]:
    """A published question and its answer."""
    return {
        "engagement": inquiry.engagement_id,
        "number": inquiry.number,
        "about": inquiry.about,
        "question": inquiry.published_question,
        "answer": inquiry.answer,
    }


def vendor_digest(vendor: Vendor) -> str:
    """SHA-256 of what is known of a firm, to see whether somebody changed it meanwhile."""
    return sha256_hex(dumps({name: getattr(vendor, name) for name in VENDOR_FIELDS}))


def certification_content(row: Certification) -> dict[str, Any]:
    """What was recorded of a certification."""
    fields = {name: getattr(row, name) for name in CERTIFICATION_FIELDS}
    return {"vendor": row.vendor_id, "replaces": row.replaces_id, **fields}


def suspension_content(suspension: Suspension) -> dict[str, Any]:
    """A suspension as it was entered."""
    fields = {name: getattr(suspension, name) for name in SUSPENSION_FIELDS}
    return {"vendor": suspension.vendor_id, **fields}


def lifting_content(suspension: Suspension) -> dict[str, Any]:
    """When and why a suspension was lifted."""
    return {
        "suspension": suspension.pk,
        "lifted_on": suspension.lifted_on,
        "lifted_reason": suspension.lifted_reason,
    }
