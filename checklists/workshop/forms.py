"""The forms of the workshop."""

from typing import Any

from django import forms

from checklists.content import ITEM
from checklists.models import CheckItem, ItemLevel, Method, Preset
from common.forms import DateField, HelperMixin, hidden_number, multiline, part
from specs.models import Clause, Edition, LegalReference, Level, Omission


class SpecificationForm(HelperMixin, forms.Form):
    """A specification of one's own, begun from a published edition."""

    submit_label = "この内容で作り始める"

    source = forms.ChoiceField(label="元にする特記仕様書", widget=forms.RadioSelect)
    title = forms.CharField(
        label="名称", max_length=120, help_text="例：指定管理者との協定に付ける特記仕様書"
    )
    purpose = forms.CharField(
        label="使う場面",
        max_length=200,
        required=False,
        help_text="どのような契約に使うかを、業務主管課の職員が選べるように書きます。",
    )

    def __init__(self, *args: Any, sources: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = sources  # type: ignore[attr-defined]


class AboutForm(HelperMixin, forms.ModelForm):
    """改定の要点 and the dates of a draft."""

    class Meta:
        model = Edition
        fields = ("change_note", "effective_on", "revision_planned_on")
        field_classes = {"effective_on": DateField, "revision_planned_on": DateField}
        help_texts = {
            "change_note": "何を、なぜ改めたかを書きます。業務主管課にもこのまま見えます。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].required = False
        self.fields["revision_planned_on"].required = False


class ReasonForm(HelperMixin, forms.Form):
    """A reason, for what can't be done without one."""

    reason = multiline("理由", rows=3, limit=1000)

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_label = button


class MergeForm(ReasonForm):
    """統合: into which clause."""

    into = forms.ChoiceField(label="統合する相手の条")
    field_order = ("into", "reason")

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [("", "選んでください"), *others]  # type: ignore[attr-defined]


class SplitForm(ReasonForm):
    """分割: from which 項, and the caption of the new clause."""

    paragraph = forms.TypedChoiceField(label="新しい条にする項", coerce=int)
    caption = forms.CharField(
        label="新しい条の見出し", max_length=60, help_text="例：再委託先の監督"
    )
    field_order = ("paragraph", "caption", "reason")

    def __init__(self, *args: Any, paragraphs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paragraph"].choices = paragraphs  # type: ignore[attr-defined]


class FactsForm(HelperMixin, forms.Form):
    """What is known about a clause, besides its text."""

    submit_label = "保存する"

    revision = hidden_number()
    level = forms.ChoiceField(label="区分", choices=Level.choices, widget=forms.RadioSelect)
    omission = forms.ChoiceField(
        label="外す条件", choices=Omission.choices, widget=forms.RadioSelect
    )
    applies_when = forms.ChoiceField(
        label="適用の条件",
        required=False,
        help_text="外す条件が「前提質問の答えで決まる」のときに選びます。",
    )
    unchecked_reason = multiline(
        "確認項目を置かない理由",
        "確認項目のない条にだけ書きます。",
        required=False,
    )
    rationale = multiline("趣旨", "なぜこの条が要るかを、初めて読む職員に分かるように書きます。")
    guidance = multiline("解説", "1行に一つずつ書きます。", rows=6)
    omission_note = multiline("外せる場合", required=False)
    alternative = multiline(
        "代替措置", "事業者が守れないときに、代わりに求めることを書きます。", required=False
    )
    precedents = multiline("防げた事故", "1行に一つずつ書きます。", required=False)
    blanks = multiline(
        "記入事項",
        "契約ごとに書き込む所です。1行に一つ、「名前｜標準の値」と書きます。条文には【記入：名前】と書きます。",
        required=False,
    )
    laws = multiline(
        "根拠法令",
        "1行に一つ、「法令名と条項｜この条との関係」と書きます。",
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        clause: Clause,
        conditions: list[str],
        laws: list[LegalReference],
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.clause, self.known_laws = clause, {str(law): law.key for law in laws}
        words = [("", "（なし）"), *((each, each) for each in conditions)]
        self.fields["applies_when"].choices = words  # type: ignore[attr-defined]

    def layout_fields(self) -> list[Any]:
        """Text for people first, then the rules."""
        return [
            "revision",
            part(
                "職員への説明",
                "rationale",
                "guidance",
                "omission_note",
                "alternative",
                "precedents",
            ),
            part("適用の決まり", "level", "omission", "applies_when", "unchecked_reason"),
            part("記入事項と根拠", "blanks", "laws"),
        ]

    def clean_blanks(self) -> list[dict[str, str]]:
        """The lines as blanks; one whose name stayed keeps its key."""
        keys = {blank["label"]: blank["key"] for blank in self.clause.blanks}
        found, taken = [], set(keys.values())
        for line in _lines(self.cleaned_data["blanks"]):
            label, _, default = line.replace("|", "｜").partition("｜")
            label = label.strip()
            if not label or any(mark in label for mark in "【】{}｛｝"):
                raise forms.ValidationError(
                    f"「{line[:30]}」は「名前｜標準の値」の形で書いてください。"
                )
            if label not in keys:
                number = 1
                while f"{self.clause.key}-{number}" in taken:
                    number += 1
                keys[label] = f"{self.clause.key}-{number}"
                taken.add(keys[label])
            found.append({"key": keys[label], "label": label, "default": default.strip()})
        if len({blank["label"] for blank in found}) < len(found):
            raise forms.ValidationError(
                "同じ名前の記入事項が二つあります。別の名前にしてください。"
            )
        return found

    def clean_laws(self) -> list[dict[str, str]]:
        """The lines as references to the laws of the edition."""
        found = []
        for line in _lines(self.cleaned_data["laws"]):
            name, _, note = line.replace("|", "｜").partition("｜")
            key = self.known_laws.get(name.strip())
            if key is None:
                raise forms.ValidationError(
                    f"「{name.strip()[:40]}」は、この版の根拠法令の一覧にありません。一覧の名前のとおりに書いてください。"
                )
            found.append({"key": key, "note": note.strip()})
        return found

    def clean(self) -> dict[str, Any]:
        """A condition belongs to the rule that asks for one, and to no other."""
        data: dict[str, Any] = super().clean() or {}
        by_scope = data.get("omission") == Omission.SCOPE
        if by_scope and not data.get("applies_when"):
            self.add_error(
                "applies_when", "前提質問の答えで決まるときは、適用の条件を選んでください。"
            )
        if not by_scope:
            data["applies_when"] = ""
        return data

    def facts(self) -> dict[str, Any]:
        """The cleaned values under the names of the model."""
        names = {"laws": "legal_basis"}
        return {
            names.get(name, name): value
            for name, value in self.cleaned_data.items()
            if name != "revision"
        }


def facts_initial(clause: Clause, laws: list[LegalReference]) -> dict[str, Any]:
    """What the form shows of a clause."""
    names = {law.key: str(law) for law in laws}
    same = "level omission applies_when unchecked_reason rationale guidance omission_note"
    return {
        **{name: getattr(clause, name) for name in (same + " alternative precedents").split()},
        "revision": clause.revision,
        "blanks": "\n".join(f"{b['label']}｜{b['default']}" for b in clause.blanks),
        "laws": "\n".join(
            f"{names.get(basis['key'], basis['key'])}｜{basis['note']}"
            for basis in clause.legal_basis
        ),
    }


class ItemForm(HelperMixin, forms.ModelForm):
    """One check item: two prompts, what counts, how to look, when it is asked."""

    submit_label = "確認項目を保存する"

    revision = hidden_number(required=False)
    clause_key = forms.ChoiceField(label="組になる条")
    presets = forms.MultipleChoiceField(
        label="項目を名指しで選ぶ型のうち、この項目を含めるもの",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    applies_when = forms.ChoiceField(label="聞く条件", required=False)

    class Meta:
        model = CheckItem
        fields = tuple(name for name in ITEM if name not in ("code", "clause__key", "position"))
        widgets = {
            "level": forms.RadioSelect(choices=ItemLevel.choices),
            "method": forms.RadioSelect(choices=Method.choices),
            **{
                name: forms.Textarea(attrs={"rows": 2})
                for name in ("before", "after", "ok_when", "look", "evidence", "good", "bad")
            },
        }
        help_texts = {
            "before": "「…できますか。」の形で書きます。",
            "after": "「…していますか。」の形で書きます。",
            "look": "専門の知識のない職員が、何を手に取り、どこを見ればよいかを書きます。",
            "verifier": "例：業務主管課の職員",
            "about_firm": "規程や設備のように、業務が変わっても答えが変わらない項目です。"
            "事業者は、一度答えた内容をほかの案件でも使えます。",
        }

    def __init__(
        self,
        *args: Any,
        clauses: list[tuple[str, str]],
        conditions: list[str],
        presets: list[Preset],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clause_key"].choices = clauses  # type: ignore[attr-defined]
        # One of the words, and never the empty first choice of a drop-down list.
        self.fields["level"].choices = ItemLevel.choices  # type: ignore[attr-defined]
        self.fields["method"].choices = Method.choices  # type: ignore[attr-defined]
        words = [("", "いつも聞く"), *((each, each) for each in conditions)]
        self.fields["applies_when"].choices = words  # type: ignore[attr-defined]
        self.fields["presets"].choices = [(p.key, p.title) for p in presets]  # type: ignore[attr-defined]

    def layout_fields(self) -> list[Any]:
        """Questions first, as the clerk reads them."""
        return [
            "revision",
            part("質問", "clause_key", "before", "after"),
            part("見方", "ok_when", "look", "evidence", "good", "bad", "verifier", "method"),
            part(
                "聞くとき",
                "level",
                "in_pre",
                "in_post",
                "in_end",
                "about_firm",
                "applies_when",
                "presets",
            ),
        ]

    def _post_clean(self) -> None:
        """The action checks the row as a whole, with sentences of its own."""


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
