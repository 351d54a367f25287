"""保存の履歴: every saved state of a draft, what it changed, and the way back to it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from checklists.drafting.changes import changes_between
from checklists.drafting.contents import contents_of
from checklists.drafting.states import contents_at, restore_state
from checklists.workshop.pages import edition_or_404, page
from common.errors import Refused
from specs.models import DraftState

A_PAGE = 50


@access(Permission.EDITION_VIEW)
def state_list(request: StaffRequest, pk: int) -> HttpResponse:
    """The states, newest first; of one clause with ?clause=."""
    edition = edition_or_404(request, pk)
    states = DraftState.objects.visible_to(request.user).filter(edition=edition)
    if key := request.GET.get("clause", ""):
        states = states.filter(clause_key=key)
    rows = states.select_related("saved_by").defer("manifest").order_by("-seq")
    return page(
        request,
        "workshop/state_list.html",
        here="保存の履歴",
        edition=edition,
        states=Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        only=edition.clauses.filter(key=key).first() if key else None,
        newest=edition.revision,
    )


@access(Permission.EDITION_VIEW)
def state_detail(request: StaffRequest, pk: int, seq: int) -> HttpResponse:
    """What the draft was then, against what it is now."""
    edition = edition_or_404(request, pk)
    states = DraftState.objects.visible_to(request.user).select_related("saved_by")
    state = states.get_or_404(edition=edition, seq=seq)
    return page(
        request,
        "workshop/state_detail.html",
        here="その時の状態",
        edition=edition,
        state=state,
        changes=changes_between(edition, contents_of(edition), contents_at(state)),
        is_newest=state.seq == edition.revision,
    )


@access(Permission.EDITION_EDIT)
@require_POST
def state_restore(request: StaffRequest, pk: int, seq: int) -> HttpResponse:
    """Go back to a state."""
    edition = edition_or_404(request, pk)
    try:
        restore_state(edition.pk, seq, by=request.user, at=timezone.now())
        messages.success(request, "選んだ状態に戻しました。戻す前の状態も履歴に残っています。")
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect("workshop:draft-detail", edition.pk)
