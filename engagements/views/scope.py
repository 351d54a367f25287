"""前提質問: the questions on one screen, what each answer does, and what came of all of them."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import conflicts, is_stale, let_overwrite, submitted
from checklists.models import Preset
from engagements import actions
from engagements.effects import effects_of, summary_of
from engagements.forms import ScopeForm
from engagements.forms.scope import PROPOSED
from engagements.grading import grading_of, overrides_of, preset_proposal
from engagements.live import LiveScope
from engagements.models import Engagement, Override, Stage
from engagements.questions import QUESTIONS
from engagements.rulebook import rulebook_of
from engagements.scope import facts_of
from engagements.views.pages import engagement_or_404, page
from specs.models import EditionStatus


@access(Permission.ENGAGEMENT_VIEW)
def scope_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """The scope questions on one screen, and what came of the answers."""
    engagement = engagement_or_404(request, pk)
    may_edit = engagement.stage == Stage.PLANNING and request.user.may(Permission.ENGAGEMENT_EDIT)
    presets = _presets(request, engagement)
    facts, overrides = facts_of(engagement), overrides_of(engagement)
    initial = _initial(engagement, presets, facts, overrides)
    form = ScopeForm(request.POST or None, presets=presets, initial=initial)

    def act(**data: Any) -> None:
        actions.answer_scope(engagement, **data)

    if form.is_valid() and submitted(
        request,
        form,
        act,
        "前提質問の答えを保存しました。結果を確かめてください。",
        **form.chosen(engagement),
    ):
        return redirect("engagements:scope-edit", engagement.pk)
    context: dict[str, Any] = {}
    if is_stale(form):
        context["conflicts"] = conflicts(
            form, {k: v for k, v in initial.items() if k != "revision"}
        )
        let_overwrite(form, revision=engagement.revision)
    live = _live(engagement, form) if may_edit and presets else None
    return page(
        request,
        "engagements/scope_edit.html",
        here="前提質問",
        engagement=engagement,
        form=form,
        may_edit=may_edit,
        options=_options(form),
        cards=_cards(form, engagement, presets, live),
        panel=live.panel() if live else None,
        answered=[(each, each.words(facts.get(each.key, ""))) for each in QUESTIONS],
        summary=summary_of(engagement),
        unconfirmed=bool(facts) and engagement.scope_confirmed_at is None,
        **context,
    )


@access(Permission.ENGAGEMENT_EDIT)
@require_POST
def scope_effects(request: StaffRequest, pk: int) -> HttpResponse:
    """What the answers on the screen come to, all together and one by one. Saves nothing."""
    engagement = engagement_or_404(request, pk)
    form = ScopeForm(request.POST, presets=_presets(request, engagement))
    if not form.presets:
        return HttpResponse(status=204)
    live = _live(engagement, form)
    context = {"panel": live.panel(), "effects": live.effects(), "engagement": engagement}
    return render(request, "engagements/_scope_live.html", {**context, "swap": True})


def _live(engagement: Engagement, form: ScopeForm) -> LiveScope:
    presets, chosen = form.shown_presets()
    return LiveScope(
        engagement,
        rulebook_of(presets[0].edition, engagement),
        form.shown_answers(),
        presets=presets,
        preset=chosen,
        risk=form.shown_risk(),
    )


def _presets(request: StaffRequest, engagement: Engagement) -> list[Preset]:
    """Those of the published editions and of the one in use, newest edition first."""
    rows = Preset.objects.visible_to(request.user).select_related("edition__specification")
    published = rows.filter(edition__status=EditionStatus.PUBLISHED)
    chosen = rows.filter(edition=engagement.edition)
    return list((published | chosen).order_by("edition__specification", "-edition", "position"))


def _initial(
    engagement: Engagement,
    presets: list[Preset],
    facts: dict[str, str],
    overrides: Mapping[str, Override],
) -> dict[str, Any]:
    """What is saved; the preset 提案のとおり where it is the proposed one, or none is chosen."""
    grading = grading_of(engagement, facts=facts, overrides=overrides)
    edition = engagement.edition_id or (presets[0].edition_id if presets else "")
    chosen = f"{PROPOSED}{edition}"
    if engagement.preset and engagement.scope_confirmed_at:
        proposal = preset_proposal(engagement, facts, grading.level)
        if proposal.key != engagement.preset.key:
            chosen = str(engagement.preset_id)
    risk, preset = overrides.get(Override.Subject.RISK), overrides.get(Override.Subject.PRESET)
    return {
        **facts,
        "risk": risk.chosen if risk else "",
        "risk_reason": risk.reason if risk else "",
        "preset": chosen,
        "preset_reason": preset.reason if preset else "",
        "revision": engagement.revision,
    }


def _options(form: ScopeForm) -> list[tuple[Any, Preset | None, Preset]]:
    """(radio, its preset or None for 提案のとおり, a preset of the same edition)."""
    found = []
    presets = {str(preset.pk): preset for preset in form.presets}
    editions = {f"{PROPOSED}{preset.edition_id}": preset for preset in form.presets}
    for radio in form["preset"]:
        value = str(radio.data["value"])
        preset = presets.get(value)
        found.append((radio, preset, preset or editions[value]))
    return found


def _cards(
    form: ScopeForm, engagement: Engagement, presets: list[Preset], live: LiveScope | None
) -> list[dict[str, Any]]:
    edition = engagement.edition or (presets[0].edition if presets else None)
    switches = effects_of(edition)
    effects = live.effects() if live else [None] * len(QUESTIONS)
    return [
        {
            "field": form[question.key],
            "example": question.example,
            "effects": switches.get(question.key, []),
            "effect": effect,
        }
        for question, effect in zip(QUESTIONS, effects, strict=True)
    ]
