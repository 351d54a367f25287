"""Handing a file of evidence out: as a download, or as pixels that we drew."""

from django.http import FileResponse, Http404

from accounts.respondents import Actor
from checklists.evidence import storage
from checklists.evidence.kinds import Kind
from checklists.evidence.previews import NoPreview, Preview, preview
from checklists.models import Evidence
from documents.downloads import attachment
from documents.storage import Altered


def evidence_or_404(reader: Actor, pk: int) -> Evidence:
    """A file that this reader may see. Raises Http404."""
    rows = Evidence.objects.visible_to(reader).select_related("checklist", "item", "added_by")
    return rows.get_or_404(pk=pk)


def download(evidence: Evidence) -> FileResponse:
    """The bytes, hashed again on their way out, never shown in the browser's own window.

    Raises Http404 when the file is gone or was changed on the disk.
    """
    try:
        file = storage.open(evidence.storage_key, evidence.sha256)
    except Altered as altered:
        raise Http404 from altered
    response = FileResponse(file, content_type=evidence.media_type)
    response["Content-Disposition"] = attachment(f"evidence-{evidence.pk}", evidence.name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def preview_of(evidence: Evidence, page: int = 1) -> Preview | None:
    """A drawn page, picture or text; None where there is none."""
    try:
        data = storage.read(evidence.storage_key, evidence.sha256)
        return preview(Kind(evidence.kind), data, page)
    except (NoPreview, Altered):
        return None
