"""What a decided row says, as data to hash: written to the ledger, and recomputed to verify."""

from typing import Any

from common.canonical import dumps, sha256_hex
from engagements.models import (
    AlternativeMeasure,
    Contract,
    Criteria,
    Override,
    Selection,
    Tailoring,
    Vendor,
)

VENDOR_FIELDS = (
    "corporate_number",
    "name",
    "address",
    "representative",
    "certifications",
    "contact",
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
    return {
        "engagement": selection.engagement_id,
        "bid": selection.bid_id,
        "reason": selection.reason,
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


def vendor_digest(vendor: Vendor) -> str:
    """SHA-256 of what is known of a firm, to see whether somebody changed it meanwhile."""
    return sha256_hex(dumps({name: getattr(vendor, name) for name in VENDOR_FIELDS}))
