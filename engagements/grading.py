"""リスクの区分 and 確認表の型 of an engagement: what the rules propose, and what a person made of it.

Whatever depends on the risk asks here, so that a person's change reaches all of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checklists.models import Preset
from engagements.models import Engagement, Override
from engagements.scope import (
    STANDARD,
    Facts,
    PresetProposal,
    Rhythm,
    facts_of,
    is_small_purchase,
    proposed_preset,
    rhythm_of,
    risk_level,
)

LEVELS = ("高", "中", "低")


@dataclass(frozen=True)
class Grading:
    """The risk of an engagement. `proposed` and `reasons` are the rules'; `override` is the
    person's choice, if there is one and it still differs."""

    facts: Facts
    proposed: str
    reasons: list[str]
    override: Override | None = None

    @property
    def level(self) -> str:
        """高, 中 or 低: what counts."""
        return self.override.chosen if self.override else self.proposed

    @property
    def rhythm(self) -> Rhythm:
        """How often to look, at that risk."""
        return rhythm_of(self.facts, self.level)


def overrides_of(engagement: Engagement) -> dict[str, Override]:
    """Subject → the choice of staff that stands; one query."""
    rows = Override.objects.filter(
        municipality_id=engagement.municipality_id, engagement=engagement, is_current=True
    )
    return {row.subject: row for row in rows.select_related("decided_by")}


def grading_of(
    engagement: Engagement,
    *,
    facts: Facts | None = None,
    overrides: Mapping[str, Override] | None = None,
) -> Grading:
    """The risk as it stands; two queries, or none where both are given."""
    facts = facts_of(engagement) if facts is None else facts
    overrides = overrides_of(engagement) if overrides is None else overrides
    proposed, reasons = risk_level(facts)
    override = overrides.get(Override.Subject.RISK)
    if override is not None and override.chosen == proposed:
        override = None  # the answers have come to the same
    return Grading(facts, proposed, reasons, override)


def preset_proposal(engagement: Engagement, facts: Facts, level: str) -> PresetProposal:
    """The preset to propose for an engagement at this risk."""
    return proposed_preset(facts, level, small_purchase=is_small_purchase(engagement))


def preset_for(proposal: PresetProposal, presets: Iterable[Preset]) -> Preset | None:
    """The preset of an edition that a proposal means; 標準, else the first, where the edition
    has none of that key."""
    every = list(presets)
    by_key = {preset.key: preset for preset in every}
    return by_key.get(proposal.key) or by_key.get(STANDARD) or (every[0] if every else None)
