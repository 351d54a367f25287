"""根拠資料 on the staff's side: looked at safely, downloaded, and the scan of a paper table added."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import status_of
from checklists.evidence_files import add_from, download, evidence_or_404, preview_of
from checklists.forms import EvidenceForm
from checklists.models import Checklist, Evidence


@access(Permission.ENGAGEMENT_VIEW)
@require_safe
def evidence_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """What the file is, and a drawing of it: never the sender's own bytes in the browser."""
    evidence = evidence_or_404(request.user, pk)
    page = _page(request)
    shown = preview_of(evidence, page)
    context = {
        "evidence": evidence,
        "shown": shown,
        "number": page,
        "before": page - 1,
        "after": page + 1 if shown and page < shown.pages else 0,
        "back_url": reverse("checklists:checklist-detail", args=[evidence.checklist_id]),
    }
    return render(request, "checklists/evidence_detail.html", context)


@access(Permission.ENGAGEMENT_VIEW)
@require_safe
def evidence_picture(request: StaffRequest, pk: int) -> HttpResponse:
    """One page as a picture that we drew. 404 where there is none."""
    shown = preview_of(evidence_or_404(request.user, pk), _page(request))
    if shown is None or not shown.png:
        raise Http404
    response = HttpResponse(shown.png, content_type="image/png")
    response["Cache-Control"] = "no-store"
    return response


@access(Permission.ENGAGEMENT_VIEW)
@require_safe
def evidence_download(request: StaffRequest, pk: int) -> FileResponse:
    """The file, as a download only."""
    return download(evidence_or_404(request.user, pk))


@access(Permission.CHECKLIST_FILL)
def evidence_add(request: StaffRequest, pk: int) -> HttpResponse:
    """The files of the whole table: the scan of what came on paper; a POST adds one."""
    rows = Checklist.objects.visible_to(request.user).select_related("edition__municipality")
    checklist = rows.get_or_404(pk=pk)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    status = status_of(form)
    if form.is_valid():
        status = add_from(form, pk, None, by=request.user, at=timezone.now())
        if status == 200:
            messages.success(request, f"「{form.cleaned_data['file'].name}」を添えました。")
            return redirect("checklists:evidence-add", pk)
    context = {
        "form": form,
        "checklist": checklist,
        "files": Evidence.objects.visible_to(request.user).filter(checklist=checklist, item=None),
        "is_open": not checklist.is_submitted and not checklist.is_sealed,
        "here": "原本の写し",
        "breadcrumb": [
            (reverse("workflow:engagement-list"), "案件一覧"),
            (reverse("checklists:checklist-detail", args=[pk]), "確認表"),
            ("", "原本の写し"),
        ],
    }
    return render(request, "checklists/evidence_add.html", context, status=status)


def _page(request: StaffRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 5 else 1
