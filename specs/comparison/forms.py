"""Which two texts are compared."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import QuerySet

from accounts.models import User
from common.forms import HelperMixin
from specs.models import Edition

# Some twenty times the shipped set; what is longer was not meant to be pasted.
MAX_PASTED = 400_000


def editions_for(user: User) -> QuerySet[Edition]:
    """The editions that a user may compare, newest first within a specification."""
    rows: QuerySet[Edition] = Edition.objects.visible_to(user)
    return rows.select_related("specification", "municipality", "based_on__specification").order_by(
        "specification__title", "-number"
    )


class EditionField(forms.ModelChoiceField):
    """An edition, with its state unless it is published."""

    def label_from_instance(self, obj: Any) -> str:
        """個人情報取扱特記仕様書　第3版（作成中）."""
        return str(obj) if obj.is_published else f"{obj}（{obj.get_status_display()}）"


class EditionPairForm(HelperMixin, forms.Form):
    """Two editions, by GET so that the page can be kept."""

    old = EditionField(label="改正前（旧）の版", queryset=Edition.objects.none())
    new = EditionField(label="改正後（新）の版", queryset=Edition.objects.none())

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("old", "new"):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = editions_for(user)
                field.empty_label = "選択してください"

    @property
    def helper(self) -> FormHelper:
        """Fields only: a button with a name would stay in the address."""
        helper = super().helper
        helper.inputs = []
        return helper


class PasteForm(HelperMixin, forms.Form):
    """An edition and a text from outside."""

    submit_label = "新旧を比べる"

    edition = EditionField(label="比べる版", queryset=Edition.objects.none())
    side = forms.ChoiceField(
        label="貼り付けた文の位置",
        choices=[
            ("old", "改正前（旧）。今使っている特記仕様書を、この版に改める場合"),
            ("new", "改正後（新）。この版を、貼り付けた文に改める場合"),
        ],
        widget=forms.RadioSelect,
        initial="old",
    )
    text = forms.CharField(
        label="条文",
        help_text="「第1条」又は「第1」で始まる条を、見出しも含めてそのまま貼り付けてください。",
        max_length=MAX_PASTED,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    whole = forms.BooleanField(label="変わらない条も表示する", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["edition"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = editions_for(user)
            field.empty_label = "選択してください"
