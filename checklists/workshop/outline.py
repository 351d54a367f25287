"""The outline of a draft: its clauses in order, moved by drag or by buttons."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from checklists.drafting.review import missing_facts, why_not_review
from checklists.drafting.structure import add_clause, move_clause
from checklists.workshop.pages import edition_or_404, may_edit, page
from common.errors import Refused
from specs.models import Clause, ClauseFate, DraftState, Edition
from specs.printing import PrintedEdition
from specs.sharing import upstream_news


@dataclass(frozen=True)
class OutlineRow:
    """A clause in the outline. `up_after` and `down_after` are the keys of the clauses behind
    which it stands after one step; None where there is no step."""

    clause: Clause
    label: str
    items: int
    up_after: str | None
    down_after: str | None


def outline_rows(edition: Edition) -> list[OutlineRow]:
    """Every clause in order; four queries."""
    printed = PrintedEdition.of(edition)
    counted = dict(edition.clauses.annotate(n=Count("check_items")).values_list("pk", "n"))
    keys = ["", *(clause.key for clause in printed.clauses)]
    return [
        OutlineRow(
            clause,
            printed.labels.get(clause.key, ""),
            counted[clause.pk],
            keys[index - 1] if index else None,
            keys[index + 2] if index + 2 < len(keys) else None,
        )
        for index, clause in enumerate(printed.clauses)
    ]


@access(Permission.EDITION_VIEW)
def draft_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """The home of a draft: outline, what is left to do, saved states, publication."""
    edition = edition_or_404(request, pk)
    if edition.is_published:
        return redirect("specs:edition-detail", edition.pk)
    states = DraftState.objects.visible_to(request.user).filter(edition=edition)
    fates = ClauseFate.objects.visible_to(request.user).filter(edition=edition)
    return page(
        request,
        "workshop/draft_detail.html",
        here="条の一覧",
        edition=edition,
        rows=outline_rows(edition),
        todo=missing_facts(edition),
        fates=fates.order_by("clause_key"),
        states=states.select_related("saved_by").order_by("-seq")[:5],
        refusal=why_not_review(edition, request.user),
        news=upstream_news(edition.specification),
        breadcrumb=None,
        context_line="",
    )


@access(Permission.EDITION_EDIT)
@require_POST
def clause_add(request: StaffRequest, pk: int) -> HttpResponse:
    """A new clause, then straight to its page."""
    edition = edition_or_404(request, pk)
    try:
        clause = add_clause(
            edition.pk,
            caption=request.POST.get("caption", ""),
            after=request.POST.get("after", ""),
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
        return redirect("workshop:draft-detail", edition.pk)
    messages.success(
        request, f"「{clause.caption}」の条を加えました。条文と確認項目を書いてください。"
    )
    return redirect("workshop:clause-edit", edition.pk, clause.key)


@access(Permission.EDITION_EDIT)
@require_POST
def clause_move(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """Move one clause; with htmx only the outline comes back."""
    edition = edition_or_404(request, pk)
    said, status = "", 200
    try:
        move_clause(
            edition.pk, key, after=request.POST.get("after", ""), by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        said, status = " ".join(refusal.reasons), 422
    rows = outline_rows(edition)
    moved = next((row for row in rows if row.clause.key == key), None)
    if not said and moved:
        said = f"「{moved.clause.caption}」は{moved.label}になりました。"
    if not request.htmx:
        (messages.error if status == 422 else messages.success)(request, said)
        return redirect("workshop:draft-detail", edition.pk)
    context = {
        "edition": edition,
        "rows": rows,
        "said": said,
        "may_edit": may_edit(request, edition),
    }
    return render(request, "workshop/_outline.html", context, status=status)
