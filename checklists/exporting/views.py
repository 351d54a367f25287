"""Downloads of an edition."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from checklists.exporting.formats import FORMATS, file_name
from specs.models import Edition


@access(Permission.EDITION_VIEW)
def edition_export(request: StaffRequest, pk: int, slug: str) -> HttpResponse:
    """One edition in one format, as a download."""
    form = FORMATS.get(slug)
    if form is None:
        raise Http404
    editions = Edition.objects.visible_to(request.user)
    edition = editions.select_related("specification", "municipality").get_or_404(pk=pk)
    response = HttpResponse(form.write(edition), content_type=form.media_type)
    name = file_name(edition, form)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
