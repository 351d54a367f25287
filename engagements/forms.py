"""Forms of the way to the contract: fields and wording.

cleaned_data is an action's keyword arguments. A hidden `revision` or `seen` says what the user
saw, so that two clerks don't overwrite each other unawares.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset as CrispyFieldset
from django import forms

from checklists.models import Preset
from common.dates import fiscal_year, fiscal_year_label
from common.forms import DateField, HelperMixin
from engagements.models import AlternativeMeasure, Bid, Contract, Engagement, Tailoring, Vendor
from engagements.questions import QUESTIONS


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


class EngagementForm(HelperMixin, forms.ModelForm):
    """What is registered of an engagement."""

    revision = hidden_number()

    class Meta:
        model = Engagement
        fields = (
            "title",
            "work",
            "personal_data",
            "procurement",
            "negotiated_ground",
            "period_from",
            "period_to",
            "answer_deadline",
            "place_condition",
            "contact",
        )
        field_classes = {
            "period_from": DateField,
            "period_to": DateField,
            "answer_deadline": DateField,
        }
        widgets = {
            "work": forms.Textarea(attrs={"rows": 3}),
            "personal_data": forms.Textarea(attrs={"rows": 3}),
            "place_condition": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "title": "契約書や公告に使う件名です。例：令和8年度市民税納税通知書印刷封入業務委託",
            "work": "事業者に何をしてもらうかを、応募者が読んで分かるように書きます。",
            "personal_data": "渡す項目と、事業者が集める項目を書きます。例：氏名、住所、生年月日、課税額",
            "negotiated_ground": "随意契約、見積合せ又はプロポーザルのときに、号の数字を入力します。"
            "例：少額なら1、性質又は目的が競争入札に適しないものなら2",
            "answer_deadline": "応募者が確認表の回答を出す期限です。要件の伝達に進む前に決めます。"
            "例：令和8年11月23日",
            "place_condition": "例：庁舎内の指定した部屋に限る。事業者の作業所も可とする。",
            "contact": "応募者からの質問を受ける課・係・電話番号を書きます。",
        }

    def layout_fields(self) -> list[Any]:
        """In three parts."""
        year = ["fiscal_year"] if "fiscal_year" in self.fields else []
        return [
            "revision",
            part("業務", *year, "title", "work", "personal_data", "place_condition"),
            part("契約方式と期間", "procurement", "negotiated_ground", "period_from", "period_to"),
            part("応募者への案内", "answer_deadline", "contact"),
        ]


class EngagementCreateForm(EngagementForm):
    """Registering; the 年度 is part of the number and can't be changed later."""

    submit_label = "案件を登録する"
    revision = None  # type: ignore[assignment]
    fiscal_year = forms.TypedChoiceField(
        label="年度",
        coerce=int,
        help_text="業務を行う年度です。案件番号に使い、後から変えられません。",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        this = fiscal_year(today)
        initial = {"fiscal_year": this + (today.month in (1, 2, 3)), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        years = [(year, fiscal_year_label(year)) for year in (this, this + 1)]
        self.fields["fiscal_year"].choices = years  # type: ignore[attr-defined]

    def layout_fields(self) -> list[Any]:
        """Without the revision: there is nothing to overwrite."""
        return super().layout_fields()[1:]


class ScopeForm(HelperMixin, forms.Form):
    """Every scope question on one page, and the preset, which names the edition."""

    revision = hidden_number()
    preset = forms.ModelChoiceField(
        Preset.objects.none(), label="確認表の型", widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, presets: Sequence[Preset], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["preset"]
        field.queryset = Preset.objects.filter(pk__in=[preset.pk for preset in presets])  # type: ignore[attr-defined]
        field.choices = [(preset.pk, preset.title) for preset in presets]  # type: ignore[attr-defined]
        for question in QUESTIONS:
            self.fields[question.key] = forms.ChoiceField(
                label=question.text,
                help_text=question.help,
                choices=question.choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"「{question.text[:-1]}」に答えてください。"},
            )

    def answers(self) -> dict[str, str]:
        """The answers alone."""
        return {question.key: self.cleaned_data[question.key] for question in QUESTIONS}


class TailoringForm(HelperMixin, forms.Form):
    """A person's decision about one clause. `allowed` are the decisions to offer."""

    submit_label = "この内容で決定する"

    seen = hidden_number()
    decision = forms.ChoiceField(label="この条をどうするか", widget=forms.RadioSelect)
    text = multiline(
        "変更後の条文",
        "「変更」を選んだときに、下の条文を直します。1行に1項又は1号を書きます。",
        rows=12,
        required=False,
        limit=20000,
    )
    reason = multiline(
        "理由",
        "「除外」又は「変更」を選んだときに入力します。特記仕様書と選定理由書に載ります。",
        required=False,
    )
    alternative = multiline(
        "代替措置", "除外又は変更をする代わりに行うことがあれば入力します。", required=False
    )

    def __init__(self, *args: Any, allowed: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            Tailoring.Decision.KEPT: "適用する（標準の条文のまま）",
            Tailoring.Decision.OMITTED: "除外する（この条を置かない）",
            Tailoring.Decision.CHANGED: "変更する（条文を直して置く）",
        }
        choices = [(value, label) for value, label in words.items() if value in allowed]
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]


class AnswerForm(HelperMixin, forms.Form):
    """The policy division's answer to a deviation."""

    submit_label = "回答を記録する"

    approve = forms.TypedChoiceField(
        label="回答",
        choices=[("yes", "承認する"), ("no", "承認しない")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = multiline(
        "意見",
        "承認しないときは、理由と、どうすれば承認できるかを書きます。",
        required=False,
    )


class VendorForm(HelperMixin, forms.ModelForm):
    """A firm. Its number's check digit and uniqueness are for the action to see."""

    submit_label = "事業者を登録する"

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    corporate_number = forms.CharField(
        label="法人番号",
        max_length=20,
        required=False,
        help_text="13桁の数字です。国税庁の法人番号公表サイトで調べられます。個人事業主は空欄にします。",
    )

    class Meta:
        model = Vendor
        fields = (
            "name",
            "corporate_number",
            "address",
            "representative",
            "certifications",
            "contact",
        )
        help_texts = {
            "name": "登記された名称を、「株式会社」なども略さずに入力します。",
            "address": "契約書に書く所在地です。",
            "representative": "契約書に書く職名と氏名です。例：代表取締役　山田　太郎",
            "certifications": "例：ISMS（ISO/IEC 27001）、プライバシーマーク",
            "contact": "担当者、電話番号、電子メールなど。",
        }


class WithdrawalForm(HelperMixin, forms.Form):
    """A firm steps back."""

    submit_label = "辞退を記録する"

    withdrawn_on = DateField(label="辞退日", help_text="辞退の申出があった日。例：令和8年11月23日")
    reason = forms.CharField(label="辞退の理由", max_length=200)


class AlternativeForm(HelperMixin, forms.Form):
    """What takes the place of an item that a bidder can't meet."""

    submit_label = "代替措置を提案する"

    kind = forms.ChoiceField(
        label="扱い",
        choices=AlternativeMeasure.Kind.choices,
        widget=forms.RadioSelect,
        help_text="別のやり方で守るなら「代替措置をとる」、"
        "契約書に条件を書き加えるなら「条件を契約に入れる」です。",
    )
    text = multiline(
        "内容",
        "だれが、いつまでに、何をするかを書きます。選定理由書に載ります。",
        rows=5,
        limit=2000,
    )


class SelectionForm(HelperMixin, forms.Form):
    """Choosing the contractor."""

    submit_label = "この事業者を委託先に選ぶ"

    revision = hidden_number()
    bid = forms.ModelChoiceField(
        Bid.objects.none(), label="委託先", widget=forms.RadioSelect, empty_label=None
    )
    reason = multiline(
        "選定の理由",
        "確認表の結果、価格、実績、体制など、なぜこの事業者にしたかを書きます。選定評価・理由書に載ります。",
        rows=6,
    )

    def __init__(self, *args: Any, bids: Sequence[Bid], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["bid"]
        field.queryset = Bid.objects.filter(pk__in=[bid.pk for bid in bids])  # type: ignore[attr-defined]
        field.choices = [(bid.pk, str(bid.vendor)) for bid in bids]  # type: ignore[attr-defined]


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
