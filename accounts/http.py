"""Request types, so that a view says who is asking."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class StaffRequest(HttpRequest):
    """A request of a signed-in member of staff, with django-htmx's details."""

    user: User
    htmx: HtmxDetails
