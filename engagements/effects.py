"""What the scope answers switch: for each question beforehand, and for all of them afterwards."""

from collections import defaultdict
from dataclasses import dataclass

from checklists.models import CheckItem, Phase
from engagements.items import omitted_keys, select
from engagements.models import Engagement
from engagements.questions import BY_KEY
from engagements.scope import Rhythm, facts_in, facts_of, rhythm_of, risk_level
from engagements.tailoring import KEPT, Proposal, propose
from specs.models import Clause, Edition, Omission, long_fields


@dataclass(frozen=True)
class ScopeSummary:
    """What came of the answers. `switched_on` and `switched_off` are the clauses that depend
    on them; `counts` are (phase, number of items)."""

    risk: str
    reasons: list[str]
    rhythm: Rhythm
    switched_on: list[Proposal]
    switched_off: list[Proposal]
    counts: list[tuple[str, int]]
    unknown: list[str]


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
    """The result of the answers; None before they are given. Four queries."""
    edition, preset = engagement.edition, engagement.preset
    if edition is None or preset is None or engagement.scope_confirmed_at is None:
        return None
    facts = facts_of(engagement)
    risk, reasons = risk_level(facts)
    scoped = [p for p in propose(edition, facts) if p.clause.omission == Omission.SCOPE]
    items = (
        CheckItem.objects.filter(edition=edition)
        .select_related("clause")
        .defer(*long_fields("clause"))
    )
    chosen = select(items, preset=preset, facts=facts, omitted=omitted_keys(engagement))
    return ScopeSummary(
        risk=risk,
        reasons=reasons,
        rhythm=rhythm_of(facts),
        switched_on=[p for p in scoped if p.decision == KEPT],
        switched_off=[p for p in scoped if p.decision != KEPT],
        counts=[
            (phase.label, sum(getattr(item, f"in_{phase}") for item in chosen)) for phase in Phase
        ],
        unknown=[BY_KEY[k].fact for k, v in facts.items() if v == "unknown" and k in BY_KEY],
    )
