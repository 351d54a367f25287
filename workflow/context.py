"""What every page shows: the navigation, by permission, and the version."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.permissions import Permission, may

NAVIGATION = (
    ("workflow:engagement-list", "案件一覧", Permission.ENGAGEMENT_VIEW),
    ("specs:edition-list", "特記仕様書", Permission.EDITION_VIEW),
    ("engagements:vendor-list", "事業者", Permission.ENGAGEMENT_VIEW),
    ("ledger:event-list", "記録", Permission.LEDGER_VIEW),
)

# Pages of a section whose addresses don't begin with the section's own.
ALSO = {"specs:edition-list": ("/workshop/", "/checklists/import/")}


def site(request: HttpRequest) -> dict[str, Any]:
    """`nav_items` as (url, label, current) and `app_version`."""
    user = getattr(request, "user", None)
    items = []
    if user is not None and user.is_authenticated and user.municipality_id:
        for name, label, permission in NAVIGATION:
            url = reverse(name)
            if may(user, permission):
                places = (url, *ALSO.get(name, ()))
                current = request.path == url if url == "/" else request.path.startswith(places)
                items.append((url, label, current))
    return {"nav_items": items, "app_version": settings.VERSION}
