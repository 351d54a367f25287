"""質疑 at a firm's page: its own questions, and what all bidders are answered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from common.errors import Refused
from engagements import actions
from engagements.documents.inquiries import published_inquiries
from engagements.models import Inquiry
from engagements.replying.access import FirmRequest, answering
from engagements.replying.forms import AskForm
from engagements.replying.views.pages import page
from engagements.told import told_now


@answering
def inquiries(request: FirmRequest) -> HttpResponse:
    """Read what was answered, and ask. Reading is noted once for each paper of answers."""
    bid, at = request.link.bid, timezone.now()
    form = AskForm(request.POST or None, initial={"about": request.GET.get("about", "")[:60]})
    if form.is_valid():
        try:
            actions.ask(request.link, **form.cleaned_data, by=request.respondent, at=at)
        except Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        else:
            messages.success(
                request, "質問を送りました。回答は、応募者全員に同じものを公表します。"
            )
            return redirect("reply:inquiries")
    published = list(published_inquiries(bid.engagement))
    if published:
        papers = told_now(bid.engagement).filter(kind="inquiry-answers")
        actions.note_seen(request.link, papers, by=request.respondent, at=at)
    mine = Inquiry.objects.filter(bid=bid, published_at=None).order_by("number")
    return page(
        request,
        "replying/inquiries.html",
        here="質問と回答",
        form=form if bid.engagement.takes_inquiries(at) else None,
        published=published,
        mine=mine,
    )
