"""配布元の改定を取り入れる, on the screen."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from checklists.drafting.contents import contents_of
from checklists.drafting.desk import desk_from
from checklists.drafting.upstream import UpstreamChange, take_upstream, upstream_changes
from checklists.workshop.pages import edition_or_404, page
from common.errors import Refused
from specs.models import Edition
from specs.sharing import upstream_news
from specs.text.differences import spans
from specs.text.editing import editable_text


@dataclass(frozen=True)
class UpstreamRow:
    """A change with the phrases in which the two texts differ, and what is ticked."""

    change: UpstreamChange
    spans: list[tuple[str, str]]
    chosen: str


@access(Permission.EDITION_EDIT)
def upstream(request: StaffRequest, pk: int) -> HttpResponse:
    """What the upstream changed, clause by clause, each with its choice."""
    edition = edition_or_404(request, pk)
    news = upstream_news(edition.specification)
    if not edition.is_draft or news is None:
        messages.info(request, "配布元に、まだ取り入れていない新しい版はありません。")
        return redirect("workshop:draft-detail", pk)
    reasons: list[str] = []
    if request.method == "POST":
        choices = {
            name.removeprefix("choice-"): str(value)
            for name, value in request.POST.items()
            if name.startswith("choice-")
        }
        try:
            taken = take_upstream(pk, choices, by=request.user, at=timezone.now())
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, f"配布元の改定を確かめ、{len(taken)}条を取り入れました。")
            return redirect("workshop:draft-detail", pk)
    return page(
        request,
        "workshop/upstream.html",
        here="配布元の改定",
        edition=edition,
        news=news,
        rows=_rows(request, edition, news),
        reasons=reasons,
        status=422 if reasons else 200,
    )


def _rows(request: StaffRequest, edition: Edition, news: Edition) -> list[UpstreamRow]:
    ours = desk_from(edition, contents_of(edition))
    # The upstream's words under the own skin, so that party names are no difference.
    theirs = desk_from(edition, contents_of(news))
    rows = []
    for change in upstream_changes(edition, news):
        old = editable_text(ours, change.key) if change.ours else ""
        new = editable_text(theirs, change.key) if change.theirs else ""
        chosen = request.POST.get(f"choice-{change.key}", change.proposal)
        rows.append(UpstreamRow(change, spans(old, new) if old != new else [], chosen))
    return rows
