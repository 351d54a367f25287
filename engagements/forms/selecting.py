"""Forms of the selection: bids, alternatives, the choice."""

from collections.abc import Sequence
from typing import Any

from django import forms

from common.forms import DateField, HelperMixin, hidden_number, multiline
from engagements.actions.selections import EXPLANATION_RANGE
from engagements.forms.planning import AnswerForm
from engagements.models import AlternativeMeasure, Bid, UnmetDecision


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


class UnmetForm(HelperMixin, forms.Form):
    """What becomes of an item that no bidder meets."""

    submit_label = "この扱いに決める"

    kind = forms.ChoiceField(
        label="扱い", choices=UnmetDecision.Kind.choices, widget=forms.RadioSelect
    )
    alternative = multiline(
        "認める代替措置",
        "「代替措置を認める」を選んだときに、だれが、いつまでに、何をするかを書きます。"
        "応募者全員について、情報政策部門の承認を求めます。",
        rows=5,
        required=False,
        limit=2000,
    )
    reason = multiline("理由", "選定評価・理由書に載ります。", rows=3, limit=2000)


class AlternativeAnswerForm(AnswerForm):
    """The policy division's answer, for bidders with the same proposal too."""

    and_alike = forms.BooleanField(
        label="同じ内容の提案すべてに、同じ回答を記録する", required=False, initial=True
    )

    def __init__(self, *args: Any, alike: Sequence[AlternativeMeasure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not alike:
            del self.fields["and_alike"]
            return
        names = "、".join(measure.bid.vendor.name for measure in alike)
        self.fields["and_alike"].help_text = f"ほかの応募者：{names}"


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
    despite = multiline(
        "指名停止中の事業者を選ぶ理由",
        "指名停止中の応募者を選ぶときに入力します。選定評価・理由書に載ります。"
        "例：この措置は工事の請負に限られ、業務委託には及ばない（要綱第○条）。",
        required=False,
        limit=2000,
    )

    explanation_days = forms.IntegerField(
        label="説明を求めることができる期間（開庁日の日数）",
        min_value=EXPLANATION_RANGE[0],
        max_value=EXPLANATION_RANGE[-1],
        required=False,
        help_text="選ばれなかった応募者が、理由の説明を求めることができる期間です。"
        "選定結果通知書に、その末日を印刷します。空欄のときは、標準の日数になります。",
        widget=forms.NumberInput(attrs={"class": "tk-input-short"}),
    )

    def __init__(self, *args: Any, bids: Sequence[Bid], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["bid"]
        field.queryset = Bid.objects.filter(pk__in=[bid.pk for bid in bids])  # type: ignore[attr-defined]
        field.choices = [(bid.pk, str(bid.vendor)) for bid in bids]  # type: ignore[attr-defined]


class DeadlineForm(HelperMixin, forms.Form):
    """A later deadline, and why."""

    submit_label = "提出期限を延ばす"

    revision = hidden_number()
    answer_deadline = DateField(label="新しい提出期限")
    answer_deadline_time = forms.TimeField(
        label="時刻", widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    reason = multiline(
        "理由", "応募者全員に伝わる理由を書きます。例：質問への回答に日数を要したため。"
    )


class FirmsFileForm(HelperMixin, forms.Form):
    """A file that a firm sent, and when it came."""

    submit_label = "読み取って受け付ける"

    received_on = DateField(label="受け取った日", help_text="提出期限までに届いたものに限ります。")
    file = forms.FileField(
        label="事業者が記入したファイル",
        help_text="配ったExcel又はPDFに記入したものを選びます。誤りが一つでもあれば、何も取り込まずに、"
        "直す所をすべて示します。事業者に直してもらってください。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.pdf"}),
    )
