"""All addresses, one include an app. Names are `app:noun-verb`."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the process answers; says nothing else."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("accounts.urls")),
    path("documents/", include("documents.urls")),
    path("ledger/", include("ledger.urls")),
    path("specifications/", include("specs.urls")),
    path("checklists/", include("checklists.urls")),
    path("workshop/", include("checklists.workshop.urls")),
    path("engagements/", include("engagements.urls")),
    path("reply/", include("engagements.replying.urls")),
    path("audits/", include("audits.urls")),
    path("", include("workflow.urls")),
]
