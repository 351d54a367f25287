"""新しい版の影響 on the screen: for the policy division all engagements, for an owner its own."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import submitted
from common.forms import HelperMixin, multiline
from engagements import actions
from engagements.adoption import (
    RUNNING,
    ClauseChange,
    EditionStep,
    choices_for,
    decision_about,
    newer_edition,
    omitted_by_engagement,
)
from engagements.comparison import amendment_of
from engagements.models import EditionDecision, Engagement, Stage
from engagements.views.pages import engagement_or_404, page
from specs.models import Edition
from specs.text.amend.words import plain

# More than a municipality has running on one specification; the page says when it cuts.
SHOWN = 500


class EditionDecisionForm(HelperMixin, forms.Form):
    """Adopt, stay or amend, with a reason."""

    submit_label = "この対応に決める"

    choice = forms.ChoiceField(label="対応", widget=forms.RadioSelect)
    reason = multiline("理由", "採用するときは、空欄でも構いません。", required=False, limit=1000)

    def __init__(self, *args: Any, allowed: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = dict(EditionDecision.Choice.choices)
        self.fields["choice"].choices = [(c, words[c]) for c in allowed]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class ImpactRow:
    """An engagement on an older edition: what would change for it, and what was decided."""

    engagement: Engagement
    changes: list[ClauseChange]
    decision: EditionDecision | None


@access(Permission.EDITION_VIEW)
def edition_impact(request: StaffRequest, pk: int) -> HttpResponse:
    """Which running engagements use which older edition, and what this one changes for each.

    The same number of queries for any number of engagements.
    """
    editions = Edition.objects.visible_to(request.user).select_related(
        "specification", "municipality"
    )
    edition = editions.get_or_404(pk=pk)
    rows = Engagement.objects.visible_to(request.user).for_list().filter(stage__in=RUNNING)
    older = rows.filter(
        edition__specification=edition.specification_id, edition__number__lt=edition.number
    )
    engagements = list(older[: SHOWN + 1])
    context = {
        "edition": edition,
        "rows": _impact_rows(request, edition, engagements[:SHOWN]),
        "is_cut": len(engagements) > SHOWN,
        "on_this": rows.filter(edition=edition).count(),
    }
    return render(request, "engagements/edition_impact.html", context)


def _impact_rows(
    request: StaffRequest, edition: Edition, engagements: list[Engagement]
) -> list[ImpactRow]:
    steps = {e.edition_id: EditionStep(e.edition, edition) for e in engagements if e.edition}
    omitted = omitted_by_engagement(e.pk for e in engagements)
    decisions = EditionDecision.objects.visible_to(request.user).filter(edition=edition)
    decided = {row.engagement_id: row for row in decisions.order_by("pk")}
    return [
        ImpactRow(e, steps[e.edition_id].changes_for(omitted.get(e.pk, ())), decided.get(e.pk))
        for e in engagements
    ]


@access(Permission.ENGAGEMENT_VIEW)
def edition_decide(request: StaffRequest, pk: int) -> HttpResponse:
    """What a newer edition changes for one engagement, and the owner's decision about it."""
    engagement = engagement_or_404(request, pk)
    newer = newer_edition(engagement)
    if newer is None or engagement.edition is None:
        raise Http404
    may_decide = request.user.may(Permission.ENGAGEMENT_EDIT)
    posted = request.POST if may_decide else None
    form = EditionDecisionForm(posted or None, allowed=choices_for(engagement))

    def act(**data: Any) -> None:
        actions.decide_edition(engagement, edition_id=newer.pk, **data)

    if form.is_valid() and submitted(
        request, form, act, "新しい版への対応を記録しました。", **form.cleaned_data
    ):
        return redirect(engagement)
    step = EditionStep(engagement.edition, newer)
    running = engagement.stage == Stage.PERFORMANCE
    omitted = omitted_by_engagement([engagement.pk]).get(engagement.pk, set())
    current = engagement.tailorings.in_force().select_related("clause")
    return page(
        request,
        "engagements/edition_decide.html",
        here="新しい版への対応",
        engagement=engagement,
        form=form,
        newer=newer,
        changes=step.changes_for(omitted),
        moved=[c for c in step.changes if c.kind == "moved" and c.key not in omitted],
        deviations={row.clause.key for row in current if row.origin == "person"},
        decision=decision_about(engagement, newer),
        wording=plain(amendment_of(engagement, newer).wording) if running else "",
        may_decide=may_decide,
    )
