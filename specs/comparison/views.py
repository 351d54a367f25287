"""新旧対照表 on the screen: two editions, or an edition and a pasted text."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from common.errors import Refused
from documents.actions import issue
from documents.kinds import by_name
from specs.comparison.forms import EditionPairForm, PasteForm
from specs.comparison.page import filters, is_whole, result, working_copy
from specs.comparison.pasted import compare_pasted
from specs.comparison.sheet import EditionPair

KIND = "comparison"
FORMATS = ("pdf", "docx")


@access(Permission.EDITION_VIEW)
@require_safe
def comparison(request: StaffRequest) -> HttpResponse:
    """Choose two editions and see what differs; the address keeps the choice."""
    asked = bool({"old", "new"} & request.GET.keys())
    form = EditionPairForm(request.GET if asked else None, user=request.user)
    context: dict[str, Any] = {
        "form": form,
        "may_issue": request.user.may(Permission.DOCUMENT_ISSUE),
    }
    if form.is_valid():
        pair = _pair(form)
        context |= {
            "pair": pair,
            "is_one_edition": pair.new == pair.old,
            "filters": filters(request, pair.sheet),
            **result(pair.sheet, whole=is_whole(request)),
        }
    status = 422 if asked and form.errors else 200
    return _page(request, "specs/comparison.html", "新旧対照表", context, status=status)


@access(Permission.EDITION_VIEW)
@require_safe
def comparison_file(request: StaffRequest) -> HttpResponse:
    """The same as a file marked 案: for whoever may not issue documents, and for drafts."""
    form = EditionPairForm(request.GET, user=request.user)
    if not form.is_valid():
        return _back(request)
    pair = _pair(form, words="words" in request.GET)
    try:
        return working_copy(pair.sheet, _format(request.GET), f"新旧対照表_{pair.new}")
    except Refused as refusal:
        return _refused(request, refusal, pair)


@access(Permission.DOCUMENT_ISSUE)
@require_POST
def comparison_issue(request: StaffRequest) -> HttpResponse:
    """Issue D24 and hand it out."""
    form = EditionPairForm(request.POST, user=request.user)
    if not form.is_valid():
        return _back(request)
    pair = _pair(form, words="words" in request.POST)
    format = _format(request.POST)
    try:
        document = issue(by_name(KIND), pair, by=request.user, at=timezone.now(), format=format)
    except Refused as refusal:
        return _refused(request, refusal, pair)
    return redirect("documents:document-download", document.pk)


@access(Permission.EDITION_VIEW)
def comparison_paste(request: StaffRequest) -> HttpResponse:
    """Compare an edition with a pasted text; nothing is saved."""
    form = PasteForm(request.POST or None, user=request.user)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        data = form.cleaned_data
        try:
            pasted = compare_pasted(data["edition"], data["text"], side=data["side"])
            if request.POST.get("format") in FORMATS:
                return working_copy(pasted.sheet, _format(request.POST), "新旧対照表_貼り付けた文")
        except Refused as refusal:
            for reason in refusal.reasons:
                form.add_error("text", reason)
        else:
            context |= {"problems": pasted.problems, **result(pasted.sheet, whole=data["whole"])}
    status = 422 if form.errors else 200
    return _page(
        request, "specs/comparison_paste.html", "貼り付けた文との対照", context, status=status
    )


def _pair(form: EditionPairForm, *, words: bool = False) -> EditionPair:
    return EditionPair(form.cleaned_data["new"], form.cleaned_data["old"], has_wording=words)


def _format(data: Any) -> str:
    return "docx" if data.get("format") == "docx" else "pdf"


def _back(request: StaffRequest) -> HttpResponse:
    messages.error(request, "比べる版を二つ選んでください。")
    return redirect("specs:comparison")


def _refused(request: StaffRequest, refusal: Refused, pair: EditionPair) -> HttpResponse:
    for reason in refusal.reasons:
        messages.error(request, reason)
    query = f"?old={pair.old.pk}&new={pair.new.pk}"
    return redirect(reverse("specs:comparison") + query)


def _page(
    request: StaffRequest, template: str, here: str, context: dict[str, Any], *, status: int
) -> HttpResponse:
    breadcrumb = [(reverse("specs:edition-list"), "特記仕様書"), ("", here)]
    return render(request, template, {"breadcrumb": breadcrumb, **context}, status=status)
