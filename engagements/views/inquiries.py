"""質疑 from the municipality's side: taken down, answered, published to all at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import conflicts, is_stale, let_overwrite, submitted
from common.errors import Refused
from common.narrowing import narrowed
from documents.actions import issue
from documents.kinds import by_name
from engagements import actions
from engagements.actions.inquiries import STAGES
from engagements.forms import InquiryAnswerForm, InquiryForm
from engagements.models import Bid, Inquiry
from engagements.views.pages import engagement_or_404, page

FILTERS: tuple[tuple[str, str, Any], ...] = (
    ("", "すべて", lambda row: True),
    ("waiting", "回答を書いていないもの", lambda row: row.is_waiting),
    ("ready", "公表を待つもの", lambda row: row.is_ready),
    ("published", "公表したもの", lambda row: row.is_published),
)
ANSWER_FIELDS = ("published_question", "answer", "unanswered_reason")


@access(Permission.ENGAGEMENT_VIEW)
@require_safe
def inquiry_list(request: StaffRequest, pk: int) -> HttpResponse:
    """Every question of an engagement, by number."""
    engagement = engagement_or_404(request, pk)
    rows = list(
        Inquiry.objects.visible_to(request.user)
        .filter(engagement=engagement)
        .select_related("bid__vendor", "answered_by", "published_by")
        .order_by("number")
    )
    shown, filters = narrowed(FILTERS, rows, request.GET.get("show", ""))
    is_open = engagement.stage in STAGES
    return page(
        request,
        "engagements/inquiry_list.html",
        here="質問と回答",
        engagement=engagement,
        rows=shown,
        filters=filters if rows else None,
        ready=sum(row.is_ready for row in rows),
        waiting=sum(row.is_waiting for row in rows),
        takes=engagement.takes_inquiries(timezone.now()),
        may_take=is_open and request.user.may(Permission.BID_EDIT),
        may_answer=is_open and request.user.may(Permission.ENGAGEMENT_EDIT),
    )


@access(Permission.BID_EDIT)
def inquiry_create(request: StaffRequest, pk: int) -> HttpResponse:
    """Enter a question that did not come through a firm's page."""
    engagement = engagement_or_404(request, pk)
    bids = Bid.objects.visible_to(request.user).filter(engagement=engagement, withdrawn_on=None)
    form = InquiryForm(request.POST or None, bids=list(bids.select_related("vendor")))

    def act(**data: Any) -> None:
        actions.take_down(engagement, **data)

    if form.is_valid() and submitted(
        request, form, act, "質問を登録しました。", **form.cleaned_data
    ):
        return redirect("engagements:inquiry-list", engagement.pk)
    return page(
        request,
        "engagements/inquiry_create.html",
        here="質問の登録",
        engagement=engagement,
        form=form,
        is_open=engagement.stage in STAGES,
    )


@access(Permission.ENGAGEMENT_EDIT)
def inquiry_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Write the answer to one question."""
    rows = Inquiry.objects.visible_to(request.user).select_related(
        "bid__vendor", "engagement__department", "engagement__municipality"
    )
    inquiry = rows.get_or_404(pk=pk)
    saved = {name: getattr(inquiry, name) for name in ANSWER_FIELDS}
    form = InquiryAnswerForm(request.POST or None, initial={**saved, "revision": inquiry.revision})

    def act(**data: Any) -> None:
        actions.answer_inquiry(inquiry, **data)

    if form.is_valid() and submitted(
        request,
        form,
        act,
        "回答を保存しました。公表するまで、応募者には見えません。",
        **form.cleaned_data,
    ):
        return redirect("engagements:inquiry-list", inquiry.engagement_id)
    context: dict[str, Any] = {}
    if is_stale(form):
        inquiry.refresh_from_db()
        saved = {name: getattr(inquiry, name) for name in ANSWER_FIELDS}
        context["conflicts"] = conflicts(form, saved)
        let_overwrite(form, revision=inquiry.revision)
    return page(
        request,
        "engagements/inquiry_answer.html",
        here=f"質問{inquiry.number}への回答",
        engagement=inquiry.engagement,
        form=form,
        inquiry=inquiry,
        is_open=not inquiry.is_published and inquiry.engagement.stage in STAGES,
        **context,
    )


@access(Permission.ENGAGEMENT_EDIT)
@require_POST
def answers_publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Publish every written answer to all bidders, and issue the paper that says them (D1Q)."""
    engagement = engagement_or_404(request, pk)
    at = timezone.now()
    try:
        number = actions.publish_answers(engagement, by=request.user, at=at)
        messages.success(
            request,
            f"回答{number}件を、応募者全員に公表しました。回答用ページで読むことができます。",
        )
        document = issue(by_name("inquiry-answers"), engagement, by=request.user, at=at)
        messages.success(
            request,
            f"「{document.title}」（{document.number}）を発行しました。"
            "回答用リンクを使わない応募者には、この文書を渡し、伝達の記録に残してください。",
        )
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    return redirect("engagements:inquiry-list", engagement.pk)
