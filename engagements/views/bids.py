"""応募から選定まで: what each bidder answered and can't meet, and who is chosen."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import Conflict, is_stale, let_overwrite, submitted
from checklists.models import Answer
from documents.models import IssuedDocument
from engagements import actions
from engagements.actions.alternatives import STAGES as ALTERNATIVE_STAGES
from engagements.actions.alternatives import alike
from engagements.forms import AlternativeAnswerForm, AlternativeForm, SelectionForm
from engagements.letters import newest_letters
from engagements.models import AlternativeMeasure, Bid, Engagement, Selection, Stage
from engagements.rows import bid_rows
from engagements.standing import reasons_to_go_on, standings
from engagements.views.pages import bid_or_404, engagement_or_404, page

PAGE = 50


def _chosen(request: StaffRequest, engagement: Engagement) -> Selection | None:
    rows = Selection.objects.visible_to(request.user).filter(engagement=engagement, is_current=True)
    return rows.select_related("bid__vendor", "decided_by").first()


def bids_of(request: StaffRequest, engagement: Engagement) -> Any:
    """The engagement's bids with firm and table, in the order of their registration."""
    rows = Bid.objects.visible_to(request.user).filter(engagement=engagement)
    return rows.select_related("vendor__merged_into", "checklist").order_by("id")


@access(Permission.ENGAGEMENT_VIEW)
def bid_list(request: StaffRequest, pk: int) -> HttpResponse:
    """Compare the bids: counts, and what stands between each and a contract."""
    engagement = engagement_or_404(request, pk)
    selection = _chosen(request, engagement)
    bids = bids_of(request, engagement)
    after = request.GET.get("after", "")
    if after.isascii() and after.isdigit():
        bids = bids.filter(pk__gt=int(after))
    shown = list(bids[: PAGE + 1])
    rows = bid_rows(shown[:PAGE], selection.bid_id if selection else None)
    letters = newest_letters(
        IssuedDocument.objects.visible_to(request.user), engagement, shown[:PAGE]
    )
    for row in rows:
        row.letter = letters.get(row.bid.pk)
    user, stage, closes_at = request.user, engagement.stage, engagement.answers_close_at
    return page(
        request,
        "engagements/bid_list.html",
        here="応募者の比較",
        engagement=engagement,
        rows=rows,
        details=[row for row in rows if row.unmet and not row.bid.withdrawn_on],
        next_url=f"?after={shown[PAGE - 1].pk}" if len(shown) > PAGE else "",
        first_url="?" if after else "",
        size=PAGE,
        selection=selection,
        is_sealed=any(row.bid.checklist.is_sealed for row in rows),
        is_over=closes_at is not None and timezone.now() >= closes_at,
        closes_at=closes_at,
        may_open=stage == Stage.SELECTION and user.may(Permission.ANSWERS_OPEN),
        may_extend=stage in (Stage.NOTICE, Stage.SELECTION)
        and user.may(Permission.ENGAGEMENT_EDIT),
        may_edit=stage in (Stage.NOTICE, Stage.SELECTION) and user.may(Permission.BID_EDIT),
        may_fill=stage == Stage.SELECTION and user.may(Permission.CHECKLIST_FILL),
        may_choose=stage == Stage.SELECTION and user.may(Permission.SELECTION_DECIDE),
        may_propose=stage in ALTERNATIVE_STAGES and user.may(Permission.SELECTION_DECIDE),
        may_answer=stage in ALTERNATIVE_STAGES and user.may(Permission.ALTERNATIVE_APPROVE),
    )


@access(Permission.SELECTION_DECIDE)
def alternative_edit(request: StaffRequest, pk: int, item: int) -> HttpResponse:
    """Propose what takes the place of one item a bidder can't meet."""
    bid = bid_or_404(request, pk)
    answer = _answer_or_404(request, bid, item)
    measure = _measures(request).filter(bid=bid, item=item, is_current=True).first()
    initial = {"kind": measure.kind, "text": measure.text} if measure else {}
    form = AlternativeForm(request.POST or None, initial=initial)

    def act(**data: Any) -> None:
        actions.propose_alternative(bid, answer.item, **data)

    if form.is_valid() and submitted(
        request,
        form,
        act,
        "代替措置を提案しました。情報政策部門の承認を待ちます。",
        **form.cleaned_data,
    ):
        return redirect("engagements:bid-list", bid.engagement_id)
    return page(
        request,
        "engagements/alternative_edit.html",
        here="代替措置",
        engagement=bid.engagement,
        form=form,
        bid=bid,
        answer=answer,
        item=answer.item,
        measure=measure,
    )


@access(Permission.ALTERNATIVE_APPROVE)
def alternative_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Approve or refuse an alternative."""
    measure = _measures(request).get_or_404(pk=pk)
    bid = measure.bid
    form = AlternativeAnswerForm(request.POST or None, alike=list(alike(measure)))

    def act(**data: Any) -> None:
        actions.answer_alternative(measure, **data)

    if form.is_valid() and submitted(
        request, form, act, "回答を記録しました。", **form.cleaned_data
    ):
        return redirect("engagements:bid-list", bid.engagement_id)
    return page(
        request,
        "engagements/alternative_answer.html",
        here="代替措置への回答",
        engagement=bid.engagement,
        form=form,
        bid=bid,
        answer=_answer_or_404(request, bid, measure.item_id),
        item=measure.item,
        measure=measure,
        is_open=measure.is_current and measure.approval == AlternativeMeasure.Approval.WAITING,
    )


@access(Permission.SELECTION_DECIDE)
def selection_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose the contractor, with the reason in writing."""
    engagement = engagement_or_404(request, pk)
    selection = _chosen(request, engagement)
    bids = list(bids_of(request, engagement).filter(withdrawn_on=None))
    rows = bid_rows(
        [b for b in bids if b.checklist.is_submitted and not b.checklist.is_sealed], None
    )
    known = standings(
        [row.bid.vendor for row in rows], timezone.localdate(), until=engagement.period_to
    )
    written = reasons_to_go_on([row.bid for row in rows])
    form = SelectionForm(
        request.POST or None,
        bids=[row.bid for row in rows],
        initial={
            "revision": engagement.revision,
            "bid": selection.bid_id if selection else None,
            "reason": selection.reason if selection else "",
            "explanation_days": (selection and selection.explanation_days)
            or settings.EXPLANATION_DAYS,
        },
    )

    def act(**data: Any) -> None:
        actions.decide_selection(engagement, **data)

    if form.is_valid() and submitted(
        request, form, act, "委託先を選びました。", **form.cleaned_data
    ):
        return redirect("workflow:engagement-detail", engagement.pk)
    context: dict[str, Any] = {}
    if is_stale(form):
        context["conflicts"] = _selection_conflicts(form, selection)
        let_overwrite(form, revision=engagement.revision)
    return page(
        request,
        "engagements/selection_edit.html",
        here="委託先の選定",
        engagement=engagement,
        form=form,
        choices=[
            (option, row, known[row.bid.vendor_id], written.get(row.bid.pk, []))
            for option, row in zip(form["bid"], rows, strict=True)
        ],
        any_suspended=any(known[row.bid.vendor_id].binding for row in rows),
        unanswered=len(bids) - len(rows),
        is_open=engagement.stage == Stage.SELECTION,
        **context,
    )


def _selection_conflicts(form: SelectionForm, selection: Selection | None) -> list[Conflict]:
    if selection is None:
        return []
    return [
        Conflict("委託先", str(selection.bid), str(form.cleaned_data["bid"])),
        Conflict("選定の理由", selection.reason, form.cleaned_data["reason"]),
    ]


def _measures(request: StaffRequest) -> Any:
    rows = AlternativeMeasure.objects.visible_to(request.user)
    return rows.select_related(
        "item__clause",
        "approved_by",
        "proposed_by",
        "bid__vendor",
        "bid__engagement__department",
        "bid__engagement__municipality",
    )


def _answer_or_404(request: StaffRequest, bid: Bid, item: int) -> Answer:
    rows = Answer.objects.visible_to(request.user).select_related("item__clause", "checklist")
    return rows.get_or_404(checklist=bid.checklist_id, item=item)
