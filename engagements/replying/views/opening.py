"""The link: exchanged for a session at once, so that the secret leaves the address."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from engagements.actions import open_link
from engagements.actions.links import LinkRefused
from engagements.replying.access import FirmRequest, answering, closed, held_links, hold, let_go


@login_not_required
@never_cache
@require_safe
def link_open(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Exchange a token for a session of the link's holder.

    Source: OWASP ASVS 5.0 v5.0.0-14.2.1 (nothing secret stays in an address).
    """
    address = request.META.get("REMOTE_ADDR", "")
    try:
        link = open_link(code, token, address=address, at=timezone.now())
    except LinkRefused as refusal:
        return closed(request, too_many=refusal.too_many)
    request.session.cycle_key()
    hold(request, link)
    rotate_token(request)
    response = redirect("reply:table")
    response["Referrer-Policy"] = "no-referrer"
    return response


@answering
@require_POST
def link_switch(request: FirmRequest, pk: int) -> HttpResponse:
    """On to another engagement whose link this browser has opened. 404 for any other."""
    for link in held_links(request):
        if link.pk == pk:
            hold(request, link)
            return redirect("reply:table")
    raise Http404


@login_not_required
@require_POST
def link_leave(request: HttpRequest) -> HttpResponse:
    """Forget the links in this browser; the saved answers stay."""
    let_go(request)
    return closed(request)
