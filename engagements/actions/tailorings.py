"""適用・除外・変更: a person's decision about a clause, and the policy division's answer."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from common.canonical import dumps, sha256_hex
from common.errors import Refused, Stale
from engagements.annex import annex_of
from engagements.content import tailoring_content
from engagements.gates import claim, enter, same_municipality
from engagements.models import Engagement, Stage, Tailoring
from engagements.rewording import read_change
from engagements.scope import facts_of
from engagements.tailoring import may_omit, proposal
from ledger.actions import record
from specs.models import Clause

STAGES = (Stage.PLANNING, Stage.CONTRACTING)
DECISION = Tailoring.Decision
APPROVAL = Tailoring.Approval


@transaction.atomic
def decide_tailoring(
    engagement: Engagement,
    clause_key: str,
    *,
    decision: str,
    text: str = "",
    reason: str,
    alternative: str = "",
    seen: int | None = None,
    numbers: str | None = None,
    by: User,
    at: datetime,
) -> Tailoring:
    """Keep, omit or change one clause. An omission or change then waits for approval.

    `text` is the changed wording in the plain form of specs.text; `seen` the id of the decision
    the user saw (0: none; None: don't ask), `numbers` what rewording.numbers_seen gave then.
    Raises Stale when another has replaced it, or the numbers mean other clauses; Refused for a
    clause that can't be omitted, a missing reason, or text that can't be read, by line.
    """
    fresh = enter(engagement, by=by, permission=Permission.TAILORING_DECIDE, stages=STAGES)
    clause = _clause(fresh, clause_key)
    current = fresh.tailorings.filter(clause=clause, is_current=True).first()
    _check_seen(current, seen)
    _check(fresh, clause, decision, reason)
    tree = None
    if decision == DECISION.CHANGED:
        tree = read_change(
            annex_of(fresh), clause, text, before=current.tree if current else None, numbers=numbers
        )
    claim(fresh, None)
    fresh.tailorings.filter(clause=clause, is_current=True).update(is_current=False)
    tailoring = Tailoring.objects.create(
        municipality_id=fresh.municipality_id,
        engagement=fresh,
        clause=clause,
        decision=decision,
        origin=Tailoring.Origin.PERSON,
        tree=tree,
        reason=reason.strip(),
        alternative=alternative.strip(),
        approval=APPROVAL.NOT_NEEDED if decision == DECISION.KEPT else APPROVAL.WAITING,
        decided_at=at,
        decided_by=by,
    )
    _record_decision(tailoring, by, at)
    return tailoring


def _record_decision(tailoring: Tailoring, by: User, at: datetime) -> None:
    record(
        "engagements.tailoring_decided",
        subject=tailoring,
        context=tailoring.engagement,
        by=by,
        at=at,
        clause=tailoring.clause.key,
        decision=str(tailoring.decision),
        reason=tailoring.reason,
        alternative=tailoring.alternative,
    )


@transaction.atomic
def answer_tailoring(
    tailoring: Tailoring, *, approve: bool, note: str, by: User, at: datetime
) -> Tailoring:
    """The policy division approves or refuses an omission or change; a refusal needs a note.

    Raises Refused when it was answered or replaced before.
    """
    fresh = enter(
        tailoring.engagement, by=by, permission=Permission.TAILORING_APPROVE, stages=STAGES
    )
    if not approve and not note.strip():
        raise Refused("承認しないときは、理由を入力してください。")
    waiting = Tailoring.objects.filter(
        pk=tailoring.pk, engagement=fresh, is_current=True, approval=APPROVAL.WAITING
    )
    changed = waiting.update(
        approval=APPROVAL.APPROVED if approve else APPROVAL.REFUSED,
        approved_at=at,
        approved_by=by,
        approval_note=note.strip(),
    )
    if not changed:
        raise Refused(
            "この決定は、回答済みか、新しい決定に替わっています。画面を開き直してください。"
        )
    claim(fresh, None)
    tailoring.refresh_from_db()
    record(
        "engagements.tailoring_answered",
        subject=tailoring,
        context=fresh,
        by=by,
        at=at,
        clause=tailoring.clause.key,
        decision=tailoring.decision,
        approve=approve,
        note=tailoring.approval_note,
        sha256=sha256_hex(dumps(tailoring_content(tailoring))),
    )
    return tailoring


def _clause(engagement: Engagement, key: str) -> Clause:
    clause = Clause.objects.filter(edition=engagement.edition, key=key).first()
    if engagement.edition is None or clause is None:
        raise Refused("この案件の版に、その条はありません。")
    same_municipality(engagement, clause)
    return clause


def _check_seen(current: Tailoring | None, seen: int | None) -> None:
    if seen is not None and seen != (current.pk if current else 0):
        raise Stale("この条については、ほかの職員が先に決定を保存しました。内容を比べてください。")


def _check(engagement: Engagement, clause: Clause, decision: str, reason: str) -> None:
    if decision not in DECISION.values:
        raise Refused("「適用」「除外」「変更」から選んでください。")
    if decision == DECISION.KEPT:
        return
    if not reason.strip():
        raise Refused("除外又は変更をする理由を入力してください。")
    facts = facts_of(engagement)
    if decision == DECISION.OMITTED:
        if forbidden := may_omit(clause, facts):
            raise Refused(forbidden)
        if proposal(clause, facts).decision == DECISION.OMITTED:
            raise Refused("この条は、前提質問の答えにより既に除外されています。")
