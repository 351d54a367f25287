"""Taking a file of evidence in, and handing it out: as a download, or as pixels we drew."""

from datetime import datetime

from django.http import FileResponse, Http404

from accounts.actors import Actor
from checklists.actions import add_evidence
from checklists.evidence import storage
from checklists.evidence.kinds import Kind
from checklists.evidence.previews import NoPreview, Preview, preview
from checklists.evidence.refusals import EvidenceRefused
from checklists.forms import EvidenceForm
from checklists.models import Evidence
from common.errors import Refused
from documents.downloads import attachment
from documents.storage import Altered


def evidence_or_404(reader: Actor, pk: int) -> Evidence:
    """A file that this reader may see. Raises Http404."""
    rows = Evidence.objects.visible_to(reader).select_related("checklist", "item", "added_by")
    return rows.get_or_404(pk=pk)


def add_from(
    form: EvidenceForm, checklist_id: int, item_id: int | None, *, by: Actor, at: datetime
) -> int:
    """Put the file of a valid form by. 200 when it was taken; else the form says why not, and
    the page answers with what is returned."""
    file = form.cleaned_data["file"]
    try:
        add_evidence(checklist_id, item_id, name=file.name, data=file.file, by=by, at=at)
    except EvidenceRefused as refusal:
        form.add_error("file", " ".join(refusal.reasons))
        return refusal.status
    except Refused as refusal:
        form.add_error(None, " ".join(refusal.reasons))
        return 422
    return 200


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
