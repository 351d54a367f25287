"""委託案件: the rows of one outsourcing job, from planning to the contract."""

from engagements.models.adoption import EditionDecision
from engagements.models.bid import AlternativeMeasure, Bid, Selection
from engagements.models.certification import Certification, CertificationState
from engagements.models.condition import Condition, Settlement
from engagements.models.contract import Contract
from engagements.models.criteria import Criteria
from engagements.models.engagement import Engagement, Procurement, ScopeAnswer, Stage
from engagements.models.inquiry import Inquiry
from engagements.models.link import AnswerLink
from engagements.models.override import Override
from engagements.models.suspension import DespiteSuspension, Suspension
from engagements.models.tailoring import Tailoring
from engagements.models.telling import Delivery, ToldRequirements
from engagements.models.unmet import UnmetDecision
from engagements.models.vendor import FormerName, Vendor

__all__ = [
    "AlternativeMeasure",
    "AnswerLink",
    "Bid",
    "Certification",
    "CertificationState",
    "Condition",
    "Contract",
    "Criteria",
    "Delivery",
    "DespiteSuspension",
    "EditionDecision",
    "Engagement",
    "FormerName",
    "Inquiry",
    "Override",
    "Procurement",
    "ScopeAnswer",
    "Selection",
    "Settlement",
    "Stage",
    "Suspension",
    "Tailoring",
    "ToldRequirements",
    "UnmetDecision",
    "Vendor",
]
