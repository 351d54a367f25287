"""The form of the contract."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from common.forms import DateField, HelperMixin, hidden_number, part
from engagements.models import Contract


class ContractForm(HelperMixin, forms.ModelForm):
    """Parties, dates and the blanks of the clauses in force (`blank_<key>`)."""

    submit_label = "契約の内容を保存する"

    revision = hidden_number()

    class Meta:
        model = Contract
        fields = (
            "title",
            "number",
            "concluded_on",
            "period_from",
            "period_to",
            "amount",
            "contractor_name",
            "contractor_address",
            "contractor_representative",
        )
        field_classes = {
            "concluded_on": DateField,
            "period_from": DateField,
            "period_to": DateField,
        }
        help_texts = {
            "number": "契約番号を付けていないときは、空欄にします。",
            "amount": "消費税及び地方消費税を含む額を、数字だけで入力します。単価契約のときは空欄にします。",
        }

    def __init__(self, *args: Any, blanks: Sequence[dict[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blank_keys = [blank["key"] for blank in blanks]
        for blank in blanks:
            self.fields[f"blank_{blank['key']}"] = forms.CharField(
                label=blank["label"],
                required=False,
                max_length=200,
                help_text=blank_help(blank),
            )

    def layout_fields(self) -> list[Any]:
        """Contract and contractor; the template folds the blanks away."""
        return [
            "revision",
            part("契約", "title", "number", "concluded_on", "period_from", "period_to", "amount"),
            part("受注者", "contractor_name", "contractor_address", "contractor_representative"),
        ]

    @property
    def blank_fields(self) -> list[forms.BoundField]:
        """The blanks of the clauses."""
        return [self[f"blank_{key}"] for key in self.blank_keys]

    @property
    def blanks_are_touched(self) -> bool:
        """Whether somebody filled a blank, or filled it wrongly."""
        return any(field.errors or field.value() for field in self.blank_fields)

    @property
    def helper(self) -> FormHelper:
        """Without the button, which follows the blanks."""
        helper = super().helper
        helper.inputs = []
        return helper

    def contract_fields(self) -> dict[str, Any]:
        """The action's keyword arguments: blanks gathered, the revision left out."""
        data = {k: v for k, v in self.cleaned_data.items() if not k.startswith("blank_")}
        data.pop("revision", None)
        data["blanks"] = {key: self.cleaned_data[f"blank_{key}"] for key in self.blank_keys}
        return data


def blank_help(blank: dict[str, str]) -> str:
    """Where the blank stands and what is printed when nothing is typed."""
    default = blank["default"]
    place = f"{blank['clause']}の記入事項です。"
    return f"{place}空欄のときは「{default}」と印刷します。" if default else place
