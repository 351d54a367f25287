"""伝達の記録: what was told to whom, and the form for what left by hand, mail or post."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import submitted
from common.errors import Refused
from documents.actions import issue
from documents.kinds import by_name
from engagements import actions
from engagements.actions.deliveries import STAGES
from engagements.deliveries import delivery_table
from engagements.forms import DeliveryForm
from engagements.models import Bid
from engagements.views.pages import engagement_or_404, page


@access(Permission.ENGAGEMENT_VIEW)
def delivery_list(request: StaffRequest, pk: int) -> HttpResponse:
    """The table; a POST by who may records what was given."""
    engagement = engagement_or_404(request, pk)
    every = "all" in request.GET
    table = delivery_table(engagement, current_only=not every)
    bids = Bid.objects.visible_to(request.user).filter(engagement=engagement, withdrawn_on=None)
    may_record = (
        engagement.stage in STAGES and bool(table.papers) and request.user.may(Permission.BID_EDIT)
    )
    form = None
    if may_record:
        form = DeliveryForm(
            request.POST or None,
            papers=table.papers,
            bids=list(bids.select_related("vendor").order_by("pk")),
            today=timezone.localdate(),
        )

    def act(**data: Any) -> None:
        actions.record_delivery(engagement, **data)

    if (
        form is not None
        and form.is_valid()
        and submitted(request, form, act, "伝えたことを記録しました。", **form.cleaned_data)
    ):
        return redirect("engagements:delivery-list", engagement.pk)
    return page(
        request,
        "engagements/delivery_list.html",
        here="伝達の記録",
        engagement=engagement,
        form=form,
        table=table,
        every=every,
        may_issue=bool(table.papers) and request.user.may(Permission.DOCUMENT_ISSUE),
    )


@access(Permission.DOCUMENT_ISSUE)
@require_POST
def delivery_issue(request: StaffRequest, pk: int) -> HttpResponse:
    """The record as a paper (D1R)."""
    engagement = engagement_or_404(request, pk)
    try:
        document = issue(by_name("delivery-record"), engagement, by=request.user, at=timezone.now())
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect("engagements:delivery-list", engagement.pk)
    return redirect("documents:document-download", document.pk)
