"""Handing out issued documents, as they were issued or not at all; and 照合 for everybody."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from documents.actions import report_altered
from documents.checking import Checked, check_code, check_sha256, may_ask
from documents.downloads import attachment
from documents.forms import VerificationForm
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


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def document_verify(request: HttpRequest) -> HttpResponse:
    """Whether a file or a 照合番号 is of a document that was issued here, for anybody.

    A visitor learns what is on the paper anyway, and whether a newer one took its place.
    """
    if request.method != "POST":
        return _verification(request, VerificationForm(initial={"code": request.GET.get("code")}))
    if not may_ask(request.META.get("REMOTE_ADDR", "")):
        return _verification(request, VerificationForm(), too_many=True, status=429)
    form = VerificationForm(request.POST, request.FILES)
    if not form.is_valid():
        return _verification(request, form, status=422)
    code: str = form.cleaned_data["code"]
    checked = check_code(code) if code else check_sha256(form.sha256())
    return _verification(request, form, asked=True, code=code, checked=checked)


def _verification(
    request: HttpRequest,
    form: VerificationForm,
    *,
    asked: bool = False,
    code: str = "",
    checked: Checked | None = None,
    too_many: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "asked": asked, "code": code, "checked": checked, "too_many": too_many}
    return render(request, "documents/document_verify.html", context, status=status)
