"""確認表 on the screen: filled, checked, submitted, judged."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from checklists import actions
from checklists.forms import (
    SubmitForm,
    TranscriptionForm,
    answer_fields,
    judgement_fields,
    posted_items,
)
from checklists.models import Answer, Checklist, Judgement, Method, Verdict
from checklists.rows import Row, Saved, answer_choices, table_rows
from common.errors import Refused, Stale
from common.narrowing import narrowed
from documents.actions import issue
from documents.kinds import by_name

KEYS = (
    [(1, "対応可"), (2, "条件付き"), (3, "対応不可"), (4, "該当なし")],
    [(1, "実施"), (2, "一部実施"), (3, "未実施"), (4, "該当なし")],
)
FILTERS: tuple[tuple[str, str, Callable[[Row], bool]], ...] = (
    ("", "すべて", lambda row: True),
    ("open", "未回答", lambda row: row.state == "open"),
    ("attention", "条件付き・不可", lambda row: row.state in ("part", "no")),
    ("required", "必須のみ", lambda row: row.item.level == "必須"),
)


def _checklist(request: StaffRequest, pk: int) -> Checklist:
    rows = Checklist.objects.visible_to(request.user).select_related(
        "edition__municipality", "municipality", "department"
    )
    return rows.get_or_404(pk=pk)


def _context(request: StaffRequest, checklist: Checklist) -> dict[str, Any]:
    """What the table's page and each of its rows need."""
    open_ = (
        not checklist.is_submitted
        and not checklist.is_sealed
        and request.user.may(Permission.CHECKLIST_FILL)
    )
    return {
        "checklist": checklist,
        "choices": answer_choices(checklist.phase),
        "may_fill": open_,
        "may_judge_link": checklist.is_submitted
        and not checklist.is_sealed
        and request.user.may(Permission.CHECKLIST_JUDGE),
        "may_issue": request.user.may(Permission.DOCUMENT_ISSUE),
        "keys": KEYS[checklist.phase != "pre"],
        "engagement_url": reverse(
            "workflow:engagement-detail", args=[checklist.context.rpartition(":")[2]]
        ),
    }


@access(Permission.ENGAGEMENT_VIEW)
def checklist_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """The whole table: to fill while it is open, to read afterwards."""
    checklist = _checklist(request, pk)
    if checklist.is_sealed:
        return render(request, "checklists/sealed.html", _context(request, checklist))
    return _table(request, checklist, table_rows(checklist))


def _table(
    request: StaffRequest, checklist: Checklist, rows: list[Row], status: int = 200, **more: Any
) -> HttpResponse:
    shown, filters = narrowed(FILTERS, rows, request.GET.get("show", ""))
    context = {
        **_context(request, checklist),
        "rows": shown,
        "filters": filters,
        **more,
    }
    return render(request, "checklists/checklist_detail.html", context, status=status)


@access(Permission.CHECKLIST_FILL)
@require_POST
def answer_save(request: StaffRequest, pk: int, item: int) -> HttpResponse:
    """Save one row, and answer with what that changes: 422 with the reason, 409 with both texts.

    What was typed stays in front of the person; the next save uses the new revision.
    """
    fields = answer_fields(request.POST, item)
    status, error = 200, ""
    try:
        answer = actions.save_answer(pk, item, **fields, by=request.user, at=timezone.now())
    except Answer.DoesNotExist as missing:
        raise Http404 from missing
    except Refused as refusal:
        answer = get_object_or_404(_checklist(request, pk).answers, item_id=item)
        status, error = _status(refusal), " ".join(refusal.reasons)
    if not request.htmx:
        return _back_to_row(request, "checklists:checklist-detail", pk, item, error)
    checklist = answer.checklist
    saved = Saved.answer(answer, checklist.phase, error)
    return _saved(request, saved, checklist.n_answered, checklist.n_total, status)


def _status(refusal: Refused) -> int:
    return 409 if isinstance(refusal, Stale) else 422


def _back_to_row(request: StaffRequest, view: str, pk: int, item: int, error: str) -> HttpResponse:
    """Where a browser without JavaScript goes after it saved one row."""
    if error:
        messages.error(request, error)
    return redirect(f"{reverse(view, args=[pk])}#item-{item}")


def _saved(request: StaffRequest, saved: Saved, done: int, total: int, status: int) -> HttpResponse:
    context = {"saved": saved, "done": done, "total": total}
    return render(request, "checklists/_saved.html", context, status=status)


@access(Permission.CHECKLIST_FILL)
@require_POST
def answers_save(request: StaffRequest, pk: int) -> HttpResponse:
    """Save the whole table at once, for browsers without JavaScript."""
    checklist = _checklist(request, pk)
    posted = [
        {"item_id": item, **answer_fields(request.POST, item)}
        for item in posted_items(request.POST)
    ]
    try:
        changed = actions.save_answers(checklist, posted, by=request.user, at=timezone.now())
    except Refused as refusal:
        rows = table_rows(checklist)
        typed = {row["item_id"]: row for row in posted}
        for row in rows:
            if fields := typed.get(row.item.pk):
                row.answer.value, row.answer.note = fields["value"], fields["note"]
                row.answer.evidence = fields["evidence"]
        return _table(request, checklist, rows, 422, reasons=refusal.reasons)
    messages.success(request, f"{changed}件の回答を保存しました。")
    return redirect("checklists:checklist-detail", pk)


@access(Permission.CHECKLIST_FILL)
def checklist_submit(request: StaffRequest, pk: int) -> HttpResponse:
    """Look once more at everything, then submit."""
    checklist = _checklist(request, pk)
    if checklist.is_sealed:
        return redirect("checklists:checklist-detail", pk)
    # A bidder's own submission comes through its page; what staff submit is typed from paper.
    kind = SubmitForm if checklist.opens_at is None else TranscriptionForm
    form = kind(request.POST or None, initial={"filled_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.submit(checklist, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, "確認表を提出しました。回答はもう変えられません。")
            return redirect("checklists:checklist-detail", pk)
    rows = table_rows(checklist)
    context = {
        **_context(request, checklist),
        "form": form,
        "unanswered": [row for row in rows if row.state == "open"],
        "attention": [row for row in rows if row.state in ("part", "no", "na")],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "checklists/checklist_submit.html", context, status=status)


def _judging(request: StaffRequest, checklist: Checklist) -> dict[str, Any]:
    return {
        **_context(request, checklist),
        "verdicts": [(v.value, v.label) for v in (Verdict.FIT, Verdict.CORRECT, Verdict.UNFIT)],
        "methods": Method.choices,
        "may_judge": checklist.is_submitted and checklist.judged_at is None,
        "done": _judged(checklist),
    }


def _judged(checklist: Checklist) -> int:
    return checklist.judgements.exclude(verdict=Verdict.UNSEEN).count()


@access(Permission.CHECKLIST_JUDGE)
def judgement(request: StaffRequest, pk: int) -> HttpResponse:
    """The firm's answers beside the municipality's verdicts."""
    checklist = _checklist(request, pk)
    if not checklist.is_submitted or checklist.is_sealed:
        messages.error(request, "確認表が提出され、開封されてから判定できます。")
        return redirect("checklists:checklist-detail", pk)
    context = {**_judging(request, checklist), "rows": table_rows(checklist)}
    return render(request, "checklists/judgement.html", context)


@access(Permission.CHECKLIST_JUDGE)
@require_POST
def judgement_save(request: StaffRequest, pk: int, item: int) -> HttpResponse:
    """Save one verdict, and answer with what that changes."""
    fields = judgement_fields(request.POST, item)
    row: Judgement | None
    status, error = 200, ""
    try:
        row = actions.save_judgement(pk, item, **fields, by=request.user, at=timezone.now())
    except Judgement.DoesNotExist as missing:
        raise Http404 from missing
    except Refused as refusal:
        # Before the submission there is no row yet.
        rows = _checklist(request, pk).judgements.select_related("checklist")
        row = rows.filter(item_id=item).first()
        status, error = _status(refusal), " ".join(refusal.reasons)
    if row is None or not request.htmx:
        return _back_to_row(request, "checklists:judgement", pk, item, error)
    checklist = row.checklist
    saved = Saved.judgement(row, error)
    return _saved(request, saved, _judged(checklist), checklist.n_total, status)


@access(Permission.CHECKLIST_JUDGE)
@require_POST
def judgements_save(request: StaffRequest, pk: int) -> HttpResponse:
    """Save all verdicts at once, for browsers without JavaScript."""
    checklist = _checklist(request, pk)
    posted = [
        {"item_id": item, **judgement_fields(request.POST, item)}
        for item in posted_items(request.POST)
    ]
    try:
        changed = actions.save_judgements(checklist, posted, by=request.user, at=timezone.now())
    except Refused as refusal:
        rows = table_rows(checklist)
        typed = {row["item_id"]: row for row in posted}
        for row in rows:
            if (fields := typed.get(row.item.pk)) and row.judgement:
                row.judgement.verdict, row.judgement.method = fields["verdict"], fields["method"]
                row.judgement.remark = fields["remark"]
        context = {**_judging(request, checklist), "rows": rows, "reasons": refusal.reasons}
        return render(request, "checklists/judgement.html", context, status=422)
    messages.success(request, f"{changed}件の判定を保存しました。")
    return redirect("checklists:judgement", pk)


@access(Permission.CHECKLIST_JUDGE)
@require_POST
def judgement_finish(request: StaffRequest, pk: int) -> HttpResponse:
    """Freeze the verdicts."""
    checklist = _checklist(request, pk)
    try:
        actions.finish_judgement(checklist, by=request.user, at=timezone.now())
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    else:
        messages.success(request, "判定を終えました。判定はもう変えられません。")
    return redirect("checklists:judgement", pk)


@access(Permission.DOCUMENT_ISSUE)
@require_POST
def checklist_issue(request: StaffRequest, pk: int) -> HttpResponse:
    """Issue the filled table (D3) and hand it out."""
    checklist = _checklist(request, pk)
    try:
        document = issue(by_name("check-table"), checklist, by=request.user, at=timezone.now())
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect("checklists:checklist-detail", pk)
    return redirect("documents:document-download", document.pk)
