"""Deny by default: a view that doesn't say who may use it can't be used.

`@access(Permission.X)` marks a view; the middleware refuses every view without a mark, and
every user whose role lacks the permission.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from accounts.permissions import Permission, may

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def access(permission: Permission) -> Callable[[View], View]:
    """Mark a view with the permission it needs."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


class AccessMiddleware:
    """Let a request through only where its view's mark and the user's role allow it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *rest: Any
    ) -> None:
        """Raises PermissionDenied for an unmarked view or a role without the permission.

        Views open to everybody carry Django's `login_not_required`; LoginRequiredMiddleware
        has sent anonymous visitors to the sign-in page before this runs.
        """
        if not getattr(view, "login_required", True):
            return
        permission = getattr(view, "permission", None)
        if permission is None or not may(request.user, permission):  # type: ignore[arg-type]
            raise PermissionDenied
