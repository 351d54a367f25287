"""確認項目の選び方: preset ∩ scope answers ∩ clauses in force ∩ phase."""

from collections.abc import Callable, Iterable

from checklists.models import CheckItem, ItemLevel, Preset
from engagements.models import Engagement, Tailoring
from engagements.scope import Facts, Outcome, evaluate, facts_of
from specs.models import long_fields


def omitted_keys(engagement: Engagement) -> set[str]:
    """Keys of the clauses that are out of force in this engagement; one query."""
    rows = engagement.tailorings.in_force().filter(decision=Tailoring.Decision.OMITTED)
    return set(rows.values_list("clause__key", flat=True))


def items_for(engagement: Engagement, phase: str) -> list[CheckItem]:
    """The items to ask in a phase, in the order of the clauses; three queries and the preset.

    Empty while the edition or the preset isn't chosen.
    """
    if engagement.edition_id is None or engagement.preset is None:
        return []
    items = CheckItem.objects.filter(edition_id=engagement.edition_id).for_phase(phase)
    return select(
        items.select_related("clause").defer(*long_fields("clause")),
        preset=engagement.preset,
        facts=facts_of(engagement),
        omitted=omitted_keys(engagement),
    )


def select(
    items: Iterable[CheckItem],
    *,
    preset: Preset,
    facts: Facts,
    omitted: Iterable[str],
    evaluate: Callable[[str, Facts], Outcome] = evaluate,
) -> list[CheckItem]:
    """Those of `items` that the preset wants and the facts don't rule out.

    `evaluate` may remember what it has worked out.
    """
    gone, codes = set(omitted), set(preset.codes)
    return [
        item
        for item in items
        if item.clause.key not in gone
        and _wanted(item, preset.rule, codes)
        and evaluate(item.applies_when, facts).applies
    ]


def _wanted(item: CheckItem, rule: str, codes: set[str]) -> bool:
    if rule == Preset.Rule.CODES:
        return item.code in codes
    return rule == Preset.Rule.ALL or item.level != ItemLevel.RECOMMENDED
