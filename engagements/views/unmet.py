"""誰も満たせない項目: what each bidder said, what the master set offers, and the decision."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import submitted
from common.errors import Refused
from engagements import actions
from engagements.documents.matrix import matrix_for
from engagements.forms import UnmetForm
from engagements.models import Stage, UnmetDecision
from engagements.views.pages import engagement_or_404, page


@access(Permission.SELECTION_DECIDE)
def unmet_decide(request: StaffRequest, pk: int, item: int) -> HttpResponse:
    """Decide about one item; 404 for one that a bidder meets."""
    engagement = engagement_or_404(request, pk)
    try:
        matrix = matrix_for(engagement)
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.info(request, reason)
        return redirect("engagements:bid-list", engagement.pk)
    row = next((row for row in matrix.met_by_nobody if row.item.pk == item), None)
    if row is None:
        raise Http404
    rows = UnmetDecision.objects.visible_to(request.user).filter(engagement=engagement, item=item)
    decision = rows.filter(is_current=True).select_related("decided_by").first()
    form = UnmetForm(request.POST or None, initial=_initial(decision, row.item.clause.alternative))

    def act(**data: Any) -> None:
        actions.decide_unmet(engagement, row.item, **data)

    if form.is_valid() and submitted(request, form, act, "扱いを決めました。", **form.cleaned_data):
        return redirect("engagements:matrix", engagement.pk)
    return page(
        request,
        "engagements/unmet_decide.html",
        here=f"{row.item.code}の扱い",
        engagement=engagement,
        form=form,
        row=row,
        item=row.item,
        answers=list(zip(matrix.bids, row.cells, strict=True)),
        clause=row.item.clause,
        decision=decision,
        is_open=engagement.stage == Stage.SELECTION,
    )


def _initial(decision: UnmetDecision | None, offered: str) -> dict[str, Any]:
    if decision is None:
        return {"alternative": offered}
    return {
        "kind": decision.kind,
        "alternative": decision.alternative or offered,
        "reason": decision.reason,
    }
