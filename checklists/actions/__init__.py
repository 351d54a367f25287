"""Writes of the checklists app: change and ledger event in one transaction."""

from checklists.actions.answers import save_answer, save_answers
from checklists.actions.judgements import finish_judgement, save_judgement, save_judgements
from checklists.actions.lifecycle import create_checklist, submit
from checklists.actions.publishing import publish_edition

__all__ = [
    "create_checklist",
    "finish_judgement",
    "publish_edition",
    "save_answer",
    "save_answers",
    "save_judgement",
    "save_judgements",
    "submit",
]
