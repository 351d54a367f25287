"""The papers of the tender: what the firm was told, as it was issued."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from documents.models import IssuedDocument, IssuedDocumentQuerySet
from documents.views import file_response
from engagements.models import Engagement
from engagements.replying.access import FirmRequest, answering
from engagements.replying.views.pages import page
from ledger.actions import subject_of

# The kinds that bidders are given. Nothing else of the engagement is theirs to read.
TOLD = ("requirement-notice", "annex", "check-table-blank")


def _told(engagement: Engagement) -> IssuedDocumentQuerySet:
    rows: IssuedDocumentQuerySet = IssuedDocument.objects.filter(
        municipality_id=engagement.municipality_id,
        subject=subject_of(engagement),
        kind__in=TOLD,
        is_superseded=False,
    )
    return rows


@answering
@require_safe
def papers(request: FirmRequest) -> HttpResponse:
    """The requirement notice, the draft annex and the blank table."""
    told = _told(request.link.bid.engagement).order_by("code", "pk")
    return page(request, "replying/papers.html", here="書類・ファイル", documents=told)


@answering
@require_safe
def paper_download(request: FirmRequest, pk: int) -> HttpResponse:
    """One of them, as it was issued. 404 for anything else."""
    document = _told(request.link.bid.engagement).get_or_404(pk=pk)
    return file_response(document, document.read())
