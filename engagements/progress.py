"""How far the decisions of an engagement are: what the workflow's guards and the pages ask."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from checklists.models import Answer, AnswerValue, CheckItem, ItemLevel
from engagements.models import AlternativeMeasure, Bid, Engagement, Tailoring
from specs.models import long_fields

BINDING = (ItemLevel.REQUIRED, ItemLevel.CONDITIONAL)
MET = (AnswerValue.YES, AnswerValue.NA)
# Characters of a cell.
LONG = 600
TAGS = {
    AlternativeMeasure.Approval.WAITING: "warning",
    AlternativeMeasure.Approval.APPROVED: "success",
    AlternativeMeasure.Approval.REFUSED: "error",
}


@dataclass(frozen=True)
class Unmet:
    """An item that binds and isn't plainly met, with what was answered and proposed."""

    item: CheckItem
    answer: Answer
    measure: AlternativeMeasure | None

    @property
    def tag(self) -> str:
        """The kind of the proposal's tag."""
        return TAGS[AlternativeMeasure.Approval(self.measure.approval)] if self.measure else ""

    @property
    def is_long(self) -> bool:
        """Whether its row on paper may break across pages."""
        return max(len(self.answer.note), len(self.measure.text) if self.measure else 0) > LONG

    @property
    def is_covered(self) -> bool:
        """Whether an approved alternative takes its place."""
        return (
            self.measure is not None
            and self.measure.approval == AlternativeMeasure.Approval.APPROVED
        )


def unmet_items(bid: Bid) -> list[CheckItem]:
    """Binding items that aren't answered 対応可 or 該当なし and have no approved alternative.

    An item without an answer counts. In the order of the table; two queries.
    """
    found = unmet_by_bid([bid]).get(bid.pk, [])
    return [unmet.item for unmet in found if not unmet.is_covered]


def unmet_by_bid(bids: Iterable[Bid]) -> dict[int, list[Unmet]]:
    """Bid id → its binding items that aren't plainly met, covered or not; two queries."""
    by_checklist = {bid.checklist_id: bid.pk for bid in bids}
    measures = {
        (measure.bid_id, measure.item_id): measure
        for measure in AlternativeMeasure.objects.filter(
            bid__in=list(by_checklist.values()), is_current=True
        )
    }
    answers = (
        Answer.objects.opened()
        .filter(checklist__in=list(by_checklist), item__level__in=BINDING)
        .exclude(value__in=MET)
        .select_related("item__clause")
        .defer(*long_fields("item__clause"))
        .order_by("checklist_id", "position")
    )
    found: dict[int, list[Unmet]] = defaultdict(list)
    for answer in answers:
        bid_id = by_checklist[answer.checklist_id]
        measure = measures.get((bid_id, answer.item_id))
        found[bid_id].append(Unmet(answer.item, answer, measure))
    return dict(found)


def waiting_tailorings(engagement: Engagement) -> int:
    """How many omissions and changes wait for approval or were refused and not taken back."""
    unsettled = [Tailoring.Approval.WAITING, Tailoring.Approval.REFUSED]
    rows = Tailoring.objects.filter(
        municipality_id=engagement.municipality_id,
        engagement=engagement,
        is_current=True,
        approval__in=unsettled,
    )
    return rows.count()
