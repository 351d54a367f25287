"""The forms of the specs app."""

from django import forms

from common.forms import DateField, HelperMixin


class WordingRuleForm(HelperMixin, forms.Form):
    """Words that are not to be used, and what to write instead."""

    submit_label = "この決まりを加える"

    words = forms.CharField(
        label="見付ける言葉",
        max_length=60,
        help_text="例：取扱。2字以上で、条文に現れるとおりに書きます。",
    )
    instead = forms.CharField(
        label="改める言葉",
        max_length=60,
        required=False,
        help_text="例：取扱い。書いておくと、点検の画面で一度に直せます。決まっていないときは空けておきます。",
    )
    since = DateField(
        label="いつから",
        required=False,
        help_text="適用開始日がこの日より前の版は点検しません。例：令和8年4月1日",
    )
    explanation = forms.CharField(
        label="理由",
        max_length=300,
        help_text="例：公用文作成の手引の改定により「取扱い」と送るため。点検の結果に表示します。",
    )
