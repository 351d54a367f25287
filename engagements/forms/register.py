"""Forms of the register of firms: the firm, its certifications, 指名停止, duplicates."""

from typing import Any

from django import forms

from common.forms import DATE_HELP, DateField, HelperMixin, hidden_number, multiline, part
from engagements.models import Certification, Suspension, Vendor
from engagements.naming import plain_number


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
    is_distinct = forms.BooleanField(
        label="別の事業者として登録する",
        required=False,
        help_text="上の事業者のどれとも違うことを確かめたときに、印を付けます。",
    )

    class Meta:
        model = Vendor
        fields = (
            "name",
            "corporate_number",
            "address",
            "representative",
            "contact",
        )
        help_texts = {
            "name": "登記された名称を、「株式会社」なども略さずに入力します。",
            "address": "契約書に書く所在地です。",
            "representative": "契約書に書く職名と氏名です。例：代表取締役　山田　太郎",
            "contact": "担当者、電話番号、電子メールなど。",
        }

    def __init__(self, *args: Any, asks_distinct: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_distinct:
            del self.fields["is_distinct"]

    def clean_corporate_number(self) -> str:
        """In half-width digits, however it was typed or pasted."""
        return plain_number(self.cleaned_data["corporate_number"])

    def layout_fields(self) -> list[Any]:
        """The firm, and last the question whether it is another one, where that is open."""
        order = ["seen", *self.Meta.fields, "is_distinct"]
        return [name for name in order if name in self.fields]


class CertificationForm(HelperMixin, forms.ModelForm):
    """A certification, new or in place of a former row."""

    submit_label = "認証を記録する"

    seen = hidden_number(required=False)

    class Meta:
        model = Certification
        fields = (
            "kind",
            "name",
            "number",
            "coverage",
            "valid_until",
            "checked_on",
            "checked_by_means",
        )
        field_classes = {"valid_until": DateField, "checked_on": DateField}
        help_texts = {
            "name": "種類が「その他」のときに必ず入力します。例：エコアクション21、ISO 9001",
            "number": "登録証に書かれた番号です。認証機関の公表と照らすときに使います。",
            "coverage": "登録証に書かれた事業所・業務の範囲です。委託する業務を行う所が含まれるか確かめます。"
            "例：本社データセンター、東京事業所の印刷業務",
            "valid_until": "登録証に書かれた日です。分からないときは空欄にし、「期限未確認」とします。"
            + DATE_HELP,
            "checked_on": "職員が確かめた日です。まだ確かめていないときは、確認方法とともに空欄にします。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checked_by_means"].choices = [  # type: ignore[attr-defined]
            ("", "まだ確かめていない"),
            *Certification.Means.choices,
        ]

    def layout_fields(self) -> list[Any]:
        """What it says, and how far the municipality saw it."""
        return [
            "seen",
            part("認証", "kind", "name", "number", "coverage", "valid_until"),
            part("職員による確認", "checked_by_means", "checked_on"),
        ]


class EndingForm(HelperMixin, forms.Form):
    """Taking a certification off the register."""

    submit_label = "名簿から外す"

    reason = forms.CharField(
        label="外す理由", max_length=200, help_text="例：認証を返上した。別の事業者の認証だった。"
    )


class SuspensionForm(HelperMixin, forms.ModelForm):
    """A suspension as it is entered."""

    submit_label = "指名停止を記録する"

    class Meta:
        model = Suspension
        fields = (
            "origin",
            "body",
            "source",
            "from_on",
            "to_on",
            "reason",
            "ground",
            "document_number",
        )
        field_classes = {"from_on": DateField, "to_on": DateField}
        widgets = {"origin": forms.RadioSelect, "reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "origin": "この自治体の措置のときだけ、応募者の登録と選定を止めます。"
            "ほかの団体の措置は、知らせるだけです。",
            "body": "ほかの団体の措置のときに入力します。例：○○県",
            "source": "ほかの団体の措置を、何で知ったかを入力します。"
            "例：○○県ウェブサイト「入札参加停止措置一覧」令和8年4月1日付け",
            "reason": "事実を短く書きます。例：受託した業務で、承認を受けずに個人情報を持ち出した。",
            "ground": "要件、期間及び効力は、法律ではなく各団体の要綱などで定めています。"
            "要綱の名称と条・号まで書きます。",
            "document_number": "この措置を決めた決裁の番号です。例：8特契第12号",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["origin"].choices = Suspension.Origin.choices  # type: ignore[attr-defined]

    def layout_fields(self) -> list[Any]:
        """Whose it is, for how long, and why."""
        return [
            part("どこの措置か", "origin", "body", "source"),
            part("期間", "from_on", "to_on"),
            part("理由と根拠", "reason", "ground", "document_number"),
        ]


class LiftingForm(HelperMixin, forms.Form):
    """Ending a suspension early."""

    submit_label = "指名停止を解除する"

    lifted_on = DateField(
        label="解除日",
        help_text="この日から、措置がなくなります。誤って記録したものは、初日を入力すると、"
        "初めから無かったものになります。" + DATE_HELP,
    )
    reason = multiline("解除の理由", "決裁文書の番号があれば、合わせて書きます。", limit=1000)


class MergeForm(HelperMixin, forms.Form):
    """Two entries are one firm."""

    submit_label = "統合する（取り消せません）"

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = multiline(
        "同じ事業者と判断した理由", "例：所在地と代表者が同じで、電話で確かめた。", limit=1000
    )
    is_sure = forms.BooleanField(label="二つの登録が同じ事業者であることを確かめました")
