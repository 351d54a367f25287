"""From a filled table to a submission: looked at once more, approved inside the firm, sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.submitting import AnyForm
from checklists import actions
from checklists.rows import answer_choices
from common.errors import Refused
from documents.actions import issue_to_firm
from documents.composing import preview
from documents.kinds import by_name
from documents.views import file_response
from engagements.actions import issue_approver_link
from engagements.models import AnswerLink
from engagements.replying.access import FirmRequest, answering
from engagements.replying.documents import ApprovalCopy
from engagements.replying.forms import ApproveForm, HandBackForm, HandOverForm, SendForm
from engagements.replying.table import firm_rows
from engagements.replying.views.pages import page, tell

COUNTS = ("n_yes", "n_partial", "n_no", "n_na")


def _form(request: FirmRequest) -> AnyForm | None:
    """The form that fits who looks and how far the table is; None when nothing is to be sent."""
    checklist = request.link.bid.checklist
    if checklist.is_submitted or checklist.is_over(timezone.now()):
        return None
    data = request.POST or None
    initial = {"filled_by": checklist.filled_by, "filled_on": timezone.localdate()}
    if checklist.handed_over_at is not None:
        return ApproveForm(data)
    if request.POST.get("step") == "hand-over":
        return HandOverForm(data, initial=initial)
    return SendForm(data, initial=initial)


@answering
def send(request: FirmRequest) -> HttpResponse:
    """Everything once more, then on: to the responsible person, or to the municipality."""
    form = _form(request)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            _carry_out(request, form)
        except Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        else:
            return redirect("reply:send")
    return _send(request, form)


def _carry_out(request: FirmRequest, form: AnyForm) -> None:
    checklist = request.link.bid.checklist
    data: dict[str, Any] = form.cleaned_data
    who: dict[str, Any] = {"by": request.respondent, "at": timezone.now()}
    if isinstance(form, HandOverForm):
        actions.hand_over(checklist, **data, **who)
        messages.success(request, "責任者の確認に回しました。責任者用のリンクをお渡しください。")
        return
    if isinstance(form, ApproveForm):
        data = {**data, "filled_by": checklist.filled_by, "filled_on": checklist.filled_on}
    actions.submit(checklist, **data, **who)
    messages.success(request, "確認表を提出しました。受付票を保存してください。")


def _send(request: FirmRequest, form: AnyForm | None) -> HttpResponse:
    bid = request.link.bid
    checklist = bid.checklist
    rows = firm_rows(checklist, request.respondent)
    words = answer_choices(checklist.phase)
    reasons: list[str] = []
    if isinstance(form, HandOverForm):
        # Its few fields stand below the form for sending, which stays as it was.
        reasons = [str(error) for errors in form.errors.values() for error in errors]
        form = SendForm(initial=form.initial)
    return page(
        request,
        "replying/send.html",
        here="確かめて提出する",
        form=form,
        reasons=reasons,
        status=422 if reasons else None,
        counts=[
            (word, getattr(checklist, name))
            for (_, word, _), name in zip(words, COUNTS, strict=True)
        ],
        unanswered=[row for row in rows if row.is_open],
        explained=[row for row in rows if row.is_explained],
        hand_back_form=HandBackForm(),
    )


@answering
@require_POST
def hand_back(request: FirmRequest) -> HttpResponse:
    """Back to the filler, with what to change."""
    form = HandBackForm(request.POST)
    if form.is_valid():
        _try(request, actions.hand_back, "記入に戻しました。", note=form.cleaned_data["note"])
    return redirect("reply:send")


@answering
@require_POST
def withdraw(request: FirmRequest) -> HttpResponse:
    """Take the submission back, to change it and submit again before the deadline."""
    _try(
        request,
        actions.withdraw_submission,
        "提出を取り下げました。直してから、提出期限までにもう一度提出してください。",
    )
    return redirect("reply:table")


def _try(request: FirmRequest, action: Any, done: str, **data: Any) -> None:
    try:
        action(request.link.bid.checklist, **data, by=request.respondent, at=timezone.now())
    except Refused as refusal:
        tell(request, refusal)
    else:
        messages.success(request, done)


@answering
@require_POST
def approver_link(request: FirmRequest) -> HttpResponse:
    """A secret address for the firm's 責任者, shown once."""
    if request.link.role == AnswerLink.Role.APPROVE:
        return redirect("reply:send")
    try:
        _, token = issue_approver_link(request.link, by=request.respondent, at=timezone.now())
    except Refused as refusal:
        tell(request, refusal)
        return redirect("reply:send")
    path = reverse("reply:link-open", args=[request.link.bid.engagement.municipality.code, token])
    return page(
        request,
        "replying/approver_link.html",
        here="責任者用のリンク",
        address=request.build_absolute_uri(path),
    )


@answering
@require_safe
def receipt(request: FirmRequest) -> HttpResponse:
    """The receipt of the submission that stands, as a registered document."""
    try:
        document = issue_to_firm(
            by_name("reply-receipt"), request.link.bid, by=request.respondent, at=timezone.now()
        )
    except Refused as refusal:
        tell(request, refusal)
        return redirect("reply:send")
    return file_response(document, document.read())


@answering
@require_safe
def approval_copy(request: FirmRequest) -> HttpResponse:
    """The table with boxes for the firm's own approval (決裁), marked as a draft."""
    kind = ApprovalCopy(request.respondent)
    content = preview(kind, request.link.bid.checklist, at=timezone.now())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="approval-copy.pdf"'
    return response
