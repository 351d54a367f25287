"""Reading the table's fields, which are too many for a form object, and the submission form."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from common.forms import DateField, HelperMixin


class SubmitForm(HelperMixin, forms.Form):
    """Who filled the table, and when."""

    submit_label = "この内容で提出する"

    filled_by = forms.CharField(
        label="記入者（事業者）", max_length=120, help_text="部署・役職・氏名を書きます。"
    )
    filled_on = DateField(label="記入日")


class TranscriptionForm(SubmitForm):
    """As SubmitForm, of a bidder's table that staff typed from its paper."""

    approved_by = forms.CharField(label="責任者（事業者）", max_length=120, required=False)
    received_on = DateField(
        label="事業者から受け取った日", help_text="提出期限までに届いたものに限ります。"
    )


class EvidenceForm(HelperMixin, forms.Form):
    """One file of evidence. What it is, is seen from its content."""

    submit_label = "このファイルを添える"

    file = forms.FileField(
        label="ファイル",
        help_text="PDF、画像（PNG・JPEG）、Word・Excel・PowerPoint（マクロのないもの）、テキストを添えられます。"
        "パスワードは外してください。",
    )


def _revision(data: QueryDict, item_id: int) -> int:
    text = data.get(f"revision-{item_id}", "")
    return int(text) if text.isascii() and text.isdigit() else -1


def answer_fields(data: QueryDict, item_id: int) -> dict[str, Any]:
    """One row's answer as save_answer takes it."""
    return {
        "value": data.get(f"value-{item_id}", ""),
        "note": data.get(f"note-{item_id}", "")[:4000],
        "evidence": data.get(f"evidence-{item_id}", "")[:300],
        "revision": _revision(data, item_id),
    }


def judgement_fields(data: QueryDict, item_id: int) -> dict[str, Any]:
    """One row's verdict as save_judgement takes it."""
    return {
        "verdict": data.get(f"verdict-{item_id}", ""),
        "method": data.get(f"method-{item_id}", ""),
        "remark": data.get(f"remark-{item_id}", "")[:4000],
        "revision": _revision(data, item_id),
    }


def posted_items(data: QueryDict) -> Iterable[int]:
    """Ids of the items that a whole table's form holds."""
    for name in data:
        prefix, _, item_id = name.partition("-")
        if prefix == "revision" and item_id.isascii() and item_id.isdigit():
            yield int(item_id)
