"""事業者の統合: two entries of the register turn out to be one firm."""

from datetime import datetime
from typing import Any

from django.db import models, transaction

from accounts.models import User
from accounts.permissions import Permission
from common.errors import Refused, Stale
from engagements.actions.vendors import enter_register
from engagements.content import vendor_digest
from engagements.models import Bid, Engagement, Stage, Vendor
from engagements.standing import of_firms
from ledger.actions import record


@transaction.atomic
def merge_vendors(
    vendor: Vendor,
    *,
    into: Vendor,
    reason: str,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> Vendor:
    """Let `vendor` stand for `into` from now on, for good. Nothing is moved or renamed.

    The row stays with its bids and contracts, leaves lists and choices, and what is known of it
    is shown with the other's. What was merged into it before follows. `seen` is pair_digest of
    what the user saw; raises Stale when one of the two has changed since. Raises Refused where
    the two can't be one firm.
    """
    first, second = sorted((vendor, into), key=lambda row: row.pk)
    locked = {
        row.pk: enter_register(row, by=by, permission=Permission.VENDOR_MERGE)
        for row in (first, second)
    }
    gone, kept = locked[vendor.pk], locked[into.pk]
    reasons = obstacles(gone, kept)
    if reasons:
        raise Refused(reasons)
    if not reason.strip():
        raise Refused("統合の理由を入力してください。")
    if seen is not None and seen != pair_digest(gone, kept):
        raise Stale("ほかの職員が先に事業者の内容を直しました。もう一度見比べてください。")
    followers = list(gone.merged.values_list("pk", flat=True))
    gone.merged.update(merged_into=kept)
    gone.merged_into, gone.merged_reason = kept, reason.strip()
    gone.merged_at, gone.merged_by = at, by
    gone.save(update_fields=["merged_into", "merged_reason", "merged_at", "merged_by"])
    record(
        "engagements.vendor_merged",
        subject=gone,
        context=kept,
        by=by,
        at=at,
        name=gone.name,
        into=kept.pk,
        into_name=kept.name,
        followers=followers,
        reason=gone.merged_reason,
    )
    return kept


def obstacles(gone: Vendor, kept: Vendor) -> list[str]:
    """Why the one can't be merged into the other; empty when it can."""
    if gone.pk == kept.pk:
        return ["同じ登録どうしは統合できません。統合先を選び直してください。"]
    if gone.corporate_number and kept.corporate_number:
        return ["法人番号が違うため、別の事業者です。統合できません。"]
    if gone.corporate_number:
        return [
            f"法人番号のある「{gone.name}」を残してください。"
            f"「{kept.name}」の画面から、「{gone.name}」へ統合します。"
        ]
    # In the stages in which one of the bids can still be withdrawn.
    both = Engagement.objects.filter(
        stage__in=[Stage.NOTICE, Stage.SELECTION], pk__in=_tenders(gone)
    ).filter(pk__in=_tenders(kept))
    return [
        f"「{engagement.title}」に、両方が応募しています。"
        "先に、その案件でどちらかの辞退を記録してください。"
        for engagement in both[:3]
    ]


def pair_digest(gone: Vendor, kept: Vendor) -> str:
    """What the user saw of both firms."""
    return f"{vendor_digest(gone)}{vendor_digest(kept)}"


def _tenders(vendor: Vendor) -> models.QuerySet[Bid, Any]:
    rows = Bid.objects.filter(of_firms([vendor.pk]), withdrawn_on=None)
    return rows.values("engagement")
