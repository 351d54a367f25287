"""様式 of an engagement on the screen: what the contractor will file, to print or to type in."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from documents.models import IssuedDocument
from documents.on_request import issue_and_say
from engagements.annex import annex_of
from engagements.documents.forms.base import form_kinds
from engagements.models import Engagement
from ledger.actions import subject_of


@access(Permission.ENGAGEMENT_VIEW)
def form_list(request: StaffRequest, pk: int) -> HttpResponse:
    """Every form of the clauses in force, with its newest files."""
    engagement = _engagement(request, pk)
    kinds = {kind.key: kind for kind in form_kinds()}
    slugs = [kind.slug for kind in kinds.values()]
    issued = IssuedDocument.objects.visible_to(request.user).filter(
        subject=subject_of(engagement), kind__in=slugs, superseded_by=None
    )
    files: dict[str, list[IssuedDocument]] = {}
    for document in issued.order_by("format"):
        files.setdefault(document.kind, []).append(document)
    annex = annex_of(engagement) if engagement.edition else None
    rows = [
        (form, kind, files.get(kind.slug, []) if kind else [])
        for form in (annex.forms if annex else [])
        for kind in [kinds.get(form.key)]
    ]
    context = {
        "engagement": engagement,
        "rows": rows,
        "may_issue": request.user.may(Permission.DOCUMENT_ISSUE),
        "breadcrumb": [
            (reverse("workflow:engagement-list"), "案件一覧"),
            (engagement.get_absolute_url(), engagement.title),
            ("", "様式"),
        ],
    }
    return render(request, "workflow/form_list.html", context)


@access(Permission.DOCUMENT_ISSUE)
@require_POST
def form_issue(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """Issue one form as a PDF or as a Word file."""
    engagement = _engagement(request, pk)
    kind = next((each for each in form_kinds() if each.key == key), None)
    if kind is None:
        raise Http404
    format = "docx" if request.POST.get("format") == "docx" else "pdf"
    issue_and_say(request, kind, engagement, format=format)
    return redirect(f"{reverse('workflow:form-list', args=[engagement.pk])}#form-{key}")


def _engagement(request: StaffRequest, pk: int) -> Engagement:
    rows = Engagement.objects.visible_to(request.user).select_related(
        "municipality", "department", "edition__specification", "preset"
    )
    return rows.get_or_404(pk=pk)
