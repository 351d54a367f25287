"""Writes of the engagements app: change and ledger event in one transaction."""

from engagements.actions.adoption import decide_edition
from engagements.actions.alternatives import answer_alternative, propose_alternative
from engagements.actions.bids import register_bid, withdraw_bid
from engagements.actions.certifications import end_certification, record_certification
from engagements.actions.conditions import derive_conditions, settle_condition
from engagements.actions.contracts import fix_contract, register_contract, update_contract
from engagements.actions.copying import CopyExists, copy_engagement
from engagements.actions.criteria import save_criteria
from engagements.actions.deliveries import note_seen, record_delivery
from engagements.actions.engagements import choose_edition, create_engagement, update_engagement
from engagements.actions.inquiries import (
    answer_inquiry,
    ask,
    publish_answers,
    take_down,
)
from engagements.actions.letters import issue_letters
from engagements.actions.links import issue_approver_link, issue_link, open_link, revoke_link
from engagements.actions.merging import merge_vendors
from engagements.actions.openings import extend_deadline, open_answers
from engagements.actions.replies import take_firms_file, take_own_file
from engagements.actions.requirements import confirm_requirements, explain_change
from engagements.actions.scope import answer_scope, save_scope
from engagements.actions.selections import decide_selection
from engagements.actions.suspensions import enter_suspension, lift_suspension
from engagements.actions.tailorings import answer_tailoring, decide_tailoring
from engagements.actions.unmet import decide_unmet
from engagements.actions.vendors import register_vendor, update_vendor

__all__ = [
    "CopyExists",
    "answer_alternative",
    "answer_inquiry",
    "answer_scope",
    "answer_tailoring",
    "ask",
    "choose_edition",
    "confirm_requirements",
    "copy_engagement",
    "create_engagement",
    "decide_edition",
    "decide_selection",
    "decide_tailoring",
    "decide_unmet",
    "derive_conditions",
    "end_certification",
    "enter_suspension",
    "explain_change",
    "extend_deadline",
    "fix_contract",
    "issue_approver_link",
    "issue_letters",
    "issue_link",
    "lift_suspension",
    "merge_vendors",
    "note_seen",
    "open_answers",
    "open_link",
    "propose_alternative",
    "publish_answers",
    "record_certification",
    "record_delivery",
    "register_bid",
    "register_contract",
    "register_vendor",
    "revoke_link",
    "save_criteria",
    "save_scope",
    "take_down",
    "settle_condition",
    "take_firms_file",
    "take_own_file",
    "update_contract",
    "update_engagement",
    "update_vendor",
    "withdraw_bid",
]
