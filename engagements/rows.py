"""What the lists of this app show, one row a clause or a bid, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from documents.models import IssuedDocument
from engagements.annex import AnnexText
from engagements.models import Bid, Tailoring
from engagements.progress import Unmet, unmet_by_bid
from engagements.scope import Facts
from engagements.tailoring import proposal
from specs.models import Clause
from specs.text.codec import from_json
from specs.text.format import format_article

DECISION = Tailoring.Decision
APPROVAL = Tailoring.Approval
TAGS = {
    APPROVAL.WAITING: "warning",
    APPROVAL.APPROVED: "success",
    APPROVAL.REFUSED: "error",
}


@dataclass(frozen=True)
class ClauseRow:
    """One clause in an engagement: what was decided, by whom, and why."""

    clause: Clause
    label: str
    decision: str
    sentence: str
    tailoring: Tailoring | None

    @property
    def is_waiting(self) -> bool:
        """Whether the policy division has to answer."""
        return self.tailoring is not None and self.tailoring.approval == APPROVAL.WAITING

    @property
    def approval(self) -> str:
        """承認待ち, 承認, 不承認; empty where none is needed."""
        if self.tailoring is None or self.tailoring.approval == APPROVAL.NOT_NEEDED:
            return ""
        return str(self.tailoring.get_approval_display())

    @property
    def tag(self) -> str:
        """The kind of the approval's tag."""
        return TAGS.get(APPROVAL(self.tailoring.approval), "") if self.tailoring else ""


@dataclass(frozen=True)
class Group:
    """Clauses with one decision."""

    decision: str
    title: str
    rows: list[ClauseRow]


def clause_rows(annex: AnnexText, current: dict[str, Tailoring], facts: Facts) -> list[ClauseRow]:
    """Every clause of the edition in order. `current` includes what waits; no queries."""
    rows = []
    for clause in annex.printed.clauses:
        row = current.get(clause.key)
        by_rule = proposal(clause, facts)
        by_person = row is not None and row.origin == Tailoring.Origin.PERSON
        sentence = row.reason if row is not None and by_person else by_rule.sentence
        rows.append(
            ClauseRow(
                clause=clause,
                label=annex.labels[clause.key],
                decision=row.decision if row is not None else by_rule.decision,
                sentence=sentence or "職員が適用すると決めました。",
                tailoring=row,
            )
        )
    return rows


def grouped(rows: Sequence[ClauseRow]) -> list[Group]:
    """除外 and 変更 first, for they are what one comes to check; 適用 last."""
    titles = {DECISION.OMITTED: "除外", DECISION.CHANGED: "変更", DECISION.KEPT: "適用"}
    return [
        Group(decision, title, [row for row in rows if row.decision == decision])
        for decision, title in titles.items()
    ]


def plain_text(tree: dict[str, Any]) -> str:
    """A stored clause in the plain form a person edits."""
    return format_article(from_json(tree))


def differences(before: str, after: str) -> list[tuple[str, str]]:
    """Lines of both texts in order: ("", same), ("del", only before), ("ins", only after)."""
    old, new = before.splitlines(), after.splitlines()
    found: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [("", line) for line in old[a:b]]
        else:
            found += [("del", line) for line in old[a:b]] + [("ins", line) for line in new[c:d]]
    return found


@dataclass
class BidRow:
    """One bid in the comparison."""

    bid: Bid
    is_chosen: bool
    unmet: list[Unmet] = field(default_factory=list)
    letter: IssuedDocument | None = None

    @property
    def uncovered(self) -> int:
        """Binding items that stand in the way of a contract."""
        return sum(not unmet.is_covered for unmet in self.unmet)

    @property
    def covered(self) -> int:
        """Items that an approved alternative covers."""
        return sum(unmet.is_covered for unmet in self.unmet)

    @property
    def is_answered(self) -> bool:
        """Whether the table was submitted and may be read."""
        return self.bid.checklist.is_submitted and not self.bid.checklist.is_sealed


def bid_rows(bids: Sequence[Bid], chosen: int | None) -> list[BidRow]:
    """The bids with what each can't meet; only of submitted and opened tables. Two queries."""
    answered = [bid for bid in bids if bid.checklist.is_submitted and not bid.checklist.is_sealed]
    unmet = unmet_by_bid(answered) if answered else {}
    return [BidRow(bid, bid.pk == chosen, unmet.get(bid.pk, [])) for bid in bids]
