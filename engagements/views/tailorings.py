"""適用・除外・変更: the clauses of an engagement, one by one, and the annex as it stands."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import Conflict, is_stale, let_overwrite, submitted
from engagements import actions
from engagements.actions.tailorings import STAGES
from engagements.annex import AnnexText, annex_of, wording
from engagements.forms import AnswerForm, TailoringForm
from engagements.models import Engagement, Tailoring
from engagements.rewording import numbers_seen
from engagements.rows import clause_rows, differences, grouped, plain_text
from engagements.scope import facts_of
from engagements.tailoring import may_omit, proposal
from engagements.views.pages import engagement_or_404, page
from specs.models import Clause

DECISION = Tailoring.Decision


def _based(request: StaffRequest, pk: int) -> Engagement:
    """An engagement that has an edition; there is nothing to tailor before."""
    engagement = engagement_or_404(request, pk)
    if engagement.edition is None:
        raise Http404
    return engagement


def _to_scope(request: StaffRequest, engagement: Engagement) -> HttpResponse:
    messages.info(request, "先に前提質問に答えてください。答えると、適用する条が決まります。")
    return redirect("engagements:scope-edit", engagement.pk)


def _current(request: StaffRequest, engagement: Engagement) -> dict[str, Tailoring]:
    rows = Tailoring.objects.visible_to(request.user).filter(engagement=engagement)
    current = rows.current().select_related("clause", "decided_by", "approved_by")
    return {row.clause.key: row for row in current}


@access(Permission.ENGAGEMENT_VIEW)
def tailoring_list(request: StaffRequest, pk: int) -> HttpResponse:
    """Every clause: what becomes of it, why, and where the approval stands."""
    engagement = engagement_or_404(request, pk)
    if engagement.edition is None:
        return _to_scope(request, engagement)
    current = _current(request, engagement)
    annex = annex_of(engagement, current.values())
    rows = clause_rows(annex, current, facts_of(engagement))
    in_stage = engagement.stage in STAGES
    return page(
        request,
        "engagements/tailoring_list.html",
        here="条項の適用",
        engagement=engagement,
        groups=grouped(rows),
        waiting=sum(row.is_waiting for row in rows),
        faults=annex.faults,
        may_decide=in_stage and request.user.may(Permission.TAILORING_DECIDE),
        may_answer=in_stage and request.user.may(Permission.TAILORING_APPROVE),
    )


@access(Permission.ENGAGEMENT_VIEW)
def annex_preview(request: StaffRequest, pk: int) -> HttpResponse:
    """The annex as it would be issued now."""
    engagement = engagement_or_404(request, pk)
    if engagement.edition is None:
        return _to_scope(request, engagement)
    annex = annex_of(engagement)
    return page(
        request,
        "engagements/annex_preview.html",
        here="特記仕様書の確認",
        engagement=engagement,
        annex=annex,
        text=annex.html(heading="h3"),
    )


@access(Permission.TAILORING_DECIDE)
def tailoring_edit(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """Decide about one clause, with its text, guidance and rules beside the form."""
    engagement = _based(request, pk)
    clause = _clause(request, engagement, key)
    facts = facts_of(engagement)
    current = _current(request, engagement).get(key)
    forbidden = may_omit(clause, facts)
    form = TailoringForm(
        request.POST or None,
        allowed=_allowed(clause, forbidden, proposal(clause, facts).decision),
        initial=_initial(clause, current),
    )

    def act(**data: Any) -> None:
        actions.decide_tailoring(engagement, key, **data)

    if form.is_valid() and submitted(
        request, form, act, f"「{clause.caption}」の決定を保存しました。", **form.cleaned_data
    ):
        return redirect("engagements:tailoring-list", engagement.pk)
    annex = annex_of(engagement)
    form.initial["numbers"] = numbers_seen(annex)
    context: dict[str, Any] = {}
    if is_stale(form):
        context["conflicts"] = _conflicts(form, current)
        now = current.pk if current else 0
        let_overwrite(form, seen=now, numbers=numbers_seen(annex))
    return page(
        request,
        "engagements/tailoring_edit.html",
        here=clause.caption,
        engagement=engagement,
        form=form,
        clause=clause,
        forbidden=forbidden,
        sentence=proposal(clause, facts).sentence,
        is_open=engagement.stage in STAGES,
        **_as_printed(annex, key),
        **context,
    )


@access(Permission.TAILORING_APPROVE)
def tailoring_answer(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """Approve or refuse an omission or change."""
    engagement = _based(request, pk)
    tailoring = _current(request, engagement).get(key)
    if tailoring is None or tailoring.origin != Tailoring.Origin.PERSON:
        raise Http404
    form = AnswerForm(request.POST or None)

    def act(**data: Any) -> None:
        actions.answer_tailoring(tailoring, **data)

    if form.is_valid() and submitted(
        request, form, act, "回答を記録しました。", **form.cleaned_data
    ):
        return redirect("engagements:tailoring-list", engagement.pk)
    annex = annex_of(engagement)
    before, after = wording(annex, key), wording(annex, key, tailoring.tree)
    return page(
        request,
        "engagements/tailoring_answer.html",
        here=f"{tailoring.clause.caption}への回答",
        engagement=engagement,
        form=form,
        tailoring=tailoring,
        clause=tailoring.clause,
        lines=differences(before, after),
        is_open=engagement.stage in STAGES and tailoring.approval == Tailoring.Approval.WAITING,
    )


def _clause(request: StaffRequest, engagement: Engagement, key: str) -> Clause:
    clauses = Clause.objects.visible_to(request.user)
    return clauses.get_or_404(edition=engagement.edition, key=key)


def _as_printed(annex: AnnexText, key: str) -> dict[str, Any]:
    """The clause's number, and its text unless it is left out."""
    is_printed = key in annex.printed.labels
    text = annex.printed.article_html(key, heading="h3") if is_printed else ""
    return {"label": annex.labels[key], "text": text}


def _allowed(clause: Clause, forbidden: str | None, by_rule: str) -> list[str]:
    """The decisions to offer; the rules' own omission needs no person's."""
    if forbidden or by_rule == DECISION.OMITTED:
        return [DECISION.KEPT, DECISION.CHANGED]
    return list(DECISION.values)


def _initial(clause: Clause, current: Tailoring | None) -> dict[str, Any]:
    if current is None or current.origin == Tailoring.Origin.RULE:
        seen = current.pk if current else 0
        return {"seen": seen, "decision": DECISION.KEPT, "text": plain_text(clause.tree)}
    return {
        "seen": current.pk,
        "decision": current.decision,
        "text": plain_text(current.tree or clause.tree),
        "reason": current.reason,
        "alternative": current.alternative,
    }


def _conflicts(form: TailoringForm, current: Tailoring | None) -> list[Conflict]:
    if current is None or current.pk == form.cleaned_data["seen"]:
        return []  # only the numbers changed; the message says so
    theirs = {
        "decision": current.get_decision_display(),
        "text": plain_text(current.tree) if current.tree else "（標準の条文）",
        "reason": current.reason or "（空欄）",
        "alternative": current.alternative or "（空欄）",
    }
    mine = {**form.cleaned_data, "decision": DECISION(form.cleaned_data["decision"]).label}
    return [
        Conflict(str(form.fields[name].label), value, mine[name] or "（空欄）")
        for name, value in theirs.items()
    ]
