"""前の案件から分かったこと: what an engagement teaches the next one, gathered from all its stages.

The first page of a copy shows it, so that last year's findings are read before its papers are
used again (PDCA).
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from audits.gap import GapRow, gap_rows
from audits.models import Finding, Inspection
from checklists.models import CheckItem
from engagements.adoption import ClauseChange, EditionStep
from engagements.copying import edition_for, own_decisions
from engagements.documents.selection import met_by_nobody
from engagements.grading import overrides_of
from engagements.items import omitted_keys
from engagements.models import (
    AlternativeMeasure,
    Bid,
    Contract,
    Engagement,
    Override,
    Selection,
    Tailoring,
)
from engagements.models.engagement import EngagementQuerySet
from engagements.rows import bid_rows
from specs.models import Edition


@dataclass(frozen=True)
class Lessons:
    """What one engagement taught. `newer` is the edition that a copy would take, if it is
    another one, and `changes` what it changes of the clauses in use."""

    contract: Contract | None
    findings: list[Finding]
    remarks: list[Inspection]
    gaps: list[GapRow]
    late_reports: int
    impossible: list[CheckItem]
    alternatives: list[AlternativeMeasure]
    decisions: list[Tailoring]
    overrides: list[Override]
    newer: Edition | None
    changes: list[ClauseChange]

    @property
    def open_findings(self) -> int:
        """How many findings are not put right yet."""
        return sum(finding.closed_at is None for finding in self.findings)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to learn but from the edition."""
        found = (self.findings, self.remarks, self.gaps, self.impossible)
        return not any((*found, self.alternatives, self.decisions, self.overrides))


def lessons_of(engagement: Engagement, today: date) -> Lessons:
    """Everything that an engagement teaches, in a fixed number of queries."""
    contract = (
        Contract.objects.filter(engagement=engagement)
        .select_related("engagement__municipality", "engagement__edition", "bid")
        .first()
    )
    newer = edition_for(engagement)
    if newer is not None and newer.pk == engagement.edition_id:
        newer = None
    return Lessons(
        contract=contract,
        findings=_findings(contract),
        remarks=_remarks(contract),
        gaps=_gaps(contract),
        late_reports=_late_reports(contract, today),
        impossible=_impossible(engagement),
        alternatives=_alternatives(engagement),
        decisions=own_decisions(engagement),
        overrides=list(overrides_of(engagement).values()),
        newer=newer,
        changes=_changes(engagement, newer),
    )


def findings_of(engagement_id: int) -> tuple[int, int]:
    """(all, still open) findings of an engagement; one query."""
    rows = Finding.objects.filter(contract__engagement=engagement_id)
    counts = rows.aggregate(every=Count("pk"), open=Count("pk", filter=Q(closed_at=None)))
    return counts["every"], counts["open"]


def with_findings(rows: EngagementQuerySet) -> EngagementQuerySet:
    """Engagements with `n_findings`, counted for those alone that a page shows."""
    of_one = Finding.objects.filter(contract__engagement=OuterRef("pk")).order_by()
    counted = of_one.values("contract__engagement").annotate(n=Count("pk")).values("n")
    return rows.annotate(n_findings=Coalesce(Subquery(counted), 0))


def _findings(contract: Contract | None) -> list[Finding]:
    if contract is None:
        return []
    rows = contract.findings.select_related("item__clause", "inspection")
    return list(rows.order_by(F("closed_at").desc(nulls_first=True), "number"))


def _remarks(contract: Contract | None) -> list[Inspection]:
    if contract is None:
        return []
    return list(contract.inspections.exclude(remarks="").order_by("number"))


def _gaps(contract: Contract | None) -> list[GapRow]:
    """Promised and not kept, or never promised in full, where no finding says so already."""
    if contract is None:
        return []
    rows = (row for row in gap_rows(contract) if row.deviation in ("乖離", "未改善"))
    return [row for row in rows if not row.findings]


def _late_reports(contract: Contract | None, today: date) -> int:
    if contract is None:
        return 0
    late = Q(received_on__gt=F("due_on")) | Q(received_on=None, due_on__lt=today)
    return contract.reports.filter(late).count()


def _impossible(engagement: Engagement) -> list[CheckItem]:
    bids = Bid.objects.filter(engagement=engagement).select_related("vendor", "checklist")
    rows = bid_rows(list(bids.order_by("pk")), None)
    codes = set(met_by_nobody(rows))
    items = {unmet.item.code: unmet.item for row in rows for unmet in row.unmet}
    return [items[code] for code in sorted(codes)]


def _alternatives(engagement: Engagement) -> list[AlternativeMeasure]:
    """The approved ones of the chosen bidder."""
    choice = Selection.objects.filter(engagement=engagement, is_current=True).values("bid")
    rows = AlternativeMeasure.objects.filter(
        bid__in=choice, is_current=True, approval=AlternativeMeasure.Approval.APPROVED
    )
    return list(rows.select_related("item__clause").order_by("item__clause__position", "item"))


def _changes(engagement: Engagement, newer: Edition | None) -> list[ClauseChange]:
    if newer is None or engagement.edition is None:
        return []
    return EditionStep(engagement.edition, newer).changes_for(omitted_keys(engagement))
