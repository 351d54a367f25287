"""Forms of the firm's pages."""

from django import forms

from common.forms import DateField, HelperMixin, multiline
from engagements.actions.inquiries import ABOUT_LIMIT, QUESTION_LIMIT


class SendForm(HelperMixin, forms.Form):
    """Who filled the table and who answers for it."""

    submit_label = "この内容で提出する"

    filled_by = forms.CharField(
        label="記入者の部署・役職・氏名", max_length=120, help_text="例：情報管理部　主任　港　一郎"
    )
    filled_on = DateField(label="記入日")
    approved_by = forms.CharField(
        label="責任者の部署・役職・氏名",
        max_length=120,
        help_text="回答の内容に責任を負う方です。記入者と同じ方でも構いません。",
    )


class HandOverForm(HelperMixin, forms.Form):
    """Who filled the table, before the responsible person looks."""

    submit_label = "責任者の確認に回す"

    filled_by = forms.CharField(label="記入者の部署・役職・氏名", max_length=120)
    filled_on = DateField(label="記入日")


class ApproveForm(HelperMixin, forms.Form):
    """The responsible person's name under the answers."""

    submit_label = "承認して提出する"

    approved_by = forms.CharField(label="責任者の部署・役職・氏名", max_length=120)


class HandBackForm(HelperMixin, forms.Form):
    """What to change."""

    submit_label = "記入に戻す"

    note = multiline("直してほしい点", "記入者の画面に表示します。", rows=3, required=False)


class AskForm(HelperMixin, forms.Form):
    """A question to the municipality, answered to all bidders."""

    submit_label = "質問を送る"

    about = forms.CharField(
        label="何についての質問か",
        max_length=ABOUT_LIMIT,
        required=False,
        help_text="確認項目の番号や条が分かるときに書きます。例：K062、第9条",
    )
    question = multiline("質問", "1件ずつ送ってください。", rows=5, limit=QUESTION_LIMIT)


class ReplyFileForm(HelperMixin, forms.Form):
    """A filled workbook or PDF form."""

    submit_label = "読み取って提出する"

    file = forms.FileField(
        label="記入したファイル",
        help_text="このページで配ったExcel又はPDFのファイルを選びます。"
        "誤りが一つでもあれば、何も取り込まずに、直す所をすべてお知らせします。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.pdf"}),
    )
