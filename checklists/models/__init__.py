"""確認表: check items paired with clauses, and the tables filled from them."""

from checklists.models.answer import ANSWER_WORDS, COUNTERS, Answer, AnswerValue
from checklists.models.checklist import Channel, Checklist, FormerSubmission
from checklists.models.evidence import Evidence
from checklists.models.item import CheckItem, CheckItemQuerySet, ItemLevel, Method, Phase, Preset
from checklists.models.judgement import Judgement, Verdict

__all__ = [
    "ANSWER_WORDS",
    "COUNTERS",
    "Answer",
    "AnswerValue",
    "Channel",
    "CheckItem",
    "CheckItemQuerySet",
    "Checklist",
    "Evidence",
    "FormerSubmission",
    "ItemLevel",
    "Judgement",
    "Method",
    "Phase",
    "Preset",
    "Verdict",
]
