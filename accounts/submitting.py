"""Running an action for a form: what it refuses becomes an error of the form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form, ModelForm
from django.utils import timezone

from accounts.http import StaffRequest
from common.errors import Refused, Stale

AnyForm = Form | ModelForm


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
