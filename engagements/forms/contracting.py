"""The form of the contract."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from common.forms import DateField, HelperMixin, hidden_number, multiline, part
from engagements.models import Contract, Settlement


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


class SettlementForm(HelperMixin, forms.Form):
    """How one condition is met. `clauses` are those in force: key and label."""

    submit_label = "この扱いに決める"

    seen = hidden_number()
    way = forms.ChoiceField(label="扱い", choices=Settlement.Way.choices, widget=forms.RadioSelect)
    clause = forms.ChoiceField(
        label="条件を書き入れた条",
        required=False,
        help_text="「特記仕様書に入れる」を選び、条文を変更して書き入れたときに選びます。"
        "選ばないときは、特記仕様書の「別紙　履行条件」に印刷します。",
    )
    detail = multiline(
        "内容",
        "特記仕様書又は契約書に入れるときは、その文と場所（例：契約書第12条の2）を、"
        "実施状況確認で確かめるときは、何をどのように確かめるかを、"
        "不要になったときは、その理由を書きます。",
        rows=5,
        limit=2000,
    )
    due_on = DateField(
        label="確かめる期限",
        required=False,
        help_text="「実施状況確認で確かめる」を選んだときに入力します。例：令和8年11月23日",
    )

    def __init__(self, *args: Any, clauses: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "別紙に印刷する（条文は変えない）"), *clauses]
        self.fields["clause"].choices = choices  # type: ignore[attr-defined]
