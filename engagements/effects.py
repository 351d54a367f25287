"""What the scope answers switch: for each question beforehand, and for all of them afterwards."""

from collections import defaultdict
from dataclasses import dataclass

from checklists.models import CheckItem, Phase
from engagements.approvals import Approval, approvals_for
from engagements.grading import (
    Grading,
    grading_of,
    overrides_of,
    preset_for,
    preset_proposal,
)
from engagements.items import omitted_keys, select
from engagements.models import Engagement, Override
from engagements.questions import BY_KEY
from engagements.scope import PresetProposal, facts_in
from engagements.tailoring import KEPT, Proposal, propose
from specs.models import Clause, Edition, Omission, long_fields


@dataclass(frozen=True)
class ScopeSummary:
    """What came of the answers. `switched_on` and `switched_off` are the clauses that depend
    on them; `counts` are (phase, number of items)."""

    grading: Grading
    switched_on: list[Proposal]
    switched_off: list[Proposal]
    counts: list[tuple[str, int]]
    unknown: list[str]
    approvals: list[Approval]
    proposal: PresetProposal
    proposed_title: str
    preset_override: Override | None

    @property
    def preset_unexplained(self) -> bool:
        """Whether the preset differs from the proposal without a reason: the way of procurement
        was changed after the questions were answered."""
        return self.proposed_title != "" and self.preset_override is None


def effects_of(edition: Edition | None) -> dict[str, list[str]]:
    """Question key → sentences on what it switches; two queries."""
    effects: dict[str, list[str]] = defaultdict(list)
    if edition is not None:
        rows = Clause.objects.filter(edition=edition).exclude(applies_when="")
        for caption, rule in rows.order_by("position").values_list("caption", "applies_when"):
            for key in facts_in(rule):
                effects[key].append(f"「{caption}」の条を置くかどうか。")
        items = CheckItem.objects.filter(edition=edition).exclude(applies_when="")
        for key, number in _counted(items.values_list("applies_when", flat=True)).items():
            effects[key].append(f"確認項目{number}件を聞くかどうか。")
    for key, question in BY_KEY.items():
        if question.switches:
            effects[key].append(question.switches)
    return dict(effects)


def _counted(rules: object) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for rule in rules:  # type: ignore[attr-defined]
        for key in facts_in(rule):
            counts[key] += 1
    return counts


def summary_of(engagement: Engagement) -> ScopeSummary | None:
    """The result of the answers; None before they are given. Seven queries."""
    edition, preset = engagement.edition, engagement.preset
    if edition is None or preset is None or engagement.scope_confirmed_at is None:
        return None
    overrides = overrides_of(engagement)
    grading = grading_of(engagement, overrides=overrides)
    facts = grading.facts
    proposals = propose(edition, facts)
    scoped = [p for p in proposals if p.clause.omission == Omission.SCOPE]
    omitted = omitted_keys(engagement)
    items = (
        CheckItem.objects.filter(edition=edition)
        .select_related("clause")
        .defer(*long_fields("clause"))
    )
    chosen = select(items, preset=preset, facts=facts, omitted=omitted)
    proposal = preset_proposal(engagement, facts, grading.level)
    proposed = preset_for(proposal, edition.presets.order_by("position"))
    differs = proposed is not None and proposed.key != preset.key
    return ScopeSummary(
        grading=grading,
        switched_on=[p for p in scoped if p.decision == KEPT],
        switched_off=[p for p in scoped if p.decision != KEPT],
        counts=[
            (phase.label, sum(getattr(item, f"in_{phase}") for item in chosen)) for phase in Phase
        ],
        unknown=[BY_KEY[k].fact for k, v in facts.items() if v == "unknown" and k in BY_KEY],
        approvals=approvals_for(facts, {p.clause.key for p in proposals} - omitted),
        proposal=proposal,
        proposed_title=proposed.title if proposed is not None and differs else "",
        preset_override=overrides.get(Override.Subject.PRESET) if differs else None,
    )
