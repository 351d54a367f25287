"""履行条件: the chosen bidder's conditions, and how each is met."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import Conflict, is_stale, let_overwrite, shown, submitted
from common.errors import Refused
from engagements import actions
from engagements.annex import annex_of
from engagements.conditions import condition_rows, standing_of
from engagements.forms import SettlementForm
from engagements.models import Condition, Engagement, Selection, Settlement, Stage
from engagements.views.pages import engagement_or_404, page


@access(Permission.ENGAGEMENT_VIEW)
@require_safe
def condition_list(request: StaffRequest, pk: int) -> HttpResponse:
    """Every condition with how it is met, and those that no longer count."""
    engagement = engagement_or_404(request, pk)
    selections = Selection.objects.visible_to(request.user).filter(engagement=engagement)
    selection = selections.filter(is_current=True).select_related("bid__vendor").first()
    former = Condition.objects.visible_to(request.user).filter(
        engagement=engagement, is_current=False
    )
    is_open = engagement.stage == Stage.CONTRACTING
    return page(
        request,
        "engagements/condition_list.html",
        here="履行条件",
        engagement=engagement,
        selection=selection,
        rows=condition_rows(engagement, annex_of(engagement).labels) if engagement.edition else [],
        standing=standing_of(engagement, selection.bid if selection else None),
        former=former.select_related("item", "bid__vendor").order_by("-pk"),
        is_open=is_open,
        is_later=engagement.stage
        in (Stage.PERFORMANCE, Stage.CLOSING, Stage.CLOSED, Stage.TERMINATED),
        may_settle=is_open and request.user.may(Permission.CONTRACT_EDIT),
    )


@access(Permission.CONTRACT_EDIT)
@require_POST
def conditions_derive(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the conditions from the chosen bid anew."""
    engagement = engagement_or_404(request, pk)
    try:
        count = actions.derive_conditions(engagement, by=request.user, at=timezone.now())
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    else:
        messages.success(
            request, f"委託先の回答と代替措置から、履行条件を取り出しました（{count}件）。"
        )
    return redirect("engagements:condition-list", engagement.pk)


@access(Permission.CONTRACT_EDIT)
def condition_settle(request: StaffRequest, pk: int) -> HttpResponse:
    """Decide how one condition is met."""
    rows = Condition.objects.visible_to(request.user).select_related(
        "item__clause",
        "bid__vendor",
        "measure",
        "engagement__department",
        "engagement__municipality",
        "engagement__edition__specification",
    )
    condition = rows.get_or_404(pk=pk)
    engagement = condition.engagement
    now = _now(request, condition)
    form = SettlementForm(
        request.POST or None,
        clauses=_clauses(engagement),
        initial={**_saved(now), "seen": now.pk if now else 0},
    )

    def act(**data: Any) -> None:
        actions.settle_condition(condition, **data)

    if form.is_valid() and submitted(
        request, form, act, "履行条件の扱いを記録しました。", **form.cleaned_data
    ):
        return redirect("engagements:condition-list", engagement.pk)
    context: dict[str, Any] = {}
    if is_stale(form):
        now = _now(request, condition)
        context["conflicts"] = [
            Conflict(
                str(form.fields[name].label), shown(form, name, value), shown(form, name, mine)
            )
            for name, value in _saved(now).items()
            if (mine := form.cleaned_data.get(name)) != value
        ]
        let_overwrite(form, seen=now.pk if now else 0)
    history = Settlement.objects.visible_to(request.user).filter(condition=condition)
    return page(
        request,
        "engagements/condition_settle.html",
        here="履行条件の扱い",
        engagement=engagement,
        form=form,
        condition=condition,
        back_url=reverse("engagements:condition-list", args=[engagement.pk]),
        history=history.select_related("settled_by", "clause").order_by("-pk"),
        is_open=engagement.stage == Stage.CONTRACTING and condition.is_current,
        **context,
    )


def _now(request: StaffRequest, condition: Condition) -> Settlement | None:
    rows = Settlement.objects.visible_to(request.user).filter(condition=condition, is_current=True)
    return rows.select_related("clause").first()


def _saved(settlement: Settlement | None) -> dict[str, Any]:
    """What is stored, by the names of the form's fields."""
    if settlement is None:
        return {}
    return {
        "way": settlement.way,
        "clause": settlement.clause.key if settlement.clause else "",
        "detail": settlement.detail,
        "due_on": settlement.due_on,
    }


def _clauses(engagement: Engagement) -> list[tuple[str, str]]:
    """The clauses in force, to choose one from."""
    if engagement.edition is None:
        return []
    return [
        (clause.key, f"{label}（{clause.caption}）")
        for clause, label, _ in annex_of(engagement).kept
    ]
