"""応募者の比較表 and the criteria behind it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import is_stale, let_overwrite, submitted
from checklists.models import Phase
from common.errors import Refused
from common.narrowing import narrowed
from documents.actions import issue
from documents.kinds import by_name
from engagements import actions
from engagements.actions.criteria import criteria_of
from engagements.annex import annex_of
from engagements.concerns import concerns_about
from engagements.documents.matrix import matrix_for
from engagements.forms import CriteriaForm
from engagements.items import items_for
from engagements.matrix import COUNTING_RULE, Matrix, MatrixRow
from engagements.models import Engagement, Stage, UnmetDecision
from engagements.scope import facts_of
from engagements.views.pages import engagement_or_404, page

FILTERS: tuple[tuple[str, str, Any], ...] = (
    ("", "すべて", lambda row: True),
    ("differs", "回答が分かれたもの", lambda row: row.differs),
    ("unmet", "満たせない応募者がいるもの", lambda row: not all(c.is_met for c in row.cells)),
    ("nobody", "誰も満たせないもの", lambda row: row.met_by_nobody),
)


@access(Permission.ENGAGEMENT_VIEW)
@require_safe
def matrix(request: StaffRequest, pk: int) -> HttpResponse:
    """Bidders side by side, once the answers are opened."""
    engagement = engagement_or_404(request, pk)
    try:
        found = matrix_for(engagement)
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.info(request, reason)
        return redirect("engagements:bid-list", engagement.pk)
    rows, filters = narrowed(FILTERS, found.rows, request.GET.get("show", ""))
    return page(
        request,
        "engagements/matrix.html",
        here="応募者の比較表",
        engagement=engagement,
        matrix=found,
        concerns=concerns_about(found.bids, facts_of(engagement)),
        rows=rows,
        rule=COUNTING_RULE,
        criteria=found.criteria,
        filters=filters,
        nobody=_nobody(request, engagement, found),
        may_decide=engagement.stage == Stage.SELECTION
        and request.user.may(Permission.SELECTION_DECIDE),
        may_issue=request.user.may(Permission.DOCUMENT_ISSUE),
    )


def _nobody(
    request: StaffRequest, engagement: Engagement, matrix: Matrix
) -> list[tuple[MatrixRow, UnmetDecision | None]]:
    """The items that no bidder meets, each with what was decided about it."""
    rows = UnmetDecision.objects.visible_to(request.user).filter(
        engagement=engagement, is_current=True
    )
    decisions = {row.item_id: row for row in rows}
    return [(row, decisions.get(row.item.pk)) for row in matrix.met_by_nobody]


@access(Permission.DOCUMENT_ISSUE)
@require_POST
def matrix_issue(request: StaffRequest, pk: int) -> HttpResponse:
    """Issue the comparison and hand it out."""
    engagement = engagement_or_404(request, pk)
    format = "xlsx" if request.POST.get("format") == "xlsx" else "pdf"
    kind = by_name("bid-comparison")
    try:
        document = issue(kind, engagement, by=request.user, at=timezone.now(), format=format)
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect("engagements:bid-list", engagement.pk)
    return redirect("documents:document-download", document.pk)


@access(Permission.SELECTION_DECIDE)
def criteria_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Weights and knock-out items, while the answers are sealed."""
    engagement = engagement_or_404(request, pk)
    criteria = criteria_of(engagement)
    items = items_for(engagement, Phase.PRE)
    form = CriteriaForm(
        request.POST or None,
        items=items,
        labels=annex_of(engagement).labels if engagement.edition else {},
        criteria=criteria,
    )

    def act(**data: Any) -> None:
        actions.save_criteria(engagement, **data)

    if form.is_valid() and submitted(
        request, form, act, "評価の基準を保存しました。", **form.chosen()
    ):
        return redirect("engagements:bid-list", engagement.pk)
    if is_stale(form):
        let_overwrite(form, revision=criteria.revision)
    return page(
        request,
        "engagements/criteria_edit.html",
        here="評価の基準",
        engagement=engagement,
        form=form,
        groups=form.groups(),
        criteria=criteria,
        is_open=criteria.fixed_at is None
        and bool(items)
        and engagement.stage in (Stage.PLANNING, Stage.NOTICE, Stage.SELECTION),
    )
