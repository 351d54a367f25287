"""What all forms share: the crispy layout, the wording of refusals, and the date field."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset as CrispyFieldset
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.exceptions import ValidationError

from common.dates import parse_date, wareki

DATE_HELP = "例：令和8年11月23日、R8.11.23、2026-11-23"


class HelperMixin:
    """Give a form its crispy layout. A form states fields and wording, not HTML.

    The browser's own bubbles are left out (no `required` attribute): they speak the browser's
    language, vanish after a few seconds and are not in the error summary.
    """

    submit_label = "保存"
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            _say_what_is_missing(field)

    def layout_fields(self) -> list[Any]:
        """Names of fields or layout objects, in the order of the page."""
        return list(self.fields)  # type: ignore[attr-defined]

    @property
    def helper(self) -> FormHelper:
        """The layout that `{% crispy form %}` draws, with one button at its end."""
        helper = FormHelper()
        helper.form_tag = False  # the template owns <form>, so htmx can own it too
        helper.layout = Layout(*self.layout_fields())
        helper.add_input(Submit("submit", self.submit_label))
        return helper


def _say_what_is_missing(field: forms.Field) -> None:
    """Name the field in its "required" message, unless the form has worded its own."""
    if field.error_messages.get("required") != forms.Field.default_error_messages["required"]:
        return
    chosen = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.FileInput)
    if isinstance(field.widget, forms.CheckboxInput):
        text = f"「{field.label}」に印を付けてください。"
    elif str(field.label).endswith("。"):  # a question, as 個人番号を取り扱いますか。
        text = f"「{str(field.label)[:-1]}」に答えてください。"
    else:
        verb = "選択" if isinstance(field.widget, chosen) else "入力"
        text = f"{field.label}を{verb}してください。"
    field.error_messages["required"] = text


class WarekiInput(forms.TextInput):
    """One free text box. A stored date is shown as 令和8年11月23日, typed text as it was typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "tk-input-date", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """What stands in the box."""
        return wareki(value) if isinstance(value, date) else super().format_value(value)


class DateField(forms.Field):
    """A date written as staff write it: 令和8年11月23日, R8.11.23, 2026-11-23 or 2026/11/23.

    `min_date` and `max_date`, both inclusive, bound what is accepted.
    """

    widget = WarekiInput

    def __init__(
        self, *, min_date: date | None = None, max_date: date | None = None, **kwargs: Any
    ) -> None:
        # A ModelForm's `field_classes` passes an empty help_text of its own.
        super().__init__(**{**kwargs, "help_text": kwargs.get("help_text") or DATE_HELP})
        self.min_date, self.max_date = min_date, max_date

    def to_python(self, value: Any) -> date | None:
        """The date typed, or None for an empty box. Raises ValidationError with the remedy."""
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return parse_date(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def validate(self, value: Any) -> None:
        """Raises ValidationError when the date is missing though required, or out of bounds."""
        super().validate(value)
        if value and self.min_date and value < self.min_date:
            raise ValidationError(f"{wareki(self.min_date)}以後の日付を入力してください。")
        if value and self.max_date and value > self.max_date:
            raise ValidationError(f"{wareki(self.max_date)}以前の日付を入力してください。")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the day differs, however it is spelt."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


def part(legend: str, *fields: str) -> Any:
    """A named part of a long form."""
    return CrispyFieldset(legend, *fields)


def hidden_number(*, required: bool = True) -> forms.IntegerField:
    """A number the page carries along."""
    return forms.IntegerField(min_value=0, required=required, widget=forms.HiddenInput)


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
