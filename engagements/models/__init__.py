"""委託案件: the rows of one outsourcing job, from planning to the contract."""

from engagements.models.adoption import EditionDecision
from engagements.models.bid import AlternativeMeasure, Bid, Selection
from engagements.models.certification import Certification, CertificationState
from engagements.models.contract import Contract
from engagements.models.criteria import Criteria
from engagements.models.engagement import Engagement, Procurement, ScopeAnswer, Stage
from engagements.models.link import AnswerLink
from engagements.models.suspension import DespiteSuspension, Suspension
from engagements.models.tailoring import Tailoring
from engagements.models.vendor import FormerName, Vendor

__all__ = [
    "AlternativeMeasure",
    "AnswerLink",
    "Bid",
    "Certification",
    "CertificationState",
    "Contract",
    "Criteria",
    "DespiteSuspension",
    "EditionDecision",
    "Engagement",
    "FormerName",
    "Procurement",
    "ScopeAnswer",
    "Selection",
    "Stage",
    "Suspension",
    "Tailoring",
    "Vendor",
]
