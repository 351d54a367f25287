"""前提質問: saving the answers, and what the rules make of the clauses."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from checklists.models import Preset
from common.errors import Refused
from engagements.actions.engagements import choose_edition
from engagements.actions.overrides import settle
from engagements.gates import claim, enter
from engagements.grading import LEVELS, grading_of, preset_for, preset_proposal
from engagements.models import Engagement, Override, ScopeAnswer, Stage, Tailoring
from engagements.questions import BY_KEY, QUESTIONS
from engagements.scope import facts_of, risk_level
from engagements.tailoring import OMITTED, may_omit, propose
from ledger.actions import record
from specs.models import Omission


@transaction.atomic
def save_scope(
    engagement: Engagement,
    answers: Mapping[str, str],
    *,
    revision: int | None = None,
    by: User,
    at: datetime,
) -> Engagement:
    """Save the answers to all scope questions, and decide by rule what depends on them.

    Only while planning, and after an edition was chosen. A person's own decisions stay, but
    for omissions that the new answers forbid: those fall back to the rule. Raises Stale,
    Refused.
    """
    fresh = enter(engagement, by=by, permission=Permission.ENGAGEMENT_EDIT, stages=[Stage.PLANNING])
    if fresh.edition is None or fresh.preset is None:
        raise Refused("先に、特記仕様書の版と確認表の型を選んでください。")
    _check(answers)
    claim(fresh, revision)
    _store(fresh, answers)
    fallen = _apply_rules(fresh, by=by, at=at)
    fresh.scope_confirmed_at = at
    fresh.save(update_fields=["scope_confirmed_at"])
    facts = facts_of(fresh)
    record(
        "engagements.scope_answered",
        subject=fresh,
        context=fresh,
        by=by,
        at=at,
        answers=facts,
        risk=grading_of(fresh, facts=facts).level,
        set_aside=fallen,
    )
    return fresh


@transaction.atomic
def answer_scope(
    engagement: Engagement,
    *,
    preset: Preset,
    answers: Mapping[str, str],
    preset_reason: str = "",
    risk: str = "",
    risk_reason: str = "",
    revision: int | None,
    by: User,
    at: datetime,
) -> Engagement:
    """Choose edition and preset and answer the questions, as one screen does. All or nothing.

    `risk` is the level that a person sets ("": that of the rules). Another level or preset than
    the rules propose needs a reason. Raises Stale, Refused.
    """
    fresh = enter(engagement, by=by, permission=Permission.ENGAGEMENT_EDIT, stages=[Stage.PLANNING])
    _check(answers)
    claim(fresh, revision)
    choose_edition(fresh, edition=preset.edition, preset=preset, by=by, at=at)
    _settle_risk(fresh, answers, risk, risk_reason, by=by, at=at)
    _settle_preset(fresh, answers, preset, preset_reason, by=by, at=at)
    return save_scope(fresh, answers, by=by, at=at)


def _settle_risk(
    engagement: Engagement,
    answers: Mapping[str, str],
    risk: str,
    reason: str,
    *,
    by: User,
    at: datetime,
) -> None:
    if risk and risk not in LEVELS:
        raise Refused("リスクの区分は「高」「中」「低」から選んでください。")
    proposed, _ = risk_level(answers)
    settle(
        engagement,
        Override.Subject.RISK,
        proposed=proposed,
        chosen=risk or proposed,
        reason=reason,
        names={},
        by=by,
        at=at,
    )


def _settle_preset(
    engagement: Engagement,
    answers: Mapping[str, str],
    preset: Preset,
    reason: str,
    *,
    by: User,
    at: datetime,
) -> None:
    grading = grading_of(engagement, facts=answers)
    presets = list(preset.edition.presets.order_by("position"))
    proposed = preset_for(preset_proposal(engagement, answers, grading.level), presets)
    settle(
        engagement,
        Override.Subject.PRESET,
        proposed=proposed.key if proposed else preset.key,
        chosen=preset.key,
        reason=reason,
        names={each.key: each.title for each in presets},
        by=by,
        at=at,
    )


def _check(answers: Mapping[str, str]) -> None:
    reasons = [
        f"「{question.text}」に答えてください。"
        for question in QUESTIONS
        if answers.get(question.key, "") not in dict(question.choices)
    ]
    if set(answers) - set(BY_KEY):
        reasons.append("前提質問にない項目が送られました。画面を開き直してください。")
    if reasons:
        raise Refused(reasons)


def _store(engagement: Engagement, answers: Mapping[str, str]) -> None:
    ScopeAnswer.objects.bulk_create(
        [
            ScopeAnswer(
                municipality_id=engagement.municipality_id,
                engagement=engagement,
                question=key,
                value=value,
            )
            for key, value in answers.items()
        ],
        update_conflicts=True,
        unique_fields=["engagement", "question"],
        update_fields=["value"],
    )


def _apply_rules(engagement: Engagement, *, by: User, at: datetime) -> list[str]:
    """Replace the rules' decisions where they changed; keys of omissions that fell."""
    assert engagement.edition is not None  # noqa: S101 save_scope has asked
    facts = facts_of(engagement)
    current = {row.clause.key: row for row in engagement.tailorings.current()}
    old, new, fallen = [], [], []
    for clause, decision, sentence in propose(engagement.edition, facts):
        row = current.get(clause.key)
        by_person = row is not None and row.origin == Tailoring.Origin.PERSON
        omits = row is not None and row.decision == OMITTED
        falls = by_person and omits and may_omit(clause, facts) is not None
        if falls:
            fallen.append(clause.key)
        elif by_person or clause.omission != Omission.SCOPE:
            continue
        if row is not None:
            if (row.decision, row.reason) == (decision, sentence):
                continue
            old.append(row.pk)
        new.append(by_rule(engagement, clause.pk, decision, sentence, by=by, at=at))
    Tailoring.objects.filter(pk__in=old).update(is_current=False)
    Tailoring.objects.bulk_create(new)
    return fallen


def by_rule(
    engagement: Engagement, clause_id: int, decision: str, sentence: str, *, by: User, at: datetime
) -> Tailoring:
    """The row, not yet saved, that says what the rules decide about a clause."""
    return Tailoring(
        municipality_id=engagement.municipality_id,
        engagement=engagement,
        clause_id=clause_id,
        decision=decision,
        origin=Tailoring.Origin.RULE,
        reason=sentence,
        approval=Tailoring.Approval.NOT_NEEDED,
        decided_at=at,
        decided_by=by,
    )
