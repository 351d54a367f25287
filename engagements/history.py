"""事業者の履歴: where a firm bid and worked, across the departments of one municipality.

Who may see what: docs/decisions/0014-vendor-history.md.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from engagements.findings import PastFinding, Tally, by_year, findings_of, tally
from engagements.models import Bid, Contract, Selection, Stage, Vendor
from engagements.standing import of_firms

if TYPE_CHECKING:
    from accounts.models import User

PAGE = 20

# Bids of which the municipality may know: until the answers are opened, who takes part is for
# nobody but those who carry out the procedure.
TOLD = Q(checklist__opens_at=None) | Q(checklist__opened_at__isnull=False)

# Stages in which a choice can still be taken back: nothing is decided yet.
BEFORE_THE_CHOICE = (Stage.PLANNING, Stage.NOTICE, Stage.SELECTION)


@dataclass(frozen=True)
class HistoryRow:
    """One bid: what for, how it ended, and how its contract went."""

    bid: Bid
    result: str
    tag: str
    is_own: bool
    contract: Contract | None
    findings: Tally

    @property
    def key(self) -> str:
        """Where the row stands, for the next page: 年度-id."""
        return f"{self.bid.engagement.fiscal_year}-{self.bid.pk}"

    @property
    def contract_state(self) -> str:
        """履行, 終了確認, 完了 or 解除; empty without a contract in force."""
        if self.contract is None or self.contract.fixed_at is None:
            return ""
        return str(self.bid.engagement.get_stage_display())


@dataclass(frozen=True)
class Record:
    """What a firm's contracts came to, on one day."""

    bids: int
    contracts: int
    terminated: int
    findings: list[PastFinding]
    day: date

    @property
    def total(self) -> Tally:
        """All findings counted."""
        return tally(self.findings, self.day)

    @property
    def years(self) -> list[tuple[int, Tally]]:
        """Findings by the 年度 in which they were found, newest first."""
        return by_year(self.findings, self.day)


def record_of(vendor: Vendor, user: "User", day: date) -> Record:
    """The firm's bids that the user may know of, its contracts, and their findings; 3 queries."""
    contracts = contracts_of(vendor)
    stages = list(contracts.values_list("engagement__stage", flat=True))
    return Record(
        bids=known_bids(vendor, user).count(),
        contracts=len(stages),
        terminated=stages.count(Stage.TERMINATED),
        findings=findings_of(contracts),
        day=day,
    )


def contracts_of(vendor: Vendor) -> models.QuerySet[Contract]:
    """Contracts in force or ended of the firm and of its merged duplicates."""
    rows = Contract.objects.filter(municipality=vendor.municipality_id, fixed_at__isnull=False)
    return rows.filter(of_firms([vendor.pk], "bid__vendor"))


def known_bids(vendor: Vendor, user: "User") -> models.QuerySet[Bid]:
    """The firm's bids that this member of staff may know of."""
    rows = Bid.objects.filter(of_firms([vendor.pk]), municipality=vendor.municipality_id)
    if user.municipality_id != vendor.municipality_id:
        return rows.none()
    if user.sees_whole_municipality:
        return rows
    return rows.filter(TOLD | Q(engagement__department=user.department_id))


def history_page(
    vendor: Vendor, user: "User", findings: list[PastFinding], day: date, *, after: str = ""
) -> tuple[list[HistoryRow], str]:
    """Twenty bids behind the row with the key `after`, newest 年度 first, and the next key.

    Two queries. A key that makes no sense begins anew.
    """
    rows = known_bids(vendor, user).select_related(
        "vendor", "checklist", "engagement__department", "engagement__contract"
    )
    year, _, pk = after.partition("-")
    if after.isascii() and year.isdigit() and pk.isdigit() and len(after) < 24:
        older = Q(engagement__fiscal_year__lt=int(year))
        rows = rows.filter(older | Q(engagement__fiscal_year=int(year), pk__lt=int(pk)))
    bids = list(rows.order_by("-engagement__fiscal_year", "-pk")[: PAGE + 1])
    shown = bids[:PAGE]
    chosen = set(
        Selection.objects.filter(
            is_current=True, engagement__in=[bid.engagement_id for bid in shown]
        ).values_list("bid", flat=True)
    )
    by_contract: dict[int, list[PastFinding]] = {}
    for one in findings:
        by_contract.setdefault(one.contract_id, []).append(one)
    found = [_row(bid, user, chosen, by_contract, day) for bid in shown]
    return found, found[-1].key if len(bids) > PAGE else ""


def _row(
    bid: Bid, user: "User", chosen: set[int], by_contract: dict[int, list[PastFinding]], day: date
) -> HistoryRow:
    result, tag = _result(bid, chosen)
    contract = getattr(bid.engagement, "contract", None)
    if contract is not None and contract.bid_id != bid.pk:
        contract = None
    own = user.sees_whole_municipality or user.department_id == bid.engagement.department_id
    findings = by_contract.get(contract.pk, []) if contract else []
    return HistoryRow(bid, result, tag, own, contract, tally(findings, day))


def _result(bid: Bid, chosen: set[int]) -> tuple[str, str]:
    """選定, 不選定, 辞退, 中止 or 審査中, with the kind of its tag. Says nothing of answers."""
    if bid.withdrawn_on is not None:
        return "辞退", "neutral"
    if bid.engagement.stage == Stage.CANCELLED:
        return "中止", "neutral"
    if bid.engagement.stage in BEFORE_THE_CHOICE:
        return "審査中", "info"
    return ("選定", "success") if bid.pk in chosen else ("不選定", "neutral")
