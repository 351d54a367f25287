"""誰も満たせない項目: the requirement is changed, an alternative accepted, or tenders called again."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from checklists.models import CheckItem
from common.errors import Refused
from engagements.actions.alternatives import propose_alternative
from engagements.gates import enter
from engagements.models import AlternativeMeasure, Bid, Engagement, Stage, UnmetDecision
from engagements.progress import unmet_by_bid
from ledger.actions import record

KIND = UnmetDecision.Kind
LIMIT = 2000


@transaction.atomic
def decide_unmet(
    engagement: Engagement,
    item: CheckItem,
    *,
    kind: str,
    alternative: str = "",
    reason: str,
    by: User,
    at: datetime,
) -> UnmetDecision:
    """Decide about an item that no bidder plainly meets, once answers are opened.

    Accepting an alternative proposes it for every bidder that has none approved yet, so that
    the policy division answers one text. Raises Refused for an item that somebody meets, without
    a reason, and where alternative and kind don't fit.
    """
    fresh = enter(
        engagement, by=by, permission=Permission.SELECTION_DECIDE, stages=[Stage.SELECTION]
    )
    text, why = alternative.strip(), reason.strip()
    _check(kind, text, why)
    firms = _bids_that_fail(fresh, item)
    rows = UnmetDecision.objects.filter(engagement=fresh, item=item, is_current=True)
    rows.update(is_current=False)
    decision = UnmetDecision.objects.create(
        municipality_id=fresh.municipality_id,
        engagement=fresh,
        item=item,
        kind=kind,
        alternative=text if kind == KIND.ACCEPT else "",
        reason=why,
        decided_at=at,
        decided_by=by,
    )
    if kind == KIND.ACCEPT:
        _propose_to_all(firms, item, text, by, at)
    record(
        "engagements.unmet_decided",
        subject=decision,
        context=fresh,
        by=by,
        at=at,
        item=item.code,
        kind=str(kind),
        alternative=decision.alternative,
        reason=why,
    )
    return decision


def _check(kind: str, alternative: str, reason: str) -> None:
    reasons = []
    if kind not in KIND.values:
        reasons.append("扱いを選んでください。")
    if kind == KIND.ACCEPT and not alternative:
        reasons.append("認める代替措置の内容を入力してください。")
    if not reason:
        reasons.append("理由を入力してください。選定評価・理由書に載ります。")
    if len(alternative) > LIMIT or len(reason) > LIMIT:
        reasons.append(f"代替措置と理由は、それぞれ{LIMIT}字以内で入力してください。")
    if reasons:
        raise Refused(reasons)


def _bids_that_fail(engagement: Engagement, item: CheckItem) -> list[Bid]:
    """Every bid that counts, none of which meets the item. Raises Refused otherwise."""
    bids = Bid.objects.filter(engagement=engagement, withdrawn_on=None)
    rows = list(bids.select_related("vendor", "checklist", "engagement").order_by("pk"))
    if any(bid.checklist.is_sealed for bid in rows):
        raise Refused("回答を開封してから決めてください。")
    answered = [bid for bid in rows if bid.checklist.is_submitted]
    unmet = unmet_by_bid(answered)
    failing = [
        bid for bid in answered if any(row.item.pk == item.pk for row in unmet.get(bid.pk, []))
    ]
    if not answered or failing != answered:
        raise Refused(
            "この項目を満たす応募者がいます。満たさない応募者については、代替措置を個別に決めてください。"
        )
    return failing


def _propose_to_all(bids: list[Bid], item: CheckItem, text: str, by: User, at: datetime) -> None:
    settled = AlternativeMeasure.objects.filter(
        bid__in=bids, item=item, is_current=True, approval=AlternativeMeasure.Approval.APPROVED
    )
    done = set(settled.values_list("bid", flat=True))
    for bid in bids:
        if bid.pk not in done:
            kind = AlternativeMeasure.Kind.ALTERNATIVE
            propose_alternative(bid, item, kind=kind, text=text, by=by, at=at)
