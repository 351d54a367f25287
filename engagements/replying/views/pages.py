"""What every page of a firm does the same way."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.submitting import AnyForm, status_of
from common.errors import Refused
from engagements.models import AnswerLink
from engagements.replying.access import FirmRequest, held_links

NAVIGATION = (
    ("reply:table", "確認表に答える"),
    ("reply:send", "確かめて提出する"),
    ("reply:papers", "書類・ファイル"),
    ("reply:inquiries", "質問と回答"),
)


def page(
    request: FirmRequest, template: str, *, here: str, form: AnyForm | None = None, **context: Any
) -> HttpResponse:
    """Render a page for the firm: its name, its three places, and no trace of staff's."""
    bid = request.link.bid
    checklist = bid.checklist
    now = timezone.now()
    whole = {
        "user": None,
        "guest_name": bid.vendor.name,
        "nav_items": [(reverse(n), word, request.path == reverse(n)) for n, word in NAVIGATION],
        "breadcrumb": [],
        "here": here,
        "form": form,
        "bid": bid,
        "engagement": bid.engagement,
        "checklist": checklist,
        "is_over": checklist.is_over(now),
        "is_approver": request.link.role == AnswerLink.Role.APPROVE,
        "may_fill": not checklist.is_submitted
        and not checklist.is_over(now)
        and checklist.handed_over_at is None,
        "held_links": held_links(request),
        "may_ask": bid.engagement.takes_inquiries(now),
        **context,
    }
    status = context.pop("status", None) or status_of(form)
    return render(request, template, whole, status=status)


def tell(request: FirmRequest, refusal: Refused) -> None:
    """Show why something was refused, on the next page."""
    for reason in refusal.reasons:
        messages.error(request, reason)
