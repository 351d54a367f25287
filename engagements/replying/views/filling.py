"""Answering: the whole table on one page, each answer saved as it is given."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from checklists import actions
from checklists.forms import answer_fields, posted_items
from checklists.models import Answer, Checklist
from checklists.rows import Saved, answer_choices
from common.errors import Refused, Stale
from common.narrowing import narrowed
from engagements.replying.access import FirmRequest, answering
from engagements.replying.addendum import addendum_of
from engagements.replying.reusing import offer_for
from engagements.replying.table import FirmRow, firm_rows, former_answers
from engagements.replying.views.pages import page, tell

FILTERS: tuple[tuple[str, str, Callable[[FirmRow], bool]], ...] = (
    ("", "すべて", lambda row: True),
    ("open", "未回答", lambda row: row.is_open),
    ("explained", "理由・条件を書いたもの", lambda row: row.is_explained),
    ("required", "必須のみ", lambda row: row.asked.level == "必須"),
)


def _rows(request: FirmRequest) -> list[FirmRow]:
    bid = request.link.bid
    former = {} if bid.checklist.is_submitted else former_answers(bid)
    return firm_rows(bid.checklist, request.respondent, former)


@answering
@require_safe
def table(request: FirmRequest) -> HttpResponse:
    """The firm's own table: to fill until the deadline, to read after it."""
    return _table(request, _rows(request))


def _may_reuse(request: FirmRequest) -> bool:
    table = request.link.bid.checklist
    return not table.is_submitted and not table.is_over(timezone.now()) and bool(table.n_unanswered)


def _table(
    request: FirmRequest,
    rows: list[FirmRow],
    status: int = 200,
    reasons: list[str] | None = None,
) -> HttpResponse:
    shown, filters = narrowed(FILTERS, rows, request.GET.get("show", ""))
    checklist = request.link.bid.checklist
    return page(
        request,
        "replying/table.html",
        here="項目遵守の確認表",
        rows=shown,
        choices=answer_choices(checklist.phase),
        keys=[(number, word) for number, (_, word, _) in enumerate(answer_choices("pre"), 1)],
        has_former=any(row.former for row in rows),
        offer=offer_for(request, rows) if _may_reuse(request) else None,
        **addendum_of(request),
        filters=filters,
        reasons=reasons,
        status=status,
    )


@answering
@require_POST
def answer_save(request: FirmRequest, item: int) -> HttpResponse:
    """Save one row; 422 with the reason, 409 with both texts. Nothing typed is lost."""
    checklist = request.link.bid.checklist
    status, error = 200, ""
    try:
        answer = actions.save_answer(
            checklist.pk,
            item,
            **answer_fields(request.POST, item),
            by=request.respondent,
            at=timezone.now(),
        )
        checklist = answer.checklist
    except Answer.DoesNotExist as missing:
        raise Http404 from missing
    except Refused as refusal:
        own = Answer.objects.visible_to(request.respondent).select_related("item")
        answer = get_object_or_404(own, checklist=checklist, item_id=item)
        status, error = 409 if isinstance(refusal, Stale) else 422, " ".join(refusal.reasons)
    if not request.htmx:
        if error:
            messages.error(request, error)
        return redirect(f"{reverse('reply:table')}#item-{item}")
    return _saved(request, checklist, answer, error, status)


def _saved(
    request: FirmRequest, checklist: Checklist, answer: Answer, error: str, status: int
) -> HttpResponse:
    context = {
        "saved": Saved.answer(answer, checklist.phase, error),
        "done": checklist.n_answered,
        "total": checklist.n_total,
    }
    return render(request, "checklists/_saved.html", context, status=status)


@answering
@require_POST
def answers_save(request: FirmRequest) -> HttpResponse:
    """Save the whole table at once, for browsers without JavaScript."""
    posted = [
        {"item_id": item, **answer_fields(request.POST, item)}
        for item in posted_items(request.POST)
    ]
    checklist = request.link.bid.checklist
    try:
        changed = actions.save_answers(checklist, posted, by=request.respondent, at=timezone.now())
    except Refused as refusal:
        typed = {row["item_id"]: row for row in posted}
        rows = [row.with_typed(typed.get(row.item_id)) for row in _rows(request)]
        return _table(request, rows, 422, refusal.reasons)
    messages.success(request, f"{changed}件の回答を保存しました。")
    return redirect("reply:table")


@answering
@require_POST
def answers_reuse(request: FirmRequest) -> HttpResponse:
    """Fill open items about the firm with what it answered in other engagements."""
    offer = offer_for(request, _rows(request))
    answers = offer.answers if offer else []
    table = request.link.bid.checklist
    try:
        filled = actions.reuse_answers(table, answers, by=request.respondent, at=timezone.now())
    except Refused as refusal:
        tell(request, refusal)
    else:
        messages.success(
            request,
            f"{filled}件に、ほかの案件での回答を入れました。今も同じかどうかを確かめてください。",
        )
    return redirect("reply:table")
