"""Writes of the checklists app: change and ledger event in one transaction."""

from checklists.actions.answers import save_answer, save_answers
from checklists.actions.evidence import add_evidence, remove_evidence
from checklists.actions.handing import hand_back, hand_over
from checklists.actions.judgements import finish_judgement, save_judgement, save_judgements
from checklists.actions.lifecycle import create_checklist, submit
from checklists.actions.publishing import publish_edition
from checklists.actions.remaking import remake_table
from checklists.actions.replies import take_reply
from checklists.actions.reusing import reuse_answers
from checklists.actions.sealing import open_tables, put_off, withdraw_submission

__all__ = [
    "add_evidence",
    "create_checklist",
    "finish_judgement",
    "hand_back",
    "hand_over",
    "open_tables",
    "publish_edition",
    "put_off",
    "remake_table",
    "remove_evidence",
    "reuse_answers",
    "save_answer",
    "save_answers",
    "save_judgement",
    "save_judgements",
    "submit",
    "take_reply",
    "withdraw_submission",
]
