"""The form of the criteria: one weight a clause, one box an item."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from checklists.models import CheckItem
from common.forms import HelperMixin, hidden_number
from engagements.models import Criteria
from engagements.models.criteria import WEIGHTS


class CriteriaForm(HelperMixin, forms.Form):
    """Fields named after clause keys and item codes, so that nothing depends on positions."""

    submit_label = "評価の基準を保存する"

    revision = hidden_number()

    def __init__(
        self,
        *args: Any,
        items: Sequence[CheckItem],
        labels: dict[str, str],
        criteria: Criteria,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items, self.labels = items, labels
        self.fields["revision"].initial = criteria.revision
        choices = [(weight, str(weight)) for weight in WEIGHTS]
        for item in items:
            key = item.clause.key
            if f"weight-{key}" not in self.fields:
                self.fields[f"weight-{key}"] = forms.TypedChoiceField(
                    label=f"{labels.get(key, '')}　{item.clause.caption}の重み",
                    choices=choices,
                    coerce=int,
                    initial=criteria.weight_of(key),
                )
            self.fields[f"out-{item.code}"] = forms.BooleanField(
                label=f"{item.code}を失格項目にする",
                required=False,
                initial=item.code in criteria.knock_outs,
            )

    def chosen(self) -> dict[str, Any]:
        """weights, knock_outs and revision, as save_criteria takes them."""
        data = self.cleaned_data
        return {
            "revision": data["revision"],
            "weights": {item.clause.key: data[f"weight-{item.clause.key}"] for item in self.items},
            "knock_outs": [item.code for item in self.items if data[f"out-{item.code}"]],
        }

    def groups(self) -> list[tuple[str, BoundField, list[tuple[CheckItem, BoundField]]]]:
        """(clause, its weight, its items with their boxes) in the order of the table."""
        found: dict[str, tuple[str, BoundField, list[tuple[CheckItem, BoundField]]]] = {}
        for item in self.items:
            key = item.clause.key
            if key not in found:
                name = f"{self.labels.get(key, '')}　{item.clause.caption}"
                found[key] = (name, self[f"weight-{key}"], [])
            found[key][2].append((item, self[f"out-{item.code}"]))
        return list(found.values())
