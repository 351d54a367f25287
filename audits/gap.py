"""乖離: per item one line — what was promised, what the contract says, what was found.

The deviation is computed from the rows, never typed.
"""

from dataclasses import dataclass, field

from audits.models import Finding, Inspection
from checklists.models import (
    ANSWER_WORDS,
    Answer,
    AnswerValue,
    CheckItem,
    Judgement,
    Phase,
    Verdict,
)
from engagements.annex import annex_of
from engagements.models import Contract
from specs.models import long_fields


@dataclass
class Found:
    """What one round found about one item."""

    round: Inspection
    reported: str = ""
    verdict: str = ""
    remark: str = ""

    @property
    def reported_words(self) -> str:
        """The contractor's answer in words."""
        return ANSWER_WORDS[Phase(self.round.checklist.phase)][AnswerValue(self.reported)]

    @property
    def verdict_words(self) -> str:
        """The municipality's verdict in words."""
        return Verdict(self.verdict).label


@dataclass
class GapRow:
    """One item over the life of a contract."""

    item: CheckItem
    label: str
    promised: str | None = None
    promise_note: str = ""
    found: dict[int, Found] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    rounds: list[Inspection] = field(default_factory=list)

    @property
    def in_rounds(self) -> list[Found | None]:
        """What each round found, in order; None where it didn't look."""
        return [self.found.get(round_.pk) for round_ in self.rounds]

    @property
    def promised_words(self) -> str:
        """The bid's answer in words; 「質問なし」 when it wasn't asked then."""
        if self.promised is None:
            return "質問なし"
        return ANSWER_WORDS[Phase.PRE][AnswerValue(self.promised)]

    @property
    def latest(self) -> Found | None:
        """The newest round that looked at the item."""
        looked = [found for found in self.found.values() if found.verdict]
        return looked[-1] if looked else None

    @property
    def deviation(self) -> str:
        """What the promise and the newest finding say together.

        未確認: no round has looked. 乖離: promised, and found wanting. 未改善: neither
        promised in full nor found right. 一致: found right. 改善: conditional or refused
        before the contract, and right now.
        """
        if self.latest is None:
            return "未確認"
        right = self.latest.verdict == Verdict.FIT
        promised = self.promised in (None, AnswerValue.YES, AnswerValue.NA)
        if right:
            return "一致" if promised else "改善"
        return "乖離" if promised else "未改善"


def gap_rows(contract: Contract) -> list[GapRow]:
    """Every item asked before or after the contract, in clause order. Seven queries or fewer
    beyond those of the annex, whatever the number of items and rounds."""
    labels = annex_of(contract.engagement).labels
    rows: dict[int, GapRow] = {}

    def row_of(item: CheckItem) -> GapRow:
        if item.pk not in rows:
            rows[item.pk] = GapRow(item, labels.get(item.clause.key, ""))
        return rows[item.pk]

    answers = Answer.objects.select_related("item__clause").defer(*long_fields("item__clause"))
    for answer in answers.filter(checklist=contract.bid.checklist_id):
        row = row_of(answer.item)
        row.promised, row.promise_note = answer.value, answer.note
    rounds = {
        round_.checklist_id: round_
        for round_ in contract.inspections.select_related("checklist").order_by("number")
    }
    for answer in answers.filter(checklist__in=list(rounds)).order_by("checklist_id"):
        round_ = rounds[answer.checklist_id]
        row_of(answer.item).found[round_.pk] = Found(round_, reported=answer.value)
    for judgement in Judgement.objects.filter(checklist__in=list(rounds)):
        found = rows[judgement.item_id].found[rounds[judgement.checklist_id].pk]
        found.verdict, found.remark = judgement.verdict, judgement.remark
    for finding in contract.findings.order_by("number"):
        rows[finding.item_id].findings.append(finding)
    for row in rows.values():
        row.rounds = list(rounds.values())
    return sorted(rows.values(), key=lambda row: (row.item.clause.position, row.item.position))
