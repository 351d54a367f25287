"""履行条件: what the chosen bidder promised under a condition, and whether all of it is settled."""

from collections.abc import Mapping
from dataclasses import dataclass

from checklists.models import Answer, AnswerValue, CheckItem
from engagements.models import AlternativeMeasure, Bid, Condition, Engagement, Settlement, Tailoring
from engagements.progress import LONG

SOURCES = {
    AlternativeMeasure.Kind.ALTERNATIVE: Condition.Source.ALTERNATIVE,
    AlternativeMeasure.Kind.CONDITION: Condition.Source.CONDITION,
}
TAGS = {
    Settlement.Way.ANNEX: "success",
    Settlement.Way.CONTRACT: "success",
    Settlement.Way.PERFORMANCE: "info",
    Settlement.Way.DROPPED: "neutral",
}


@dataclass(frozen=True)
class Promise:
    """What a bidder promised about one item that it didn't plainly answer with yes."""

    item: CheckItem
    source: str
    text: str
    measure_id: int | None

    @property
    def key(self) -> tuple[int, int | None, str]:
        """What makes it another promise: item, measure, words."""
        return self.item.pk, self.measure_id, self.text


@dataclass(frozen=True)
class ConditionRow:
    """A condition with how it is met, None while nobody has decided, and the 条 it belongs to.

    `clause_is_gone` when the clause that was to say it was left out of the annex since.
    """

    condition: Condition
    settlement: Settlement | None
    label: str = ""
    clause_label: str = ""
    clause_is_gone: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is still to be settled, or to be settled anew."""
        return self.settlement is None or self.clause_is_gone

    @property
    def tag(self) -> str:
        """The kind of the tag of the way."""
        if self.settlement is None or self.clause_is_gone:
            return "warning"
        return TAGS[Settlement.Way(self.settlement.way)]

    @property
    def is_long(self) -> bool:
        """Whether its row on paper may break across pages."""
        detail = self.settlement.detail if self.settlement else ""
        return max(len(self.condition.text), len(detail)) > LONG

    @property
    def is_checked_later(self) -> bool:
        """Whether a round of verification looks at it."""
        return self.settlement is not None and self.settlement.way == Settlement.Way.PERFORMANCE

    @property
    def is_in_appendix(self) -> bool:
        """Whether the annex lists it in its 別紙: it binds, and no clause says it."""
        now = self.settlement
        listed = now is not None and now.way == Settlement.Way.ANNEX and now.clause_id is None
        return listed or self.is_checked_later


@dataclass(frozen=True)
class Standing:
    """How far the conditions are: how many, how many are open, and whether the list still says
    what the chosen bidder promised."""

    total: int
    open: int
    is_fresh: bool


def promises_of(bid: Bid) -> list[Promise]:
    """Conditional answers and approved measures of an opened table, one an item, in its order.

    A measure takes the place of the answer it was decided for. Two queries.
    """
    measures = {
        measure.item_id: measure
        for measure in AlternativeMeasure.objects.filter(
            bid=bid, is_current=True, approval=AlternativeMeasure.Approval.APPROVED
        )
    }
    answers = (
        Answer.objects.opened()
        .filter(checklist=bid.checklist_id)
        .filter(value__in=[AnswerValue.PARTIAL, AnswerValue.NO])
        .select_related("item__clause")
        .order_by("position")
    )
    found = []
    for answer in answers:
        measure = measures.get(answer.item_id)
        if measure is not None:
            source = SOURCES[AlternativeMeasure.Kind(measure.kind)]
            found.append(Promise(answer.item, source, measure.text, measure.pk))
        elif answer.value == AnswerValue.PARTIAL:
            found.append(Promise(answer.item, Condition.Source.ANSWER, answer.note, None))
    return found


def condition_rows(
    engagement: Engagement, labels: Mapping[str, str] | None = None
) -> list[ConditionRow]:
    """The conditions that count now, in the order of the table; three queries.

    `labels` are clause key → 第9条, for the screens and papers that print them.
    """
    labels = labels or {}
    conditions = (
        Condition.objects.filter(engagement=engagement, is_current=True)
        .select_related("item__clause", "bid__vendor")
        .order_by("item__clause__position", "item__position")
    )
    settlements = {
        row.condition_id: row
        for row in Settlement.objects.filter(
            condition__engagement=engagement, condition__is_current=True, is_current=True
        ).select_related("settled_by", "clause")
    }
    omitted = engagement.tailorings.in_force().filter(decision=Tailoring.Decision.OMITTED)
    gone = set(omitted.values_list("clause_id", flat=True))
    found = []
    for condition in conditions:
        now = settlements.get(condition.pk)
        where = labels.get(now.clause.key, "") if now and now.clause else ""
        label = labels.get(condition.item.clause.key, "")
        is_gone = now is not None and now.clause_id in gone
        found.append(ConditionRow(condition, now, label, where, is_gone))
    return found


def standing_of(engagement: Engagement, chosen: Bid | None) -> Standing:
    """How far the conditions of the chosen bid are; five queries."""
    rows = condition_rows(engagement)
    promised = {promise.key for promise in promises_of(chosen)} if chosen else set()
    bid_id = chosen.pk if chosen else None
    listed = {_key(row.condition) for row in rows if row.condition.bid_id == bid_id}
    is_fresh = listed == promised and len(listed) == len(rows)
    return Standing(len(rows), sum(row.is_open for row in rows), is_fresh)


def _key(condition: Condition) -> tuple[int, int | None, str]:
    return condition.item_id, condition.measure_id, condition.text
