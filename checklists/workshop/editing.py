"""One clause in the editor: its text, the preview beside it, and its check items below."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from checklists.drafting.clauses import TEXT_LIMIT, save_clause_text
from checklists.drafting.desk import desk_at, desk_of
from checklists.linting import lint_draft_clause
from checklists.workshop.pages import clause_or_404, edition_or_404, may_edit, page
from common.errors import Refused, Stale
from specs.models import Clause, Edition, Form
from specs.printing import default_blanks
from specs.text.differences import spans
from specs.text.editing import Desk, Edited, editable_text, read_edited
from specs.text.lint import LintFinding
from specs.text.render import Printer, outline, render_article_html
from specs.text.targets import targets_of_document
from specs.text.tree import Article

# Codes of references that point at nothing: Edited.notes tells these, with the line in the box.
SAID_BY_READING = {"R101", "R102", "R103", "R104", "R105", "R110", "R112"}


@dataclass(frozen=True)
class Conflict:
    """What somebody else saved first, and which phrases of the own text differ from it."""

    theirs: str
    spans: list[tuple[str, str]]
    revision: int


@access(Permission.EDITION_VIEW)
def clause_edit(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """The editor of one clause; to read only, when the edition is not a draft."""
    edition = edition_or_404(request, pk)
    clause = clause_or_404(request, edition, key)
    if edition.is_published:
        return redirect("specs:clause-detail", edition.pk, key)
    return _editor(request, edition, clause)


def _editor(
    request: StaffRequest, edition: Edition, clause: Clause, *, status: int = 200, **more: Any
) -> HttpResponse:
    desk = desk_of(edition)
    text = more.pop("text", None) or clause.typed or editable_text(desk, clause.key)
    edited = read_edited(desk, clause.key, text)
    around = outline(desk.printer)
    place = [each[0] for each in around].index(clause.key)
    context = {
        **_shown(edition, desk, clause, edited),
        "findings": _findings(edition, clause, edited),
        "text": text,
        "limit": TEXT_LIMIT,
        "label": around[place][1],
        "before": around[place - 1] if place else None,
        "after": around[place + 1] if place + 1 < len(around) else None,
        "items": clause.check_items.order_by("position"),
        **more,
    }
    return page(
        request,
        "workshop/clause_edit.html",
        here=clause.caption,
        edition=edition,
        clause=clause,
        breadcrumb=None,
        status=status,
        **context,
    )


def _shown(edition: Edition, desk: Desk, clause: Clause, edited: Edited) -> dict[str, Any]:
    """The preview and what is wrong with the text."""
    article = edited.article or desk.document.article(clause.key)
    return {
        "preview": _as_printed(edition, desk, article),
        "edited": edited,
        "seen": edition.revision,
    }


def _findings(edition: Edition, clause: Clause, edited: Edited) -> list[LintFinding]:
    """What the linter says of the text, without what reading it has said already."""
    if edited.article is None or edited.problems:
        return []
    found = lint_draft_clause(edition, clause.key, edited.article)
    return [each for each in found if each.code not in SAID_BY_READING]


def _as_printed(edition: Edition, desk: Desk, article: Article) -> SafeString:
    """The article as it prints, blanks filled with the master's own values."""
    clauses = edition.clauses.only("edition", "blanks")
    document = desk.document.with_article(article)
    printer = Printer(document, desk.skin, default_blanks(clauses))
    # The text engine escapes every word.
    return mark_safe(render_article_html(printer, article, heading="h3"))  # noqa: S308


@access(Permission.EDITION_EDIT)
@require_POST
def clause_preview(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """The text in the box as it would print. Saves nothing."""
    edition, clause, desk = _at_the_desk(request, pk, key)
    edited = _read(request, desk, key)
    if edited is None:
        return HttpResponse(status=413)
    return render(request, "workshop/_preview.html", _shown(edition, desk, clause, edited))


@access(Permission.EDITION_EDIT)
@require_POST
def clause_findings(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """What the linter says of the text in the box: apart from the preview, which must not wait
    for it."""
    edition, clause, desk = _at_the_desk(request, pk, key)
    edited = _read(request, desk, key)
    if edited is None:
        return HttpResponse(status=413)
    context = {
        "edition": edition,
        "clause": clause,
        "findings": _findings(edition, clause, edited),
    }
    return render(request, "workshop/_live_findings.html", context)


def _at_the_desk(request: StaffRequest, pk: int, key: str) -> tuple[Edition, Clause, Desk]:
    edition = edition_or_404(request, pk)
    clause = clause_or_404(request, edition, key)
    return edition, clause, desk_at(edition, _number(request, "seen"))


def _read(request: StaffRequest, desk: Desk, key: str) -> Edited | None:
    """What stands in the box; None for more than any article has."""
    text = request.POST.get("text", "")
    return None if len(text) > TEXT_LIMIT else read_edited(desk, key, text)


@access(Permission.EDITION_EDIT)
@require_POST
def clause_save(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """Save the box. 409 with both texts when somebody else saved first, 422 with the reason.

    With htmx the answer holds only what changes; the box itself is never replaced.
    """
    edition = edition_or_404(request, pk)
    clause = clause_or_404(request, edition, key)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    meant = _number(request, "over")
    status, error, conflict = 200, "", None
    try:
        saved = save_clause_text(
            pk,
            key,
            text=text,
            revision=_number(request, "revision") or 0 if meant is None else meant,
            seen=_number(request, "seen"),
            by=request.user,
            at=timezone.now(),
        )
        clause = saved.clause
    except Stale as refusal:
        status, error = 409, " ".join(refusal.reasons)
        clause.refresh_from_db()
        conflict = _conflict(edition, clause, text)
    except Refused as refusal:
        status, error = 422, " ".join(refusal.reasons)
    edition.refresh_from_db(fields=["revision", "status"])
    if request.htmx:
        context = {"clause": clause, "edition": edition, "error": error, "conflict": conflict}
        return render(request, "workshop/_saved.html", context, status=status)
    if error:
        return _editor(
            request, edition, clause, status=status, text=text, error=error, conflict=conflict
        )
    messages.success(request, f"「{clause.caption}」を保存しました。")
    return redirect("workshop:clause-edit", pk, key)


def _conflict(edition: Edition, clause: Clause, mine: str) -> Conflict:
    theirs = clause.typed or editable_text(desk_of(edition), clause.key)
    return Conflict(theirs, spans(theirs, mine), clause.revision)


def _number(request: StaffRequest, name: str) -> int | None:
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


@access(Permission.EDITION_VIEW)
def targets(request: StaffRequest, pk: int) -> HttpResponse:
    """What a reference can be put to: every provision by its number, forms, tables, blanks."""
    edition = edition_or_404(request, pk)
    desk = desk_of(edition)
    forms = Form.objects.visible_to(request.user).filter(edition=edition).order_by("number")
    context = {
        "targets": targets_of_document(desk.printer),
        "forms": [(f"様式第{form.number}号", form.title) for form in forms],
        "blanks": list(desk.blanks.values()),
        "own": request.GET.get("own", ""),
        "may_edit": may_edit(request, edition),
    }
    return render(request, "workshop/_targets.html", context)
