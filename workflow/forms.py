"""The form of a move, and that of a copy."""

from datetime import date
from typing import Any

from django import forms

from common.dates import fiscal_year_label
from common.forms import DateField, HelperMixin
from engagements.actions.copying import PARTS
from engagements.copying import TITLE_LIMIT, title_for
from engagements.models import Engagement, Tailoring
from engagements.schedules import schedule_for, years_to_offer


class MoveForm(HelperMixin, forms.Form):
    """A reason; moves back, cancellation and termination need one."""

    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CopyForm(HelperMixin, forms.Form):
    """What goes from an earlier engagement into the next one. `decisions` are the earlier
    omissions and changes, each of which may be proposed again."""

    submit_label = "この内容で案件を作る"

    fiscal_year = forms.TypedChoiceField(
        label="年度",
        coerce=int,
        help_text="案件番号に使い、後から変えられません。年度を選び直したときは、下の件名と日付も直してください。",
    )
    title = forms.CharField(
        label="件名",
        max_length=TITLE_LIMIT,
        help_text="件名の中の年度は、新しい年度に合わせて進めてあります。",
    )
    answer_deadline = DateField(label="確認表の提出期限", required=False)
    period_from = DateField(label="履行期間の初日", required=False)
    period_to = DateField(label="履行期間の末日", required=False)
    parts = forms.MultipleChoiceField(
        choices=[(part, part) for part in PARTS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    clauses = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    again = forms.BooleanField(label="同じ年度にもう1件作る", required=False)

    def __init__(
        self,
        *args: Any,
        source: Engagement,
        year: int,
        today: date,
        decisions: list[Tailoring],
        **kwargs: Any,
    ) -> None:
        keys = [row.clause.key for row in decisions]
        initial = {
            "fiscal_year": year,
            "title": title_for(source, year),
            **vars(schedule_for(source, year, today)),
            "parts": PARTS,
            "clauses": keys,
        }
        super().__init__(*args, initial=initial, **kwargs)
        years = [(year, fiscal_year_label(year)) for year in years_to_offer(today)]
        self.fields["fiscal_year"].choices = years  # type: ignore[attr-defined]
        self.fields["clauses"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]
