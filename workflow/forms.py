"""The form of a move."""

from django import forms

from common.forms import HelperMixin


class MoveForm(HelperMixin, forms.Form):
    """A reason; moves back, cancellation and termination need one."""

    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
