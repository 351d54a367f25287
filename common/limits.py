"""How much one request may carry, decided before a byte of its body is read."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# What a multipart form adds to the file in it.
AROUND_A_FILE = 1_000_000


class RequestSizeMiddleware:
    """Refuse a body that is larger than the largest file, or that doesn't say how large it is.

    Without it Django spools any upload to the disk before a view can say no. It stands before
    everything that looks at a form; a proxy in front should have a limit of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or ""
        if request.META.get("HTTP_TRANSFER_ENCODING") and not length:
            return HttpResponse(status=411)
        if length.isdigit() and int(length) > settings.EVIDENCE_MAX_BYTES + AROUND_A_FILE:
            context: dict[str, Any] = {"user": None, "nav_items": []}
            return render(request, "413.html", context, status=413)
        return self.get_response(request)
