"""Forms of the preparation: the engagement, the scope questions, the clauses."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django import forms

from common.dates import fiscal_year_label
from common.forms import DateField, HelperMixin, hidden_number, multiline, part
from engagements.models import Engagement, Tailoring
from engagements.models.engagement import CLOSING_TIME
from engagements.schedules import new_schedule, years_to_offer


class EngagementForm(HelperMixin, forms.ModelForm):
    """What is registered of an engagement."""

    revision = hidden_number()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer_deadline_time"].required = False

    def clean_answer_deadline_time(self) -> time:
        """The closing time of a town hall where none is said."""
        return self.cleaned_data["answer_deadline_time"] or CLOSING_TIME

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
            "answer_deadline_time",
            "inquiry_deadline",
            "place_condition",
            "contact",
        )
        field_classes = {
            "period_from": DateField,
            "period_to": DateField,
            "answer_deadline": DateField,
            "inquiry_deadline": DateField,
        }
        widgets = {
            "work": forms.Textarea(attrs={"rows": 3}),
            "personal_data": forms.Textarea(attrs={"rows": 3}),
            "place_condition": forms.Textarea(attrs={"rows": 2}),
            "answer_deadline_time": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            # The stylesheet hides the field while it is empty and the procurement needs none.
            "negotiated_ground": forms.NumberInput(attrs={"placeholder": "例：1"}),
        }
        help_texts = {
            "title": "契約書や公告に使う件名です。例：令和8年度市民税納税通知書印刷封入業務委託",
            "work": "事業者に何をしてもらうかを、応募者が読んで分かるように書きます。",
            "personal_data": "渡す項目と、事業者が集める項目を書きます。例：氏名、住所、生年月日、課税額",
            "negotiated_ground": "随意契約、見積合せ又はプロポーザルのときに、号の数字を入力します。"
            "例：少額なら1、性質又は目的が競争入札に適しないものなら2",
            "period_from": "登録するときは、応募者の選定と契約にかかる日数を見込んだ日が入っています。"
            "例：令和9年4月1日",
            "answer_deadline": "応募者が確認表の回答を出す期限です。要件の伝達に進む前に決めます。"
            "初めは、今日から10開庁日後（土日、祝日及び年末年始を除く。）になっています。例：令和8年11月23日",
            "answer_deadline_time": "この時刻まで応募者が回答でき、その後に職員が開封できます。"
            "例：17:00",
            "place_condition": "例：庁舎内の指定した部屋に限る。事業者の作業所も可とする。",
            "inquiry_deadline": "この日まで、応募者からの質問を受けます。回答は応募者全員に公表します。"
            "回答を読んでから確認表に答えられるように、提出期限の数日前にします。"
            "空欄のときは、確認表の提出期限まで受けます。",
            "contact": "応募者からの質問を受ける課・係・電話番号を書きます。",
        }

    def layout_fields(self) -> list[Any]:
        """In three parts."""
        year = ["fiscal_year"] if "fiscal_year" in self.fields else []
        return [
            "revision",
            part("業務", *year, "title", "work", "personal_data", "place_condition"),
            part("契約方式と期間", "procurement", "negotiated_ground", "period_from", "period_to"),
            part(
                "応募者への案内",
                "answer_deadline",
                "answer_deadline_time",
                "inquiry_deadline",
                "contact",
            ),
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
        this, following = years_to_offer(today)
        year = following if today.month in (1, 2, 3) else this
        initial = {
            "fiscal_year": year,
            **vars(new_schedule(year, today)),
            **kwargs.pop("initial", {}),
        }
        super().__init__(*args, initial=initial, **kwargs)
        years = [(year, fiscal_year_label(year)) for year in (this, following)]
        self.fields["fiscal_year"].choices = years  # type: ignore[attr-defined]

    def layout_fields(self) -> list[Any]:
        """Without the revision: there is nothing to overwrite."""
        return super().layout_fields()[1:]


class TailoringForm(HelperMixin, forms.Form):
    """A person's decision about one clause. `allowed` are the decisions to offer."""

    submit_label = "この内容で決定する"

    seen = hidden_number()
    numbers = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)
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
