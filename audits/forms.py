"""Forms of verification: fields and wording. cleaned_data is an action's keyword arguments."""

from typing import Any

from django import forms

from audits.models import Inspection
from checklists.models import Method, Phase
from common.forms import DateField, HelperMixin


def text(label: str, help_text: str = "", rows: int = 3, required: bool = True) -> forms.CharField:
    """A multi-line field."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class InspectionForm(HelperMixin, forms.Form):
    """Start a round."""

    submit_label = "実施状況確認を始める"

    phase = forms.ChoiceField(
        label="確認の時期",
        choices=[(Phase.POST, "履行中の確認"), (Phase.END, "終了時の確認")],
        widget=forms.RadioSelect,
    )
    planned_on = DateField(
        label="実施予定日",
        help_text="作業が最も多い時期に合わせると、実態が分かります。例：令和8年9月15日",
    )
    way = forms.ChoiceField(
        label="実施方法",
        choices=Inspection.Way.choices,
        widget=forms.RadioSelect,
        help_text="年1回以上、原則として実地で行います。",
    )
    remote_reason = text(
        "実地によらない理由", "テレビ通話又は写真・書面による場合に入力します。", 2, required=False
    )


class ConclusionForm(HelperMixin, forms.Form):
    """Finish a round."""

    submit_label = "実施状況確認を終了する"

    held_on = DateField(label="実施日", help_text="例：令和8年9月15日")
    place = forms.CharField(label="場所", max_length=200, help_text="建物・階・室名まで書きます。")
    attendees = text("参加者", "市と受注者の双方について、所属と氏名を書きます。", 2)
    remarks = text("所見", "全体として気付いたこと、次年度に生かすことを書きます。", 4, False)


class CorrectionForm(HelperMixin, forms.Form):
    """The contractor's report about one finding."""

    submit_label = "是正報告を記録する"

    cause = text("原因", "なぜ起きたかを書きます。", 3)
    measure = text("是正の内容・再発防止策", "何を直し、どう再発を防ぐかを書きます。", 4)
    owner = forms.CharField(label="受注者の責任者", max_length=120, help_text="役職と氏名")
    done_on = DateField(label="是正した日", help_text="例：令和8年10月1日")


class VerificationForm(HelperMixin, forms.Form):
    """The municipality's own look at a correction."""

    submit_label = "確認の結果を記録する"

    accept = forms.TypedChoiceField(
        label="確認の結果",
        choices=[("yes", "是正を確認した"), ("no", "不十分なので差し戻す")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    method = forms.ChoiceField(label="確認方法", choices=Method.choices, widget=forms.RadioSelect)
    verification = text("確認の内容", "何を見て、どう判断したかを書きます。", 3)


class ReportForm(HelperMixin, forms.Form):
    """A periodic report came."""

    submit_label = "受領を記録する"

    received_on = DateField(label="受領日", help_text="例：令和8年7月10日")
    note = text("備考", "", 2, required=False)


class DisposalForm(HelperMixin, forms.Form):
    """What the contractor returned, erased or destroyed."""

    submit_label = "報告を記録する"

    subjects = text(
        "対象",
        "項目・媒体・数量・製造番号を、原本・写し・バックアップ・再委託先の分まで書きます。",
        5,
    )
    way = text("方法", "媒体ごとに、返還・消去ソフト・物理破壊・溶解などを書きます。", 3)
    performed_on = DateField(label="実施日", help_text="例：令和9年3月31日")
    responsible = forms.CharField(label="受注者の責任者", max_length=120, help_text="役職と氏名")
    certificate = forms.CharField(
        label="証明書", max_length=200, help_text="証明書の名称・番号・日付"
    )


class DisposalVerificationForm(HelperMixin, forms.Form):
    """How the municipality made sure."""

    submit_label = "市の確認を記録する"

    verified_on = DateField(label="確認した日", help_text="例：令和9年3月31日")
    verified_how = text(
        "確認の方法と結果",
        "立会い、画面での抜取り確認、証明書の製造番号との突合など、報告書の受領以外に何をしたかを書きます。",
        4,
    )


def initial_of(instance: Any, form: type[forms.Form]) -> dict[str, Any]:
    """The values of `instance` for the fields of `form`; empty for None."""
    return {name: getattr(instance, name) for name in form.base_fields} if instance else {}
