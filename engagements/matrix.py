"""応募者の比較表: bidders side by side, item by item, and how they are counted."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from checklists.models import (
    ANSWER_WORDS,
    Answer,
    AnswerValue,
    CheckItem,
    Judgement,
    Phase,
    Verdict,
)
from checklists.rows import STATES, VERDICT_STATES
from engagements.models import AlternativeMeasure, Bid, Criteria
from engagements.progress import BINDING, MET
from specs.models import long_fields

POINTS = {AnswerValue.YES: 2, AnswerValue.PARTIAL: 1, AnswerValue.NO: 0}
COUNTING_RULE = (
    "対応可を2点、条件付き対応可を1点、対応不可を0点とし、該当なしは満点にも得点にも数えません。"
    "条ごとの得点に、開封の前に決めた条の重みを掛けて合計します。代替措置が承認されても得点は"
    "変わりません。得点にかかわらず、失格項目又は必須項目に対応できない応募者は、その旨を示します。"
)


@dataclass(frozen=True)
class Cell:
    """What one bidder answered to one item, and what became of it."""

    value: str
    words: str
    state: str
    note: str
    evidence: str
    verdict: str
    verdict_state: str
    measure: AlternativeMeasure | None

    @property
    def is_met(self) -> bool:
        """対応可, or 該当なし."""
        return self.value in MET

    @property
    def is_covered(self) -> bool:
        """Whether an approved alternative takes its place."""
        approved = AlternativeMeasure.Approval.APPROVED
        return self.measure is not None and self.measure.approval == approved


@dataclass(frozen=True)
class MatrixRow:
    """One item with a cell for each bidder, in the order of the bids."""

    item: CheckItem
    label: str
    is_knock_out: bool
    cells: list[Cell]

    @property
    def differs(self) -> bool:
        """Whether the bidders don't all say the same."""
        return len({cell.value for cell in self.cells}) > 1

    @property
    def is_binding(self) -> bool:
        """必須, or 条件 that applies."""
        return self.item.level in BINDING

    @property
    def met_by_nobody(self) -> bool:
        """Whether no bidder meets it, so that the requirement has to be looked at."""
        return bool(self.cells) and not any(cell.is_met for cell in self.cells)


@dataclass
class Count:
    """How one bidder does: points of the most that could be had, and what points don't show."""

    points: int = 0
    most: int = 0
    missing: int = 0
    knocked_out: list[str] = field(default_factory=list)

    @property
    def percent(self) -> int | None:
        """Points in a hundred, rounded down; None where nothing counts."""
        return 100 * self.points // self.most if self.most else None

    def add(self, other: "Count") -> None:
        """Count another's too."""
        self.points += other.points
        self.most += other.most
        self.missing += other.missing
        self.knocked_out += other.knocked_out


@dataclass(frozen=True)
class ClauseCount:
    """One clause with each bidder's count, the weight multiplied in."""

    label: str
    caption: str
    weight: int
    counts: list[Count]


@dataclass(frozen=True)
class Matrix:
    """The whole comparison. `rows` go knock-outs first, then what differs, then the rest."""

    bids: list[Bid]
    rows: list[MatrixRow]
    clauses: list[ClauseCount]
    totals: list[Count]
    criteria: Criteria

    @property
    def met_by_nobody(self) -> list[MatrixRow]:
        """Binding items that no bidder meets."""
        return [row for row in self.rows if row.is_binding and row.met_by_nobody]


def matrix_of(bids: Sequence[Bid], labels: dict[str, str], criteria: Criteria) -> Matrix:
    """Compare bids that are submitted and opened; three queries, whatever their number.

    `labels` maps clause keys to 第9条. Sealed, withdrawn and silent bidders are left out.
    """
    shown = [
        bid
        for bid in bids
        if bid.checklist.is_submitted and not bid.checklist.is_sealed and bid.withdrawn_on is None
    ]
    answers = _answers(shown)
    judgements = {
        (row.checklist_id, row.item_id): row
        for row in Judgement.objects.filter(checklist__in=[b.checklist_id for b in shown])
    }
    measures = {
        (row.bid_id, row.item_id): row
        for row in AlternativeMeasure.objects.filter(bid__in=shown, is_current=True)
    }
    knock_outs = set(criteria.knock_outs)
    rows = [
        MatrixRow(
            item,
            labels.get(item.clause.key, ""),
            item.code in knock_outs,
            [
                _cell(
                    given.get(bid.checklist_id),
                    judgements.get((bid.checklist_id, item.pk)),
                    measures.get((bid.pk, item.pk)),
                )
                for bid in shown
            ],
        )
        for item, given in answers
    ]
    clauses = _clauses(rows, criteria, len(shown))
    totals = [Count() for _ in shown]
    for clause in clauses:
        for total, count in zip(totals, clause.counts, strict=True):
            total.add(count)
    return Matrix(shown, sorted(rows, key=_order), clauses, totals, criteria)


def _order(row: MatrixRow) -> tuple[bool, bool]:
    """Knock-outs, differences, the rest; the table's own order inside each."""
    return not row.is_knock_out, not row.differs


def _answers(bids: Sequence[Bid]) -> list[tuple[CheckItem, dict[int, Answer]]]:
    """Each item that anybody was asked, in order, with the answers by table."""
    found: dict[int, dict[int, Answer]] = defaultdict(dict)
    items: dict[int, CheckItem] = {}
    rows = Answer.objects.opened().filter(checklist__in=[bid.checklist_id for bid in bids])
    for answer in rows.select_related("item__clause").defer(*long_fields("item__clause")):
        items[answer.item_id] = answer.item
        found[answer.item_id][answer.checklist_id] = answer
    ordered = sorted(items.values(), key=lambda item: (item.clause.position, item.position))
    return [(item, found[item.pk]) for item in ordered]


def _cell(
    answer: Answer | None, judgement: Judgement | None, measure: AlternativeMeasure | None
) -> Cell:
    value = AnswerValue(answer.value if answer else AnswerValue.UNANSWERED)
    verdict = Verdict(judgement.verdict if judgement else Verdict.UNSEEN)
    return Cell(
        value=value,
        words=ANSWER_WORDS[Phase.PRE][value] if answer else "問いなし",
        state=STATES[value],
        note=answer.note if answer else "",
        evidence=answer.evidence if answer else "",
        verdict=str(verdict.label),
        verdict_state=VERDICT_STATES[verdict],
        measure=measure,
    )


def _clauses(rows: Iterable[MatrixRow], criteria: Criteria, bidders: int) -> list[ClauseCount]:
    by_clause: dict[str, list[MatrixRow]] = defaultdict(list)
    for row in rows:
        by_clause[row.item.clause.key].append(row)
    counted = []
    for key, own in by_clause.items():
        weight = criteria.weight_of(key)
        counts = [_count(own, bidder, weight) for bidder in range(bidders)]
        counted.append(ClauseCount(own[0].label, own[0].item.clause.caption, weight, counts))
    return counted


def _count(rows: Iterable[MatrixRow], bidder: int, weight: int) -> Count:
    count = Count()
    for row in rows:
        cell = row.cells[bidder]
        points = POINTS.get(AnswerValue(cell.value))
        if points is not None:
            count.points += points * weight
            count.most += POINTS[AnswerValue.YES] * weight
        if row.is_binding and not cell.is_met and not cell.is_covered:
            count.missing += 1
        if row.is_knock_out and not cell.is_met:
            count.knocked_out.append(row.item.code)
    return count
