"""記録: reading the trail of one municipality, newest first."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from ledger.models import LedgerEvent

PAGE = 50


@access(Permission.LEDGER_VIEW)
def event_list(request: StaffRequest) -> HttpResponse:
    """Fifty events before ?before=SEQ; no count and no offset, for the table only grows."""
    events = LedgerEvent.objects.visible_to(request.user).order_by("-seq")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit():
        events = events.filter(seq__lt=int(before))
    page = list(events[: PAGE + 1])
    context = {"events": page[:PAGE], "next": page[PAGE - 1].seq if len(page) > PAGE else None}
    return render(request, "ledger/event_list.html", context)
