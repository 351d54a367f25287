"""Handing out issued documents, as they were issued or not at all."""

import logging

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from documents.actions import report_altered
from documents.downloads import attachment
from documents.models import IssuedDocument
from documents.storage import Altered

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}

logger = logging.getLogger(__name__)


@access(Permission.DOCUMENT_VIEW)
@require_safe
def document_download(request: StaffRequest, pk: int) -> HttpResponse:
    """The file, hashed again on its way out; an error page when it was changed on disk."""
    document = IssuedDocument.objects.visible_to(request.user).get_or_404(pk=pk)
    try:
        content = document.read()
    except Altered as altered:
        logger.error("document %s: %s", document.pk, altered)
        report_altered(document, found=altered.found, by=request.user, at=timezone.now())
        return render(request, "documents/document_altered.html", {"issued": document}, status=500)
    return file_response(document, content)


def file_response(document: IssuedDocument, content: bytes) -> HttpResponse:
    """A download that is neither cached nor guessed at. Name: RFC 6266, with filename*."""
    plain = f"document-{document.pk}.{document.format}"
    response = HttpResponse(content, content_type=TYPES[document.format])
    response["Content-Disposition"] = attachment(plain, document.filename)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
