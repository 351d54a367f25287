"""Request types, so that a view says who is asking."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from accounts.models import User


class StaffRequest(HttpRequest):
    """A request of a signed-in member of staff, with django-htmx's details."""

    user: "User"  # type: ignore[assignment]
    htmx: "HtmxDetails"
