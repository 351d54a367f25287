"""委託案件: registering, correcting, and the scope questions."""

from typing import Any

from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import conflicts, is_stale, let_overwrite, submitted
from checklists.models import Preset
from engagements import actions
from engagements.effects import effects_of, summary_of
from engagements.forms import EngagementCreateForm, EngagementForm, ScopeForm
from engagements.models import Engagement, Stage
from engagements.questions import QUESTIONS
from engagements.scope import facts_of
from engagements.views.pages import engagement_or_404, page
from specs.models import EditionStatus


@access(Permission.ENGAGEMENT_EDIT)
def engagement_create(request: StaffRequest) -> HttpResponse:
    """Register an engagement, then go on to the scope questions."""
    department = request.user.department
    contact = f"{department}　{department.phone}".strip() if department else ""
    form = EngagementCreateForm(
        request.POST or None, today=timezone.localdate(), initial={"contact": contact}
    )
    made: list[Engagement] = []

    def act(**data: Any) -> None:
        made.append(actions.create_engagement(**data))

    if form.is_valid() and submitted(
        request,
        form,
        act,
        "案件を登録しました。続けて、前提質問に答えてください。",
        **form.cleaned_data,
    ):
        return redirect("engagements:scope-edit", made[0].pk)
    breadcrumb = [(reverse("workflow:engagement-list"), "案件一覧"), ("", "新しい案件")]
    return page(
        request,
        "engagements/engagement_create.html",
        here="新しい案件",
        form=form,
        breadcrumb=breadcrumb,
    )


@access(Permission.ENGAGEMENT_EDIT)
def engagement_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct what was registered."""
    engagement = engagement_or_404(request, pk)
    saved = model_to_dict(engagement, fields=EngagementForm.Meta.fields)
    initial = {**saved, "revision": engagement.revision}
    form = EngagementForm(request.POST or None, initial=initial)

    def act(**data: Any) -> None:
        actions.update_engagement(engagement, **data)

    if form.is_valid() and submitted(
        request, form, act, "案件の内容を保存しました。", **form.cleaned_data
    ):
        return redirect("workflow:engagement-detail", engagement.pk)
    context: dict[str, Any] = {}
    if is_stale(form):
        context["conflicts"] = conflicts(form, saved)
        let_overwrite(form, revision=engagement.revision)
    return page(
        request,
        "engagements/engagement_edit.html",
        here="案件の内容",
        engagement=engagement,
        form=form,
        is_open=engagement.stage == Stage.PLANNING,
        **context,
    )


@access(Permission.ENGAGEMENT_VIEW)
def scope_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """The scope questions on one screen, and what came of the answers."""
    engagement = engagement_or_404(request, pk)
    may_edit = engagement.stage == Stage.PLANNING and request.user.may(Permission.ENGAGEMENT_EDIT)
    presets = _presets(request, engagement)
    facts = facts_of(engagement)
    form = ScopeForm(
        request.POST or None, presets=presets, initial=_initial(engagement, presets, facts)
    )

    def act(**data: Any) -> None:
        actions.answer_scope(engagement, **data)

    if form.is_valid() and submitted(
        request,
        form,
        act,
        "前提質問の答えを保存しました。結果を確かめてください。",
        preset=form.cleaned_data["preset"],
        answers=form.answers(),
        revision=form.cleaned_data["revision"],
    ):
        return redirect("engagements:scope-edit", engagement.pk)
    context: dict[str, Any] = {}
    if is_stale(form):
        context["conflicts"] = conflicts(form, {**facts, "preset": engagement.preset})
        let_overwrite(form, revision=engagement.revision)
    return page(
        request,
        "engagements/scope_edit.html",
        here="前提質問",
        engagement=engagement,
        form=form,
        may_edit=may_edit,
        presets=list(zip(form["preset"], presets, strict=True)),
        cards=_cards(form, engagement, presets),
        answered=[(each, each.words(facts.get(each.key, ""))) for each in QUESTIONS],
        summary=summary_of(engagement),
        **context,
    )


def _presets(request: StaffRequest, engagement: Engagement) -> list[Preset]:
    """Those of the published editions and of the one in use, newest edition first."""
    rows = Preset.objects.visible_to(request.user).select_related("edition__specification")
    published = rows.filter(edition__status=EditionStatus.PUBLISHED)
    chosen = rows.filter(edition=engagement.edition)
    return list((published | chosen).order_by("edition__specification", "-edition", "position"))


def _initial(
    engagement: Engagement, presets: list[Preset], facts: dict[str, str]
) -> dict[str, Any]:
    first = presets[0].pk if presets else None
    return {**facts, "preset": engagement.preset_id or first, "revision": engagement.revision}


def _cards(form: ScopeForm, engagement: Engagement, presets: list[Preset]) -> list[dict[str, Any]]:
    edition = engagement.edition or (presets[0].edition if presets else None)
    effects = effects_of(edition)
    return [
        {
            "field": form[question.key],
            "example": question.example,
            "effects": effects.get(question.key, []),
        }
        for question in QUESTIONS
    ]
