"""Forms of the notice stage: questions and answers, and what was given to whom."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from common.forms import DateField, HelperMixin, hidden_number, multiline
from documents.models import IssuedDocument
from engagements.actions.inquiries import ABOUT_LIMIT, ANSWER_LIMIT, QUESTION_LIMIT
from engagements.models import Bid, Delivery

ABOUT_HELP = "確認項目の番号や条が分かるときに書きます。例：K062、第9条"


class InquiryForm(HelperMixin, forms.Form):
    """A question that came to staff by telephone, mail or paper."""

    submit_label = "質問を登録する"

    bid = forms.ModelChoiceField(
        Bid.objects.none(),
        label="質問した応募者",
        required=False,
        empty_label="登録していない事業者、又は市からの補足",
    )
    asked_by = forms.CharField(
        label="質問した人",
        max_length=160,
        help_text="控えとして残します。応募者には公表しません。例：株式会社○○　山田様（電話）",
    )
    about = forms.CharField(
        label="何についての質問か", max_length=ABOUT_LIMIT, required=False, help_text=ABOUT_HELP
    )
    question = multiline("質問", "聞かれたとおりに書きます。", rows=5, limit=QUESTION_LIMIT)

    def __init__(self, *args: Any, bids: Sequence[Bid], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["bid"]
        field.queryset = Bid.objects.filter(pk__in=[bid.pk for bid in bids])  # type: ignore[attr-defined]
        names = [(bid.pk, str(bid.vendor)) for bid in bids]
        field.choices = [("", field.empty_label), *names]  # type: ignore[attr-defined]


class InquiryAnswerForm(HelperMixin, forms.Form):
    """The answer, and the question as others may read it."""

    submit_label = "回答を保存する（まだ公表しない）"

    revision = hidden_number()
    published_question = multiline(
        "公表する質問",
        "質問した事業者が分かる言葉（社名、製品名、今の契約のことなど）を除きます。",
        rows=5,
        required=False,
        limit=QUESTION_LIMIT,
    )
    answer = multiline(
        "回答",
        "応募者全員が読みます。要件を変えることになるときは、準備に戻して要件を直してください。",
        rows=6,
        required=False,
        limit=ANSWER_LIMIT,
    )
    unanswered_reason = forms.CharField(
        label="回答を公表しない理由",
        max_length=300,
        required=False,
        help_text="この業務と関係がない質問など、公表しないときだけ書きます。"
        "応募者の一部だけに答えることはできません。",
    )


class DeliveryForm(HelperMixin, forms.Form):
    """Papers that were given outside the firms' pages."""

    submit_label = "伝えたことを記録する"

    documents = forms.ModelMultipleChoiceField(
        IssuedDocument.objects.none(), label="伝えた文書", widget=forms.CheckboxSelectMultiple
    )
    channel = forms.ChoiceField(
        label="伝えた方法",
        widget=forms.RadioSelect,
        choices=[c for c in Delivery.Channel.choices if c[0] != Delivery.Channel.PAGE],
    )
    bids = forms.ModelMultipleChoiceField(
        Bid.objects.none(),
        label="伝えた応募者",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="「公告・ホームページに掲載」のときは選びません。",
    )
    told_on = DateField(label="伝えた日")
    note = forms.CharField(
        label="備考",
        max_length=200,
        required=False,
        help_text="例：総務課の窓口で担当の方に渡した。",
    )

    def __init__(
        self,
        *args: Any,
        papers: Sequence[IssuedDocument],
        bids: Sequence[Bid],
        today: date,
        **kwargs: Any,
    ) -> None:
        initial = {"told_on": today, **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        documents, firms = self.fields["documents"], self.fields["bids"]
        documents.queryset = IssuedDocument.objects.filter(pk__in=[p.pk for p in papers])  # type: ignore[attr-defined]
        documents.choices = [(p.pk, f"{p.title}（{p.number}）") for p in papers]  # type: ignore[attr-defined]
        firms.queryset = Bid.objects.filter(pk__in=[bid.pk for bid in bids])  # type: ignore[attr-defined]
        firms.choices = [(bid.pk, str(bid.vendor)) for bid in bids]  # type: ignore[attr-defined]
