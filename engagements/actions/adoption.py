"""The owner's decision about a newer edition: adopt it, stay, or amend the contract."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from checklists.models import Preset
from common.errors import Refused
from engagements.actions.scope import by_rule
from engagements.adoption import RUNNING, is_decided_anew, newer_edition
from engagements.gates import claim, enter
from engagements.models import EditionDecision, Engagement, Stage, Tailoring
from engagements.scope import Facts, facts_of
from engagements.tailoring import may_omit, proposal
from ledger.actions import record
from specs.models import Clause, Edition, Omission

CHOICE = EditionDecision.Choice
APPROVAL = Tailoring.Approval
TOLD = (
    "応募者に知らせた後は、要件を変えられません。新しい版を採用するときは、"
    "理由を付けて「準備」の段階に戻してから採用してください。"
)


@transaction.atomic
def decide_edition(
    engagement: Engagement,
    *,
    edition_id: int,
    choice: str,
    reason: str = "",
    by: User,
    at: datetime,
) -> EditionDecision:
    """Record what becomes of an engagement now that a newer edition is out, and do it.

    Adopting carries every decision about an unchanged clause over; a person's decision about a
    changed clause waits for approval anew, and the rules decide about new clauses. Raises
    Refused when the edition is not the current one, the stage doesn't allow the choice, or a
    reason is missing.
    """
    fresh = enter(engagement, by=by, permission=Permission.ENGAGEMENT_EDIT, stages=RUNNING)
    edition = newer_edition(fresh)
    if edition is None or edition.pk != edition_id or fresh.edition is None:
        raise Refused("この案件が選べる新しい版ではありません。画面を開き直してください。")
    _check(fresh, choice, reason)
    former = fresh.edition
    outcome = _adopt(fresh, edition, by, at) if choice == CHOICE.ADOPT else {}
    claim(fresh, None)
    decision = EditionDecision.objects.create(
        municipality_id=fresh.municipality_id,
        engagement=fresh,
        edition=edition,
        from_edition=former,
        choice=choice,
        reason=reason.strip(),
        decided_at=at,
        decided_by=by,
    )
    record(
        "engagements.edition_decided",
        subject=decision,
        context=fresh,
        by=by,
        at=at,
        choice=choice,
        edition=str(edition),
        former=str(former),
        reason=decision.reason,
        **outcome,
    )
    return decision


def _check(engagement: Engagement, choice: str, reason: str) -> None:
    if choice not in CHOICE.values:
        raise Refused("対応を選んでください。")
    if choice == CHOICE.ADOPT and engagement.stage != Stage.PLANNING:
        if engagement.stage == Stage.PERFORMANCE:
            raise Refused("契約した特記仕様書は変わりません。「契約を変更する」を選んでください。")
        raise Refused(TOLD)
    if choice == CHOICE.AMEND and engagement.stage != Stage.PERFORMANCE:
        raise Refused("契約の変更を選べるのは「履行」の段階です。")
    if choice != CHOICE.ADOPT and not reason.strip():
        raise Refused("理由を入力してください。")


def _adopt(engagement: Engagement, edition: Edition, by: User, at: datetime) -> dict[str, Any]:
    """Put the engagement on the edition; which decisions were carried, wait again, or fell."""
    former_preset = engagement.preset
    preset = Preset.objects.filter(
        edition=edition, key=former_preset.key if former_preset else ""
    ).first()
    if preset is None:
        raise Refused(
            "新しい版に、この案件が使っている確認表の型がありません。"
            "前提質問の画面で、版と型を選び直してください。"
        )
    rows = {row.clause.key: row for row in engagement.tailorings.current()}
    facts = facts_of(engagement)
    answered = engagement.scope_confirmed_at is not None
    outcome: dict[str, Any] = {"carried": [], "again": [], "fallen": []}
    new = []
    for clause in edition.clauses.order_by("position"):
        row = rows.pop(clause.key, None)
        made = _carried(engagement, clause, row, facts, outcome)
        if made is None and answered and clause.omission == Omission.SCOPE:
            _, decided, sentence = proposal(clause, facts)
            made = by_rule(engagement, clause.pk, decided, sentence, by=by, at=at)
        if made is not None:
            new.append(made)
    outcome["fallen"] += [key for key, row in rows.items() if row.origin == Tailoring.Origin.PERSON]
    engagement.tailorings.filter(is_current=True).update(is_current=False)
    Tailoring.objects.bulk_create(new)
    engagement.edition, engagement.preset = edition, preset
    engagement.save(update_fields=["edition", "preset"])
    return outcome


def _carried(
    engagement: Engagement,
    clause: Clause,
    row: Tailoring | None,
    facts: Facts,
    outcome: dict[str, Any],
) -> Tailoring | None:
    """A person's decision on the new clause; None where the rules decide."""
    if row is None or row.origin == Tailoring.Origin.RULE:
        return None
    if row.decision == Tailoring.Decision.OMITTED and may_omit(clause, facts):
        outcome["fallen"].append(clause.key)
        return None
    again = (
        is_decided_anew(row.clause, clause)
        and row.decision != Tailoring.Decision.KEPT
        and row.approval != APPROVAL.REFUSED
    )
    outcome["again" if again else "carried"].append(clause.key)
    return Tailoring(
        municipality_id=engagement.municipality_id,
        engagement=engagement,
        clause=clause,
        decision=row.decision,
        origin=row.origin,
        tree=row.tree,
        reason=row.reason,
        alternative=row.alternative,
        approval=APPROVAL.WAITING if again else row.approval,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        approved_at=None if again else row.approved_at,
        approved_by=None if again else row.approved_by,
        approval_note="" if again else row.approval_note,
    )
