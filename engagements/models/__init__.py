"""委託案件: the rows of one outsourcing job, from planning to the contract."""

from engagements.models.adoption import EditionDecision
from engagements.models.bid import AlternativeMeasure, Bid, Selection, Vendor
from engagements.models.contract import Contract
from engagements.models.criteria import Criteria
from engagements.models.engagement import Engagement, Procurement, ScopeAnswer, Stage
from engagements.models.link import AnswerLink
from engagements.models.override import Override
from engagements.models.tailoring import Tailoring

__all__ = [
    "AlternativeMeasure",
    "AnswerLink",
    "Bid",
    "Contract",
    "Criteria",
    "EditionDecision",
    "Engagement",
    "Override",
    "Procurement",
    "ScopeAnswer",
    "Selection",
    "Stage",
    "Tailoring",
    "Vendor",
]
