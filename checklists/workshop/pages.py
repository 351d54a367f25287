"""What every screen of the workshop does the same way."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import AnyForm, status_of, submitted
from specs.models import Clause, Edition


def edition_or_404(request: StaffRequest, pk: int) -> Edition:
    """The edition, if this user may see it. Raises Http404."""
    rows = Edition.objects.visible_to(request.user).select_related(
        "specification", "municipality", "based_on", "submitted_by"
    )
    return rows.get_or_404(pk=pk)


def clause_or_404(request: StaffRequest, edition: Edition, key: str) -> Clause:
    """A clause of the edition. Raises Http404."""
    return Clause.objects.visible_to(request.user).get_or_404(edition=edition, key=key)


def may_edit(request: StaffRequest, edition: Edition) -> bool:
    """Whether this user may change this edition now."""
    return edition.is_draft and request.user.may(Permission.EDITION_EDIT)


def trail(edition: Edition, clause: Clause | None = None) -> list[tuple[str, str]]:
    """The way from the list of specifications to here."""
    found = [
        (reverse("specs:edition-list"), "特記仕様書"),
        (reverse("workshop:draft-detail", args=[edition.pk]), str(edition)),
    ]
    if clause is not None:
        url = reverse("workshop:clause-edit", args=[edition.pk, clause.key])
        found.append((url, clause.caption))
    return found


def page(
    request: StaffRequest,
    template: str,
    *,
    here: str,
    edition: Edition,
    clause: Clause | None = None,
    form: AnyForm | None = None,
    status: int | None = None,
    **context: Any,
) -> HttpResponse:
    """Render a page under a draft; `here` ends its breadcrumb. Without a `status` that of the
    form."""
    whole = {
        "edition": edition,
        "clause": clause,
        "form": form,
        "here": here,
        "breadcrumb": [*trail(edition, clause), ("", here)],
        "context_line": str(edition),
        "may_edit": may_edit(request, edition),
        **context,
    }
    return render(request, template, whole, status=status or status_of(form))


def form_view(
    request: StaffRequest,
    form: AnyForm,
    act: Callable[..., Any],
    *,
    edition: Edition,
    here: str,
    done: str,
    then: str,
    clause: Clause | None = None,
    **context: Any,
) -> HttpResponse:
    """Show a form of its own page; sent, run `act` with what was filled in and go on to `then`."""
    if form.is_valid() and submitted(request, form, act, done, **form.cleaned_data):
        return redirect(then)
    shown = {"edition": edition, "clause": clause, "form": form, **context}
    return page(request, "form_page.html", here=here, **shown)
