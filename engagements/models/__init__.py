"""委託案件: the rows of one outsourcing job, from planning to the contract."""

from engagements.models.adoption import EditionDecision
from engagements.models.bid import AlternativeMeasure, Bid, Selection, Vendor
from engagements.models.condition import Condition, Settlement
from engagements.models.contract import Contract
from engagements.models.criteria import Criteria
from engagements.models.engagement import Engagement, Procurement, ScopeAnswer, Stage
from engagements.models.inquiry import Inquiry
from engagements.models.link import AnswerLink
from engagements.models.tailoring import Tailoring
from engagements.models.telling import Delivery, ToldRequirements
from engagements.models.unmet import UnmetDecision

__all__ = [
    "AlternativeMeasure",
    "AnswerLink",
    "Bid",
    "Condition",
    "Contract",
    "Criteria",
    "Delivery",
    "EditionDecision",
    "Engagement",
    "Inquiry",
    "Procurement",
    "ScopeAnswer",
    "Selection",
    "Settlement",
    "Stage",
    "Tailoring",
    "ToldRequirements",
    "UnmetDecision",
    "Vendor",
]
