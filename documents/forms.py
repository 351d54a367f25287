"""The form of the page of 照合."""

import hashlib
from typing import Any

from django import forms

from common.forms import HelperMixin
from documents.checking import plain_code


class VerificationForm(HelperMixin, forms.Form):
    """A file, or the 照合番号 that is printed at the foot of each page."""

    submit_label = "照合する"

    file = forms.FileField(
        label="文書のファイル",
        required=False,
        help_text="受け取ったPDFなどを、開いて保存し直さず、そのまま選びます。"
        "ファイルは照合にだけ使い、保存しません。",
    )
    code = forms.CharField(
        label="照合番号",
        required=False,
        max_length=40,
        help_text="各ページの下に印刷された12文字です。例：K7QD-2XMA-55TC。"
        "大文字と小文字、全角と半角、ハイフンの有無は問いません。",
    )

    def clean_code(self) -> str:
        """The code as it is stored. Raises ValidationError for what can't be one."""
        typed: str = self.cleaned_data["code"].strip()
        code = plain_code(typed)
        if typed and not code:
            raise forms.ValidationError(
                "照合番号は、英字と数字の12文字です。各ページの下の「照合番号」を見て、"
                "入力し直してください。"
            )
        return code

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and bool(data.get("file")) == bool(data.get("code")):
            raise forms.ValidationError("ファイルか照合番号の、どちらか一方を入れてください。")
        return data

    def sha256(self) -> str:
        """The hash of the file that was sent; it is never parsed."""
        digest = hashlib.sha256()
        for chunk in self.cleaned_data["file"].chunks():
            digest.update(chunk)
        return digest.hexdigest()
