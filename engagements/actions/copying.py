"""翌年度の案件: a new draft from an earlier engagement of the department."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from checklists.models import CheckItem, Preset
from common.errors import Refused
from engagements.actions.criteria import keep_criteria
from engagements.actions.engagements import choose_edition, create_engagement
from engagements.copying import copies_of, criteria_of_staff, edition_for, own_decisions
from engagements.gates import enter
from engagements.grading import preset_for
from engagements.models import Criteria, Engagement, ScopeAnswer, Stage, Tailoring
from engagements.scope import PresetProposal, facts_of
from engagements.tailoring import may_omit
from ledger.actions import record
from specs.models import Clause

# What may be left out of a copy; work and procurement always go with it.
FIELDS = ("personal_data", "place_condition", "contact")
ANSWERS, CRITERIA = "answers", "criteria"
PARTS = (*FIELDS, ANSWERS, CRITERIA)


class CopyExists(Refused):
    """The source has copies for that year; the caller shows them and asks."""

    def __init__(self, copies: list[Engagement]) -> None:
        self.copies = copies
        names = "、".join(copy.number for copy in copies)
        super().__init__(
            f"この案件からは、同じ年度の案件（{names}）を既に作っています。"
            "もう1件作るときは、「同じ年度にもう1件作る」に印を付けてください。"
        )


@transaction.atomic
def copy_engagement(
    source: Engagement,
    *,
    fiscal_year: int,
    title: str,
    answer_deadline: date | None,
    period_from: date | None,
    period_to: date | None,
    parts: Collection[str] = PARTS,
    clauses: Collection[str] | None = None,
    again: bool = False,
    by: User,
    at: datetime,
) -> Engagement:
    """Register a draft from `source`, an engagement of the user's own department in any stage.

    Scope answers are copied to be confirmed anew; the omissions and changes of staff about
    `clauses` (None: all) wait for approval again, on the published edition. What no longer
    fits is left out and named in the event. Raises CopyExists unless `again`; Refused.
    """
    former = enter(source, by=by, permission=Permission.ENGAGEMENT_EDIT, stages=list(Stage))
    if set(parts) - set(PARTS):
        raise Refused("引き継げない項目が送られました。画面を開き直してください。")
    copies = copies_of([former.pk], fiscal_year).get(former.pk, [])
    if copies and not again:
        raise CopyExists(copies)
    made = create_engagement(
        copied_from=former,
        fiscal_year=fiscal_year,
        title=title,
        work=former.work,
        procurement=former.procurement,
        negotiated_ground=former.negotiated_ground,
        answer_deadline=answer_deadline,
        answer_deadline_time=former.answer_deadline_time,
        period_from=period_from,
        period_to=period_to,
        **{name: getattr(former, name) for name in FIELDS if name in parts},
        by=by,
        at=at,
    )
    made = _on_the_edition(former, made, by, at)
    facts = _copy_answers(former, made) if ANSWERS in parts else {}
    outcome = _copy_decisions(former, made, facts, clauses, by, at)
    if CRITERIA in parts:
        outcome["criteria"] = _copy_criteria(former, made, by, at)
    record(
        "engagements.copied",
        subject=made,
        context=made,
        by=by,
        at=at,
        source=former.number,
        source_id=former.pk,
        parts=sorted(parts),
        answers=len(facts),
        **outcome,
    )
    return made


def _on_the_edition(source: Engagement, made: Engagement, by: User, at: datetime) -> Engagement:
    """The published edition with the preset of the same key; nothing where none is published."""
    edition = edition_for(source)
    if edition is None or source.preset is None:
        return made
    wanted = PresetProposal(source.preset.key, "")
    preset = preset_for(wanted, Preset.objects.filter(edition=edition).order_by("position"))
    if preset is None:
        return made
    return choose_edition(made, edition=edition, preset=preset, by=by, at=at)


def _copy_answers(source: Engagement, made: Engagement) -> dict[str, str]:
    facts = facts_of(source)
    ScopeAnswer.objects.bulk_create(
        ScopeAnswer(
            municipality_id=made.municipality_id, engagement=made, question=key, value=value
        )
        for key, value in facts.items()
    )
    return facts


def _copy_decisions(
    source: Engagement,
    made: Engagement,
    facts: dict[str, str],
    wanted: Collection[str] | None,
    by: User,
    at: datetime,
) -> dict[str, Any]:
    """The earlier omissions and changes as proposals; keys of what waits, and of what fell."""
    proposed: list[str] = []
    fallen: list[str] = []
    clauses = {c.key: c for c in Clause.objects.filter(edition=made.edition_id)}
    rows = []
    for row in own_decisions(source):
        if wanted is not None and row.clause.key not in wanted:
            continue
        clause = clauses.get(row.clause.key)
        omits = row.decision == Tailoring.Decision.OMITTED
        if clause is None or (omits and may_omit(clause, facts)):
            fallen.append(row.clause.key)
            continue
        proposed.append(clause.key)
        rows.append(
            Tailoring(
                municipality_id=made.municipality_id,
                engagement=made,
                clause=clause,
                decision=row.decision,
                origin=Tailoring.Origin.PERSON,
                tree=row.tree,
                reason=row.reason,
                alternative=row.alternative,
                approval=Tailoring.Approval.WAITING,
                decided_at=at,
                decided_by=by,
            )
        )
    Tailoring.objects.bulk_create(rows)
    return {"proposed": proposed, "fallen": fallen}


def _copy_criteria(source: Engagement, made: Engagement, by: User, at: datetime) -> bool:
    """Weights and knock-out items that the new edition still has; whether there were any."""
    former = criteria_of_staff(source)
    if former is None or made.edition_id is None:
        return False
    items = CheckItem.objects.filter(edition=made.edition_id, in_pre=True)
    known = dict(items.values_list("code", "clause__key"))
    criteria = Criteria(
        municipality_id=made.municipality_id,
        engagement=made,
        weights={k: w for k, w in former.weights.items() if k in set(known.values())},
        knock_outs=[code for code in former.knock_outs if code in known],
        revision=1,
    )
    keep_criteria(criteria, made, by=by, at=at)
    return True
