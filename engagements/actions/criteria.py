"""評価の基準: set while answers are sealed, fixed by the opening."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from checklists.models import Phase
from common.canonical import dumps, sha256_hex
from common.errors import Refused, Stale
from engagements.content import criteria_content
from engagements.gates import enter
from engagements.items import items_for
from engagements.models import Criteria, Engagement, Stage
from engagements.models.criteria import DEFAULT_WEIGHT, WEIGHTS
from ledger.actions import record

STAGES = (Stage.PLANNING, Stage.NOTICE, Stage.SELECTION)


@transaction.atomic
def save_criteria(
    engagement: Engagement,
    *,
    weights: Mapping[str, int],
    knock_outs: Iterable[str],
    revision: int | None = None,
    by: User,
    at: datetime,
) -> Criteria:
    """Set weights (clause key → 0 – 5) and knock-out items (codes of the table's items).

    Raises Refused once they are fixed, and for a clause or an item the table doesn't ask about;
    Stale when somebody saved since `revision` was read.
    """
    fresh = enter(engagement, by=by, permission=Permission.SELECTION_DECIDE, stages=STAGES)
    criteria = criteria_of(fresh)
    if criteria.fixed_at is not None:
        raise Refused("回答を開封したため、評価の基準は変えられません。")
    if revision is not None and revision != criteria.revision:
        raise Stale("ほかの職員が先に評価の基準を変えました。内容を比べてください。")
    items = items_for(fresh, Phase.PRE)
    known = {item.clause.key for item in items}
    codes = [item.code for item in items]
    wanted = set(knock_outs)
    if not set(weights) <= known or not wanted <= set(codes):
        raise Refused("この案件の確認表にない条又は項目があります。画面を開き直してください。")
    if any(weight not in WEIGHTS for weight in weights.values()):
        raise Refused(f"重みは{WEIGHTS.start}から{WEIGHTS.stop - 1}までの整数にしてください。")
    criteria.weights = {k: w for k, w in sorted(weights.items()) if w != DEFAULT_WEIGHT}
    criteria.knock_outs = [code for code in codes if code in wanted]
    criteria.revision += 1
    keep_criteria(criteria, fresh, by=by, at=at)
    return criteria


def keep_criteria(criteria: Criteria, engagement: Engagement, *, by: User, at: datetime) -> None:
    """Write criteria that were checked, and their event; called inside an action."""
    criteria.save()
    _record("engagements.criteria_saved", criteria, engagement, by, at)


def fix_criteria(engagement: Engagement, *, by: User, at: datetime) -> Criteria:
    """Fix the criteria as they stand; called by the opening, inside its transaction."""
    criteria = criteria_of(engagement)
    if criteria.fixed_at is None:
        criteria.fixed_at, criteria.fixed_by = at, by
        criteria.save()
        _record("engagements.criteria_fixed", criteria, engagement, by, at)
    return criteria


def criteria_of(engagement: Engagement) -> Criteria:
    """The engagement's criteria; those of nobody's making (all alike) where none are saved."""
    return Criteria.objects.filter(engagement=engagement).first() or Criteria(
        municipality_id=engagement.municipality_id, engagement=engagement
    )


def _record(verb: str, criteria: Criteria, engagement: Engagement, by: User, at: datetime) -> None:
    content = criteria_content(criteria)
    record(
        verb,
        subject=criteria,
        context=engagement,
        by=by,
        at=at,
        sha256=sha256_hex(dumps(content)),
        weights=criteria.weights,
        knock_outs=criteria.knock_outs,
    )
