"""選定結果通知書: to every bidder at one go."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from common.errors import Refused
from documents.models import IssuedDocument
from engagements import actions
from engagements.actions.letters import STAGES
from engagements.letters import letter_rows, report_is_issued
from engagements.models import Bid, Selection
from engagements.views.pages import engagement_or_404, page


@access(Permission.ENGAGEMENT_VIEW)
@require_safe
def letters(request: StaffRequest, pk: int) -> HttpResponse:
    """Who was sent which letter, and the button for all of them."""
    engagement = engagement_or_404(request, pk)
    choices = Selection.objects.visible_to(request.user).filter(
        engagement=engagement, is_current=True
    )
    selection = choices.select_related("bid__vendor").first()
    bids = Bid.objects.visible_to(request.user).filter(engagement=engagement)
    rows = letter_rows(
        IssuedDocument.objects.visible_to(request.user),
        engagement,
        bids.select_related("vendor").order_by("pk"),
        selection,
    )
    return page(
        request,
        "engagements/letters.html",
        here="選定結果通知書",
        engagement=engagement,
        selection=selection,
        rows=rows,
        left=sum(not row.is_current for row in rows),
        has_report=selection is not None and report_is_issued(engagement, selection.decided_at),
        may_issue=engagement.stage in STAGES and request.user.may(Permission.DOCUMENT_ISSUE),
    )


@access(Permission.DOCUMENT_ISSUE)
@require_POST
def letters_issue(request: StaffRequest, pk: int) -> HttpResponse:
    """Issue them all."""
    engagement = engagement_or_404(request, pk)
    try:
        posted = actions.issue_letters(engagement, by=request.user, at=timezone.now())
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect("engagements:letters", engagement.pk)
    if posted.left:
        messages.warning(
            request,
            f"選定結果通知書を{posted.made}通発行しました。あと{posted.left}者分あります。"
            "もう一度ボタンを押してください。",
        )
    elif posted.made:
        messages.success(request, f"選定結果通知書を{posted.made}通発行しました。")
    else:
        messages.info(request, "どの通知書も、今の内容で発行済みです。")
    return redirect("engagements:letters", engagement.pk)
