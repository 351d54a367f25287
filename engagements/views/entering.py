"""応募者の登録と辞退: who takes part in a selection, and who steps back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import submitted
from common.errors import Refused
from engagements import actions
from engagements.actions.suspensions import SuspendedWithoutReason
from engagements.forms import WithdrawalForm
from engagements.models import Engagement, Stage, Vendor
from engagements.register import found_vendors
from engagements.standing import standings
from engagements.views.bids import bids_of
from engagements.views.pages import bid_or_404, engagement_or_404, page

PAGE = 50


@access(Permission.BID_EDIT)
def bid_create(request: StaffRequest, pk: int) -> HttpResponse:
    """Find a registered firm and enter it as a bidder, or go and register it."""
    engagement = engagement_or_404(request, pk)
    words = request.GET.get("q", "").strip()
    reasons: list[str] = []
    suspended = None
    if request.method == "POST":
        vendor = Vendor.objects.visible_to(request.user).get_or_404(
            pk=request.POST.get("vendor", "")
        )
        try:
            _register(request, engagement, vendor)
        except Refused as refusal:
            reasons = refusal.reasons
            suspended = vendor if isinstance(refusal, SuspendedWithoutReason) else None
        else:
            return redirect("engagements:bid-list", engagement.pk)
    here = {bid.vendor.firm_id for bid in bids_of(request, engagement)}
    found = list(found_vendors(request.user, words)[:PAGE])
    known = standings(found, timezone.localdate(), until=engagement.period_to)
    response = page(
        request,
        "engagements/bid_create.html",
        here="応募者の登録",
        engagement=engagement,
        words=words,
        found=[(vendor, vendor.pk in here, known[vendor.pk]) for vendor in found],
        size=PAGE,
        reasons=reasons,
        suspended=suspended,
        is_open=engagement.stage in (Stage.NOTICE, Stage.SELECTION),
    )
    response.status_code = 422 if reasons else 200
    return response


def _register(request: StaffRequest, engagement: Engagement, vendor: Vendor) -> None:
    """Enter the firm, and say what of its certifications should be asked. Raises Refused."""
    despite = request.POST.get("despite", "")
    actions.register_bid(engagement, vendor, despite=despite, by=request.user, at=timezone.now())
    messages.success(
        request, f"「{vendor.name}」を応募者に登録しました。確認表の回答を受けてください。"
    )
    known = standings([vendor], timezone.localdate(), until=engagement.period_to)[vendor.pk]
    wanting = [line.words for line in known.certifications if line.needs_asking]
    if wanting:
        messages.warning(
            request,
            f"第三者認証について、更新したかどうかを事業者に確かめてください：{'、'.join(wanting)}",
        )


@access(Permission.BID_EDIT)
def bid_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Record that a firm stepped back."""
    bid = bid_or_404(request, pk)
    form = WithdrawalForm(request.POST or None, initial={"withdrawn_on": timezone.localdate()})

    def act(**data: Any) -> None:
        actions.withdraw_bid(bid, **data)

    if form.is_valid() and submitted(
        request, form, act, f"「{bid.vendor.name}」の辞退を記録しました。", **form.cleaned_data
    ):
        return redirect("engagements:bid-list", bid.engagement_id)
    return page(
        request,
        "engagements/bid_withdraw.html",
        here="辞退の記録",
        engagement=bid.engagement,
        form=form,
        bid=bid,
    )
