"""Issuing the papers of a round and of a finding, from the page where the clerk is."""

from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import access
from accounts.http import StaffRequest
from accounts.models import User
from accounts.permissions import Permission
from audits.models import Finding, Inspection
from documents.kinds import DocumentKind, by_name
from documents.models import IssuedDocument
from documents.on_request import issue_and_say

PLACES: dict[str, tuple[type[Inspection] | type[Finding], str]] = {
    "inspection-plan": (Inspection, "audits:inspection-detail"),
    "inspection-report": (Inspection, "audits:inspection-detail"),
    "correction-demand": (Finding, "audits:finding-detail"),
}
FORMATS = ("pdf", "docx")


def papers(
    user: User, subject: models.Model, *slugs: str
) -> list[tuple[DocumentKind, list[IssuedDocument]]]:
    """Each kind with what was issued of it about `subject`, the newest first; a query each."""
    found = []
    for slug in slugs:
        kind = by_name(slug)
        rows = IssuedDocument.objects.visible_to(user).about(kind.subject_name(subject), slug)
        found.append((kind, list(rows[:10])))
    return found


@access(Permission.DOCUMENT_ISSUE)
@require_POST
def paper_issue(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """Issue a paper as a PDF or as a Word file, and go back to the page it was asked on."""
    if kind not in PLACES:
        raise Http404
    model, page = PLACES[kind]
    model.objects.visible_to(request.user).get_or_404(pk=pk)
    found = by_name(kind)
    subject = found.subjects().get(pk=pk)
    format = request.POST.get("format", "pdf")
    if format not in FORMATS:
        raise Http404
    issue_and_say(request, found, subject, format=format)
    return redirect(f"{reverse(page, args=[pk])}#papers")
