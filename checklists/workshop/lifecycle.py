"""From a draft to a published edition, on the screen."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import submitted
from checklists.drafting.opening import (
    discard_draft,
    open_draft,
    share_specification,
    start_specification,
)
from checklists.drafting.review import (
    give_back,
    missing_facts,
    publish_reviewed,
    save_about,
    set_reviews_alone,
    submit_for_review,
    why_not_review,
)
from checklists.pairing import reasons_against_publishing
from checklists.workshop.forms import AboutForm, ReasonForm, SpecificationForm
from checklists.workshop.pages import edition_or_404, form_view, page
from common.errors import Refused
from specs.models import Edition, EditionStatus
from specs.sharing import editions_to_start_from


@access(Permission.EDITION_EDIT)
@require_POST
def draft_open(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin the next edition of a specification."""
    try:
        edition = open_draft(pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
        return redirect("specs:edition-list")
    messages.success(request, f"{edition}の案を作りました。公開するまで、今の版が使われます。")
    return redirect("workshop:draft-detail", edition.pk)


@access(Permission.EDITION_EDIT)
def specification_create(request: StaffRequest) -> HttpResponse:
    """A specification of one's own, from a published edition."""
    form = SpecificationForm(
        request.POST or None,
        sources=[(str(e.pk), _source(request, e)) for e in editions_to_start_from(request.user)],
    )
    made: list[Edition] = []

    def act(*, source: str, **data: Any) -> None:
        made.append(start_specification(int(source), **data))

    if form.is_valid() and submitted(
        request, form, act, "特記仕様書の案を作りました。", **form.cleaned_data
    ):
        return redirect("workshop:draft-detail", made[0].pk)
    context = {
        "form": form,
        "here": "新しい特記仕様書を作る",
        "breadcrumb": [
            (reverse("specs:edition-list"), "特記仕様書"),
            ("", "新しい特記仕様書を作る"),
        ],
        "back_url": reverse("specs:edition-list"),
        "lead": "元にした特記仕様書が改められると、この画面で知らせ、条ごとに取り入れるかを選べます。",
    }
    return render(request, "form_page.html", context, status=422 if form.errors else 200)


def _source(request: StaffRequest, edition: Edition) -> str:
    if edition.municipality_id == request.user.municipality_id:
        return str(edition)
    return f"{edition}（{edition.municipality.name}が公開）"


@access(Permission.EDITION_EDIT)
def draft_about(request: StaffRequest, pk: int) -> HttpResponse:
    """Change note and dates."""
    edition = edition_or_404(request, pk)
    return form_view(
        request,
        AboutForm(request.POST or None, instance=edition),
        partial(save_about, pk),
        edition=edition,
        here="改定の要点と日付",
        done="改定の要点と日付を保存しました。",
        then=reverse("workshop:draft-detail", args=[pk]),
    )


@access(Permission.EDITION_EDIT)
def draft_discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Throw the draft away."""
    return form_view(
        request,
        ReasonForm(request.POST or None, button="改定を取りやめる"),
        partial(discard_draft, pk),
        edition=edition_or_404(request, pk),
        here="改定を取りやめる",
        done="改定の案を取りやめました。",
        then=reverse("specs:edition-list"),
        lead="この案と、その保存の履歴を全て消します。元には戻せません。公開済みの版は変わりません。",
    )


@access(Permission.EDITION_VIEW)
def review(request: StaffRequest, pk: int) -> HttpResponse:
    """What stands in the way of publication, and the buttons to ask, give back and publish."""
    edition = edition_or_404(request, pk)
    if edition.is_published:
        return redirect("specs:edition-detail", pk)
    return _review(request, edition, [])


def _review(request: StaffRequest, edition: Edition, refused: list[str]) -> HttpResponse:
    return page(
        request,
        "workshop/review.html",
        here="確認と公開",
        edition=edition,
        todo=[*missing_facts(edition), *reasons_against_publishing(edition)],
        reasons=refused,
        refusal=why_not_review(edition, request.user),
        may_publish=request.user.may(Permission.EDITION_PUBLISH),
        in_review=edition.status == EditionStatus.IN_REVIEW,
        alone=edition.municipality.reviews_alone,
        status=422 if refused else 200,
    )


@access(Permission.EDITION_EDIT)
@require_POST
def review_ask(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask a colleague to review."""
    edition = edition_or_404(request, pk)
    try:
        submit_for_review(pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        return _review(request, edition, refusal.reasons)
    messages.success(request, "確認を依頼しました。確認が終わるまで、条文は変えられません。")
    return redirect("workshop:review", pk)


@access(Permission.EDITION_EDIT)
def review_give_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Turn an edition in review into a draft again."""
    return form_view(
        request,
        ReasonForm(request.POST or None, button="差し戻す"),
        partial(give_back, pk),
        edition=edition_or_404(request, pk),
        here="差し戻す",
        done="差し戻しました。条文を直せます。",
        then=reverse("workshop:draft-detail", args=[pk]),
        back_url=reverse("workshop:review", args=[pk]),
    )


@access(Permission.EDITION_PUBLISH)
@require_POST
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Publish an edition in review."""
    edition = edition_or_404(request, pk)
    try:
        publish_reviewed(pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        return _review(request, edition, refusal.reasons)
    messages.success(
        request, f"{edition}を公開しました。この版を使うかどうかを、各課が案件ごとに決めます。"
    )
    return redirect("specs:edition-detail", pk)


@access(Permission.EDITION_PUBLISH)
@require_POST
def reviews_alone(request: StaffRequest) -> HttpResponse:
    """Switch the second person off or on."""
    alone = request.POST.get("alone") == "yes"
    set_reviews_alone(alone=alone, by=request.user, at=timezone.now())
    word = "一人で確認できる" if alone else "確認に二人目の職員が要る"
    messages.success(request, f"{word}設定にしました。切替えは記録に残りました。")
    return redirect("specs:edition-list")


@access(Permission.EDITION_PUBLISH)
@require_POST
def share(request: StaffRequest, pk: int) -> HttpResponse:
    """Share a specification with other municipalities, or no longer."""
    shared = request.POST.get("shared") == "yes"
    try:
        share_specification(pk, shared=shared, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
        return redirect("specs:edition-list")
    word = "ほかの自治体に公開しました" if shared else "ほかの自治体への公開をやめました"
    messages.success(request, f"{word}。公開した版だけが見えます。")
    return redirect("specs:edition-list")
