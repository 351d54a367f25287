"""新旧対照表 of an engagement: the standard text and the annex as settled."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from documents.kinds import by_name
from documents.on_request import issue_on_request
from engagements.comparison import compare_engagement
from engagements.views.pages import engagement_or_404, page
from specs.comparison.page import filters, is_whole, result

KIND = "annex-comparison"


@access(Permission.ENGAGEMENT_VIEW)
@require_safe
def comparison(request: StaffRequest, pk: int) -> HttpResponse:
    """What the engagement left out and worded differently, beside the standard text."""
    engagement = engagement_or_404(request, pk)
    if engagement.edition is None:
        messages.info(request, "先に、特記仕様書の版を選んでください。")
        return redirect("engagements:scope-edit", engagement.pk)
    sheet = compare_engagement(engagement)
    return page(
        request,
        "engagements/comparison.html",
        here="標準の条文との対照",
        engagement=engagement,
        may_issue=request.user.may(Permission.DOCUMENT_ISSUE),
        filters=filters(request, sheet),
        **result(sheet, whole=is_whole(request), wording=False),
    )


@access(Permission.DOCUMENT_ISSUE)
@require_POST
def comparison_issue(request: StaffRequest, pk: int) -> HttpResponse:
    """Issue it as D24 and hand it out."""
    engagement = engagement_or_404(request, pk)
    format = "docx" if request.POST.get("format") == "docx" else "pdf"
    kind = by_name(KIND)
    document = issue_on_request(request, kind, engagement, format=format)
    if document is None:
        return redirect("engagements:comparison", engagement.pk)
    return redirect("documents:document-download", document.pk)
