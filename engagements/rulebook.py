"""An edition's rules, read once and asked of any answers: which clauses, which items.

What it says of the saved answers is what engagements.actions.scope makes of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checklists.models import CheckItem, Phase, Preset
from engagements.items import select
from engagements.models import Engagement, Tailoring
from engagements.scope import Facts, Outcome, evaluate, facts_in
from engagements.tailoring import KEPT, OMITTED, may_omit
from specs.models import Clause, Edition, Omission

# What rules and pages need of a clause and an item; their texts are long.
CLAUSE_FIELDS = ("key", "caption", "omission", "applies_when", "position", "edition_id")
ITEM_FIELDS = (
    "code",
    "level",
    "applies_when",
    "clause_id",
    "edition_id",
    *(f"in_{phase}" for phase in Phase),
)


@dataclass(frozen=True)
class Standing:
    """What one set of answers comes to: keys of the clauses, codes of the items."""

    kept: frozenset[str]
    omitted: frozenset[str]
    locked: frozenset[str]
    items: frozenset[str]


class Rulebook:
    """The rules of one edition, with the decisions that people took about its clauses."""

    def __init__(
        self, clauses: Iterable[Clause], items: Iterable[CheckItem], own: Mapping[str, Tailoring]
    ) -> None:
        self.clauses, self.items, self.own = list(clauses), list(items), own
        by_id = {clause.pk: clause for clause in self.clauses}
        for item in self.items:
            item.clause = by_id[item.clause_id]
        self.by_code = {item.code: item for item in self.items}
        self.captions = {clause.key: clause.caption for clause in self.clauses}
        self._memo: dict[tuple[str, ...], Outcome] = {}
        self._asked: dict[str, list[str]] = {}

    def standing(self, facts: Facts, preset: Preset) -> Standing:
        """What these answers come to with this preset; no queries."""
        omitted = frozenset(c.key for c in self.clauses if self.decision(c, facts) == OMITTED)
        locked = (c.key for c in self.clauses if c.omission == Omission.MY_NUMBER)
        chosen = select(
            self.items, preset=preset, facts=facts, omitted=omitted, evaluate=self.evaluate
        )
        return Standing(
            kept=frozenset(self.captions) - omitted,
            omitted=omitted,
            locked=frozenset(locked) if facts.get("my_number") != "no" else frozenset(),
            items=frozenset(item.code for item in chosen),
        )

    def decision(self, clause: Clause, facts: Facts) -> str:
        """Whether a clause is in force: a person's settled omission that may stand, else the
        rule."""
        own = self.own.get(clause.key)
        if own is not None:
            falls = own.decision == OMITTED and may_omit(clause, facts) is not None
            if not falls:
                gone = own.decision == OMITTED and own.is_settled
                return OMITTED if gone else KEPT
        if clause.omission != Omission.SCOPE:
            return KEPT
        return KEPT if self.evaluate(clause.applies_when, facts).applies else OMITTED

    def evaluate(self, rule: str, facts: Facts) -> Outcome:
        """As scope.evaluate; each rule is worked out once for each set of answers it asks."""
        if rule not in self._asked:
            self._asked[rule] = facts_in(rule)
        key = (rule, *(facts.get(name, "") for name in self._asked[rule]))
        if key not in self._memo:
            self._memo[key] = evaluate(rule, facts)
        return self._memo[key]

    def counts(self, codes: Iterable[str]) -> list[tuple[str, int]]:
        """(phase in words, number of those items that it asks)."""
        chosen = [self.by_code[code] for code in codes]
        return [
            (str(phase.label), sum(getattr(item, f"in_{phase}") for item in chosen))
            for phase in Phase
        ]


def rulebook_of(edition: Edition, engagement: Engagement) -> Rulebook:
    """The rules of an edition for an engagement; three queries. Decisions of people count only
    while the engagement stays on that edition."""
    own = Tailoring.objects.filter(
        municipality_id=engagement.municipality_id,
        engagement=engagement,
        clause__edition=edition,
        is_current=True,
        origin=Tailoring.Origin.PERSON,
    )
    return Rulebook(
        edition.clauses.only(*CLAUSE_FIELDS).order_by("position"),
        edition.check_items.only(*ITEM_FIELDS).order_by("clause__position", "position"),
        {row.clause.key: row for row in own.select_related("clause").defer("clause__tree")},
    )
