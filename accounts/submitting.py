"""Running an action for a form: what it refuses becomes an error of the form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form, ModelForm
from django.utils import timezone

from accounts.http import StaffRequest
from common.dates import wareki
from common.errors import Refused, Stale

AnyForm = Form | ModelForm


@dataclass(frozen=True)
class Conflict:
    """One field that somebody else saved meanwhile: theirs and mine."""

    label: str
    theirs: str
    mine: str


def submitted(
    request: StaffRequest, form: AnyForm, act: Callable[..., Any], done: str, **data: Any
) -> bool:
    """Run `act` with `data` as the user, now; a refusal becomes errors of the form.

    False when nothing was written. After a Stale, `form.is_stale` is true.
    """
    try:
        act(**data, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.is_stale = isinstance(refusal, Stale)  # type: ignore[union-attr]
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return False
    messages.success(request, done)
    return True


def is_stale(form: AnyForm) -> bool:
    """Whether somebody else saved first."""
    return getattr(form, "is_stale", False)


def let_overwrite(form: AnyForm, **now: Any) -> None:
    """Put the present `revision` or `seen` into a stale form: sent again, it is meant."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    for name, value in now.items():
        data[form.add_prefix(name)] = str(value)
    form.data = data


def status_of(form: AnyForm | None) -> int:
    """What a page with this form answers: 422 with a wrong form, 409 with a stale one."""
    if form is None or not form.is_bound or not form.errors:
        return 200
    return 409 if is_stale(form) else 422


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
