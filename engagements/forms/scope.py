"""The form of the scope questions: answers, risk, and the preset, which names the edition."""

from collections.abc import Sequence
from typing import Any

from django import forms

from checklists.models import Preset
from common.forms import HelperMixin, hidden_number, multiline
from engagements.grading import LEVELS, preset_for, preset_proposal
from engagements.models import Engagement
from engagements.questions import QUESTIONS
from engagements.scope import risk_level

# Before an edition's id: the preset that the rules propose, whichever the answers make it.
PROPOSED = "proposed-"


class ScopeForm(HelperMixin, forms.Form):
    """Every scope question on one page. `presets` are those to offer, edition by edition."""

    revision = hidden_number()
    risk = forms.ChoiceField(
        label="リスクの区分",
        choices=[("", "答えから決まる区分のとおり"), *((level, level) for level in LEVELS)],
        required=False,
        widget=forms.RadioSelect,
    )
    risk_reason = multiline(
        "リスクの区分を変える理由",
        "答えから決まる区分と違うものを選ぶときに入力します。情報政策部門にも示し、選定の理由書に載ります。",
        rows=2,
        required=False,
        limit=1000,
    )
    preset = forms.ChoiceField(label="確認表の型", widget=forms.RadioSelect)
    preset_reason = multiline(
        "型を変える理由",
        "提案と違う型を選ぶときに入力します。情報政策部門にも示し、選定の理由書に載ります。",
        rows=2,
        required=False,
        limit=1000,
    )

    def __init__(self, *args: Any, presets: Sequence[Preset], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.presets = presets
        choices: list[tuple[str, str]] = []
        for preset in presets:
            proposed = (f"{PROPOSED}{preset.edition_id}", "提案のとおり")
            if proposed not in choices:
                choices.append(proposed)
            choices.append((str(preset.pk), preset.title))
        self.fields["preset"].choices = choices  # type: ignore[attr-defined]
        for question in QUESTIONS:
            self.fields[question.key] = forms.ChoiceField(
                label=question.text,
                help_text=question.help,
                choices=question.choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"「{question.text[:-1]}」に答えてください。"},
            )

    def answers(self) -> dict[str, str]:
        """The answers of a valid form, alone."""
        return {question.key: self.cleaned_data[question.key] for question in QUESTIONS}

    def shown_answers(self) -> dict[str, str]:
        """Those that stand on the screen, whether the form is complete or not."""
        shown = {question: self[question.key].value() for question in QUESTIONS}
        return {q.key: value for q, value in shown.items() if value in dict(q.choices)}

    def shown_risk(self) -> str:
        """The level that a person chose on the screen; empty for that of the rules."""
        value = self["risk"].value()
        return value if value in LEVELS else ""

    def shown_presets(self) -> tuple[list[Preset], Preset | None]:
        """The presets of the edition chosen on the screen, and the chosen one (None: as
        proposed)."""
        value = str(self["preset"].value())
        chosen = next((preset for preset in self.presets if str(preset.pk) == value), None)
        edition = chosen.edition_id if chosen else value.removeprefix(PROPOSED)
        found = [preset for preset in self.presets if str(preset.edition_id) == str(edition)]
        if not found and self.presets:
            found = [p for p in self.presets if p.edition_id == self.presets[0].edition_id]
        return found, chosen

    def chosen(self, engagement: Engagement) -> dict[str, Any]:
        """What a valid form says, as actions.answer_scope takes it."""
        answers = self.answers()
        presets, preset = self.shown_presets()
        if preset is None:
            level = self.cleaned_data["risk"] or risk_level(answers)[0]
            preset = preset_for(preset_proposal(engagement, answers, level), presets)
        names = ("risk", "risk_reason", "preset_reason", "revision")
        return {
            "preset": preset,
            "answers": answers,
            **{name: self.cleaned_data[name] for name in names},
        }
