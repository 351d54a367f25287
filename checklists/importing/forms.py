"""The forms of the import."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from checklists.importing.composing import Choices
from checklists.importing.reading import Reading
from common.errors import Refused
from common.forms import HelperMixin
from specs.text.importing.lines import MAX_CHARACTERS
from specs.text.importing.upload import Source, read_file

# Files that come through the screen; the command takes bigger ones.
FILE_LIMIT = 5_000_000


class SourceForm(HelperMixin, forms.Form):
    """A file, or text that is pasted."""

    submit_label = "読み取って確かめる"

    file = forms.FileField(
        label="ファイル",
        required=False,
        help_text="Word（.docx）、テキスト、法令XML、特記（Tokki）が書き出したJSONを選べます。5MBまでです。",
    )
    text = forms.CharField(
        label="文章を貼り付ける",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="PDFは、開いて全ての文章を選び、ここに貼り付けます。"
        "ページ番号や目次が混ざっていても構いません。",
    )
    title = forms.CharField(
        label="名称",
        required=False,
        max_length=120,
        help_text="空けておくと、文章の題名を使います。後で変えられます。",
    )
    source: Source

    def clean_file(self) -> UploadedFile | None:
        """The size is looked at before anything is read."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > FILE_LIMIT:
            raise forms.ValidationError(
                "ファイルが大きすぎます。5MBまでのファイルを選んでください。"
            )
        return file

    def clean(self) -> dict[str, Any]:
        """One of the two, as a source."""
        data: dict[str, Any] = super().clean() or {}
        file, text = data.get("file"), data.get("text", "")
        if "file" in self.errors:
            return data
        if file is not None and text.strip():
            self.add_error(None, "ファイルと貼付けの、どちらか一方にしてください。")
        elif file is not None:
            try:
                self.source = read_file(file.read())
            except Refused as refusal:
                self.add_error("file", refusal.reasons)
        elif not text.strip():
            self.add_error(None, "ファイルを選ぶか、文章を貼り付けてください。")
        elif len(text) > MAX_CHARACTERS:
            self.add_error("text", f"文章が長すぎます。{MAX_CHARACTERS:,}字までにしてください。")
        else:
            self.source = Source("text", text)
        return data


def chosen(data: QueryDict, reading: Reading) -> Choices:
    """The choices on the review page; what is not among the master's clauses is left out."""
    known = {standing.master for standing in reading.matching.standings}
    pairs = {}
    for article in reading.understood.document.articles:
        master = data.get(f"pair-{article.key}", "")
        if master in known:
            pairs[article.key] = master
    items = {pairs[key] for key in pairs if data.get(f"items-{key}")}
    added = [key for key in data.getlist("added") if key in known]
    return Choices(pairs, frozenset(items), added, reading.source.kind == "lawxml")
