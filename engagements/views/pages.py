"""What every screen of this app does the same way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.http import StaffRequest
from accounts.submitting import AnyForm, is_stale
from common.dates import wareki
from engagements.models import Engagement


@dataclass(frozen=True)
class Conflict:
    """One field that somebody else saved meanwhile: theirs and mine."""

    label: str
    theirs: str
    mine: str


def engagement_or_404(request: StaffRequest, pk: int) -> Engagement:
    """The engagement, if this user may see it. Raises Http404."""
    rows = Engagement.objects.visible_to(request.user).select_related(
        "municipality", "department", "edition__specification", "preset"
    )
    return rows.get_or_404(pk=pk)


def conflicts(form: AnyForm, saved: Mapping[str, Any]) -> list[Conflict]:
    """The fields in which the saved row and a stale form differ."""
    return [
        Conflict(str(form.fields[name].label), shown(form, name, value), shown(form, name, mine))
        for name, value in saved.items()
        if name in form.fields and (mine := form.cleaned_data.get(name)) != value
    ]


def shown(form: AnyForm, name: str, value: Any) -> str:
    """A value as the page prints it."""
    choices = dict(getattr(form.fields[name], "choices", ()))
    if value in choices:
        return str(choices[value])
    if value in (None, ""):
        return "（空欄）"
    return wareki(value) if hasattr(value, "isoformat") else str(value)


def page(
    request: StaffRequest,
    template: str,
    *,
    here: str,
    engagement: Engagement | None = None,
    form: AnyForm | None = None,
    **context: Any,
) -> HttpResponse:
    """Render a page under an engagement; `here` ends its breadcrumb. 422 with a wrong form,
    409 with a stale one."""
    trail = [(reverse("workflow:engagement-list"), "案件一覧")]
    if engagement is not None:
        trail.append((engagement.get_absolute_url(), engagement.title))
        context["context_line"] = f"{engagement.number}　{engagement.title}"
    else:
        trail = [(reverse("engagements:vendor-list"), "事業者")]
    status = 200
    if form is not None and form.is_bound and form.errors:
        status = 409 if is_stale(form) else 422
    whole = {**context, "engagement": engagement, "form": form, "here": here}
    whole.setdefault("breadcrumb", [*trail, ("", here)])
    return render(request, template, whole, status=status)
