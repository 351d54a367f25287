"""適用・除外の規則: what the scope answers make of each clause, and what a person may leave out.

Source of the groups: 個人情報保護委員会「特定個人情報の適正な取扱いに関するガイドライン
（行政機関等編）」第4-2-(1) for the terms that 個人番号 makes mandatory; the other groups are
defaults of the edition.
"""

from typing import NamedTuple

from engagements.models import Tailoring
from engagements.questions import NO, YES
from engagements.scope import Facts, evaluate
from specs.models import Clause, Edition, Omission

KEPT = Tailoring.Decision.KEPT
OMITTED = Tailoring.Decision.OMITTED


class Proposal(NamedTuple):
    """What the rules make of one clause, and the sentence why."""

    clause: Clause
    decision: Tailoring.Decision
    sentence: str


def propose(edition: Edition, facts: Facts) -> list[Proposal]:
    """Every clause of an edition, in order; one query."""
    return [proposal(clause, facts) for clause in edition.clauses.order_by("position")]


def proposal(clause: Clause, facts: Facts) -> Proposal:
    """What the rules make of one clause."""
    if clause.omission == Omission.SCOPE:
        outcome = evaluate(clause.applies_when, facts)
        return Proposal(clause, KEPT if outcome.applies else OMITTED, outcome.sentence)
    if clause.omission == Omission.NEVER:
        return Proposal(clause, KEPT, "どの委託でも外せない条です。")
    forbidden = may_omit(clause, facts)
    if forbidden:
        return Proposal(clause, KEPT, forbidden)
    return Proposal(clause, KEPT, "標準で適用する条です。外すときは理由と承認が要ります。")


def may_omit(clause: Clause, facts: Facts) -> str | None:
    """Why a person may not leave the clause out, as a sentence; None when it is allowed.

    Allowed means with a reason and the policy division's approval, unless the scope answers
    leave it out by themselves.
    """
    match clause.omission:
        case Omission.NEVER:
            return "どの委託でも外せない条です。文言を変えるときは「変更」を選んでください。"
        case Omission.MY_NUMBER if facts.get("my_number") != NO:
            if facts.get("my_number") == YES:
                return "個人番号を取り扱うため、外せない条です。"
            return (
                "個人番号を取り扱うかどうかが分からないため、外せません。前提質問に答えてください。"
            )
        case Omission.SCOPE:
            outcome = evaluate(clause.applies_when, facts)
            if outcome.applies:
                return f"{outcome.sentence}答えが違うときは、前提質問の答えを直してください。"
    return None
