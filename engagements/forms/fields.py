"""Fields that several forms of this app use."""

from typing import Any

from crispy_forms.layout import Fieldset as CrispyFieldset
from django import forms


def part(legend: str, *fields: str) -> Any:
    """A named part of a long form."""
    return CrispyFieldset(legend, *fields)


def hidden_number() -> forms.IntegerField:
    """A number the page carries along."""
    return forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def multiline(
    label: str, help_text: str = "", *, rows: int = 3, required: bool = True, limit: int = 4000
) -> forms.CharField:
    """A multi-line field."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=limit,
        widget=forms.Textarea(attrs={"rows": rows}),
    )
