"""回答用リンク and 開封, from the municipality's side."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import submitted
from checklists.replies.files import MAX_BYTES
from checklists.replies.form_writing import write_form
from checklists.replies.questionnaire import Questionnaire
from checklists.replies.workbook_writing import write_workbook
from common.errors import Refused
from documents.downloads import attachment
from documents.views import TYPES
from engagements import actions
from engagements.forms import DeadlineForm, FirmsFileForm
from engagements.models import AnswerLink, Bid
from engagements.questionnaires import blank_questionnaire
from engagements.views.pages import bid_or_404, engagement_or_404, page


@access(Permission.BID_EDIT)
def link_list(request: StaffRequest, pk: int) -> HttpResponse:
    """The links of one bidder, newest first, and what became of each."""
    return _links(request, bid_or_404(request, pk))


def _links(request: StaffRequest, bid: Bid, address: str = "") -> HttpResponse:
    now = timezone.now()
    links = AnswerLink.objects.visible_to(request.user).filter(bid=bid).order_by("-pk")
    rows = [(link, STATES[_state(link, bid)]) for link in links]
    return page(
        request,
        "engagements/link_list.html",
        here="回答用リンク",
        engagement=bid.engagement,
        bid=bid,
        checklist=bid.checklist,
        rows=rows,
        address=address,
        is_over=bid.checklist.is_over(now),
    )


STATES = {
    "": ("success", "使えます"),
    "revoked": ("neutral", "無効"),
    "expired": ("neutral", "期限切れ"),
    "withdrawn": ("neutral", "辞退"),
}


def _state(link: AnswerLink, bid: Bid) -> str:
    link.bid = bid
    return link.refusal(timezone.now())


@access(Permission.BID_EDIT)
@require_POST
def link_issue(request: StaffRequest, pk: int) -> HttpResponse:
    """A new link, shown once."""
    bid = bid_or_404(request, pk)
    try:
        _, token = actions.issue_link(bid, by=request.user, at=timezone.now())
    except Refused as refusal:
        return _refused(request, refusal, bid)
    path = reverse("reply:link-open", args=[bid.engagement.municipality.code, token])
    return _links(request, bid, request.build_absolute_uri(path))


@access(Permission.BID_EDIT)
@require_POST
def link_revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """Make a link useless."""
    rows = AnswerLink.objects.visible_to(request.user).select_related(
        "bid__vendor", "bid__engagement"
    )
    link = rows.get_or_404(pk=pk)
    reason = request.POST.get("reason", "")
    try:
        actions.revoke_link(link, reason=reason, by=request.user, at=timezone.now())
    except Refused as refusal:
        return _refused(request, refusal, link.bid)
    messages.success(request, "リンクを無効にしました。")
    return redirect("engagements:link-list", link.bid_id)


def _refused(request: StaffRequest, refusal: Refused, bid: Bid) -> HttpResponse:
    for reason in refusal.reasons:
        messages.error(request, reason)
    return redirect("engagements:link-list", bid.pk)


@access(Permission.BID_EDIT)
def reply_take(request: StaffRequest, pk: int) -> HttpResponse:
    """Take in a file that a firm sent by mail or on a disc; no answer is shown."""
    bid = bid_or_404(request, pk)
    form = FirmsFileForm(
        request.POST or None,
        request.FILES or None,
        initial={"received_on": timezone.localdate()},
    )
    reasons: list[str] = []
    if form.is_valid():
        try:
            actions.take_firms_file(
                bid,
                form.cleaned_data["file"].read(MAX_BYTES + 1),
                received_on=form.cleaned_data["received_on"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, f"「{bid.vendor.name}」の回答を受け付けました。")
            return redirect("engagements:bid-list", bid.engagement_id)
    response = page(
        request,
        "engagements/reply_take.html",
        here="届いたファイルの取込み",
        engagement=bid.engagement,
        form=form,
        bid=bid,
        checklist=bid.checklist,
        reasons=reasons,
        is_open=not bid.checklist.is_submitted and bid.withdrawn_on is None,
    )
    if reasons:
        response.status_code = 422
    return response


@access(Permission.ENGAGEMENT_VIEW)
@require_safe
def reply_workbook(request: StaffRequest, pk: int) -> HttpResponse:
    """The blank table of the bid pack as a workbook."""
    return _blank(request, pk, write_workbook, "xlsx")


@access(Permission.ENGAGEMENT_VIEW)
@require_safe
def reply_form(request: StaffRequest, pk: int) -> HttpResponse:
    """The blank table of the bid pack as a PDF with fields."""
    return _blank(request, pk, write_form, "pdf")


def _blank(
    request: StaffRequest, pk: int, write: Callable[[Questionnaire], bytes], format: str
) -> HttpResponse:
    engagement = engagement_or_404(request, pk)
    try:
        content = write(blank_questionnaire(engagement))
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect("workflow:engagement-detail", engagement.pk)
    name = f"確認表_{engagement.number}.{format}"
    response = HttpResponse(content, content_type=TYPES[format])
    response["Content-Disposition"] = attachment(f"check-table.{format}", name)
    return response


@access(Permission.ANSWERS_OPEN)
@require_POST
def answers_open(request: StaffRequest, pk: int) -> HttpResponse:
    """Open the answers of every bidder."""
    engagement = engagement_or_404(request, pk)
    try:
        count = actions.open_answers(engagement, by=request.user, at=timezone.now())
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    else:
        messages.success(request, f"回答を開封しました。提出した応募者は{count}者です。")
    return redirect("engagements:bid-list", engagement.pk)


@access(Permission.ENGAGEMENT_EDIT)
def deadline_extend(request: StaffRequest, pk: int) -> HttpResponse:
    """Put the bidders' deadline off."""
    engagement = engagement_or_404(request, pk)
    form = DeadlineForm(
        request.POST or None,
        initial={
            "revision": engagement.revision,
            "answer_deadline": engagement.answer_deadline,
            "answer_deadline_time": engagement.answer_deadline_time,
        },
    )

    def act(**data: Any) -> None:
        actions.extend_deadline(engagement, **data)

    if form.is_valid() and submitted(
        request,
        form,
        act,
        "提出期限を延ばしました。要件通知書を発行し直して、応募者全員に伝えてください。",
        **form.cleaned_data,
    ):
        return redirect("engagements:bid-list", engagement.pk)
    return page(
        request,
        "form_page.html",
        here="提出期限の延長",
        engagement=engagement,
        form=form,
        lead="応募者全員の提出期限を、同じ日時まで延ばします。早めることはできません。",
    )
