"""応募: a firm takes part in a selection, or steps back."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from checklists.actions import create_checklist
from checklists.models import Phase
from common.errors import Refused
from engagements.actions.suspensions import SuspendedWithoutReason, go_on_despite
from engagements.gates import enter, same_municipality
from engagements.items import items_for
from engagements.models import Bid, Engagement, Procurement, Stage, Vendor
from engagements.standing import of_firms, suspensions_in_force
from ledger.actions import record

# Procedures that a firm under 指名停止 takes no part in, unless a reason is written. Whether a
# measure reaches a procedure is for the municipality's own rules (要綱) to say, not for a law.
CLOSED_TO_SUSPENDED = (Procurement.OPEN, Procurement.DESIGNATED, Procurement.PROPOSAL)


@transaction.atomic
def register_bid(
    engagement: Engagement, vendor: Vendor, *, despite: str = "", by: User, at: datetime
) -> Bid:
    """Register a firm's part, with a blank check table of the phase before the contract.

    While requirements are told and in selection, until the answers are opened; once a firm.
    The table is sealed until the deadline. `despite` is why the procedure goes on with a firm
    under 指名停止. Raises Refused, for such a firm without a reason SuspendedWithoutReason.
    """
    fresh = enter(
        engagement,
        by=by,
        permission=Permission.BID_EDIT,
        stages=[Stage.NOTICE, Stage.SELECTION],
    )
    same_municipality(fresh, vendor)
    if fresh.bids.filter(checklist__opened_at__isnull=False).exists():
        raise Refused("回答を開封した後は、応募者を加えられません。")
    _check_entry(fresh, vendor)
    suspended = list(suspensions_in_force(vendor, timezone.localtime(at).date()))
    if suspended and fresh.procurement in CLOSED_TO_SUSPENDED and not despite.strip():
        raise SuspendedWithoutReason(vendor, suspended)
    items = items_for(fresh, Phase.PRE)
    if not items or fresh.edition is None:
        raise Refused("契約前に確認する項目がありません。確認表の型を確かめてください。")
    checklist = create_checklist(
        municipality=fresh.municipality,
        department=fresh.department,
        edition=fresh.edition,
        items=items,
        phase=Phase.PRE,
        context=fresh,
        title=fresh.title,
        respondent=vendor.name,
        opens_at=fresh.answers_close_at,
        by=by,
        at=at,
    )
    bid = Bid.objects.create(
        municipality_id=fresh.municipality_id,
        engagement=fresh,
        vendor=vendor,
        checklist=checklist,
        created_at=at,
    )
    told: dict[str, Any] = {}
    if suspended and despite.strip():
        told = go_on_despite(bid, suspended, despite, by=by, at=at)
    _record("engagements.bid_registered", bid, by, at, vendor=vendor.name, items=len(items), **told)
    return bid


def _check_entry(engagement: Engagement, vendor: Vendor) -> None:
    """Raises Refused for a firm that takes part already, or is no entry of its own any more.

    Locks the firm, so that nobody merges it meanwhile.
    """
    rows = Vendor.objects.select_for_update(of=("self",)).select_related("merged_into")
    current = rows.get(pk=vendor.pk)
    if current.merged_into is not None:
        raise Refused(
            f"「{current.name}」は「{current.merged_into.name}」に統合されています。"
            f"「{current.merged_into.name}」を登録してください。"
        )
    if Bid.objects.filter(of_firms([vendor.pk]), engagement=engagement).exists():
        raise Refused(f"「{vendor.name}」は、この案件に登録済みです。")


@transaction.atomic
def withdraw_bid(bid: Bid, *, withdrawn_on: date, reason: str, by: User, at: datetime) -> Bid:
    """Record that a firm stepped back. Its answers stay readable.

    Raises Refused for the chosen bid, one that was withdrawn before, or a day to come.
    """
    fresh = enter(
        bid.engagement,
        by=by,
        permission=Permission.BID_EDIT,
        stages=[Stage.NOTICE, Stage.SELECTION],
    )
    if not reason.strip():
        raise Refused("辞退の理由を入力してください。")
    if withdrawn_on > timezone.localtime(at).date():
        raise Refused("辞退日が先の日付になっています。")
    if fresh.selections.filter(is_current=True, bid=bid).exists():
        raise Refused("この事業者は委託先に選ばれています。先に、委託先を選び直してください。")
    changed = Bid.objects.filter(pk=bid.pk, withdrawn_on=None).update(
        withdrawn_on=withdrawn_on, withdrawn_reason=reason.strip()
    )
    if not changed:
        raise Refused("この応募の辞退は記録済みです。")
    bid.refresh_from_db()
    _record(
        "engagements.bid_withdrawn",
        bid,
        by,
        at,
        vendor=bid.vendor.name,
        withdrawn_on=withdrawn_on.isoformat(),
        reason=bid.withdrawn_reason,
    )
    return bid


def _record(verb: str, bid: Bid, by: User, at: datetime, **data: Any) -> None:
    record(verb, subject=bid, context=bid.engagement, by=by, at=at, **data)
