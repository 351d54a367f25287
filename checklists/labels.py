"""第9条: the number under which a clause is printed, for whatever a table belongs to.

Which clauses an engagement keeps is known above this app, so the engagements app registers
how to number its clauses.
"""

from collections.abc import Callable

from specs.models import Edition
from specs.printing import PrintedEdition

OMITTED = "（除外）"

Labeller = Callable[[int], dict[str, str]]

_labellers: dict[str, Labeller] = {}


def register_labeller(model_label: str, labeller: Labeller) -> None:
    """Number clauses for things named `model_label:id` by `labeller(id)`: every clause of the
    thing's edition by key, OMITTED for those that aren't printed."""
    _labellers[model_label] = labeller


def labels_for(context: str, edition: Edition) -> dict[str, str]:
    """Clause key → 第9条, for every clause of the edition; OMITTED where it isn't printed."""
    model_label, _, pk = context.partition(":")
    labeller = _labellers.get(model_label)
    return labeller(int(pk)) if labeller else PrintedEdition.of(edition).labels
