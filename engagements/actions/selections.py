"""選定: choosing the contractor, with the reason in writing."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from common.canonical import dumps, sha256_hex
from common.errors import Refused
from engagements.actions.suspensions import SuspendedWithoutReason, go_on_despite, reasons_missing
from engagements.content import selection_content
from engagements.gates import claim, enter
from engagements.models import Bid, Engagement, Selection, Stage
from ledger.actions import record

EXPLANATION_RANGE = range(1, 61)


@transaction.atomic
def decide_selection(
    engagement: Engagement,
    *,
    bid: Bid,
    reason: str,
    explanation_days: int | None = None,
    despite: str = "",
    revision: int | None = None,
    by: User,
    at: datetime,
) -> Selection:
    """Choose one bid of the engagement. A new choice replaces the former one.

    Items the bidder can't meet don't forbid the choice: the way to the contract stays shut
    until each has an approved alternative. `explanation_days` is how long the others may ask
    why, in working days; None takes the installation's default. A firm under 指名停止 is chosen
    only where a reason to go on is written, here in `despite` or with the bid, whatever the
    procurement method. Raises Stale, Refused.
    """
    fresh = enter(
        engagement, by=by, permission=Permission.SELECTION_DECIDE, stages=[Stage.SELECTION]
    )
    chosen = _choosable(fresh, bid)
    _check_reason(reason)
    days = settings.EXPLANATION_DAYS if explanation_days is None else explanation_days
    if days not in EXPLANATION_RANGE:
        raise Refused(
            "説明を求めることができる期間は、1日から60日までの開庁日数で入力してください。"
        )
    suspended = reasons_missing(chosen, timezone.localtime(at).date())
    if suspended and not despite.strip():
        raise SuspendedWithoutReason(chosen.vendor, suspended)
    claim(fresh, revision)
    fresh.selections.filter(is_current=True).update(is_current=False)
    selection = Selection.objects.create(
        municipality_id=fresh.municipality_id,
        engagement=fresh,
        bid=chosen,
        reason=reason.strip(),
        explanation_days=days,
        decided_at=at,
        decided_by=by,
    )
    told: dict[str, Any] = {}
    if suspended:
        told = go_on_despite(chosen, suspended, despite, by=by, at=at)
    record(
        "engagements.selection_decided",
        subject=selection,
        context=fresh,
        by=by,
        at=at,
        vendor=chosen.vendor.name,
        reason=selection.reason,
        sha256=sha256_hex(dumps(selection_content(selection))),
        **told,
    )
    return selection


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("選定の理由を入力してください。")


def _choosable(engagement: Engagement, bid: Bid) -> Bid:
    """The bid as it is now. Raises Refused for one that can't be chosen."""
    rows = Bid.objects.filter(pk=bid.pk, engagement=engagement)
    chosen = rows.select_related("checklist", "vendor").first()
    if chosen is None:
        raise Refused("この案件の応募者から選んでください。")
    if chosen.withdrawn_on is not None:
        raise Refused("辞退した事業者は選べません。")
    if chosen.checklist.is_sealed:
        raise Refused("提出期限の後に回答を開封してから、委託先を選んでください。")
    if not chosen.checklist.is_submitted:
        raise Refused("確認表の回答を提出した事業者から選んでください。")
    return chosen
