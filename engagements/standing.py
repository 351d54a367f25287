"""事業者について分かっていること: what the register says of a firm on one day, for its choice.

Certifications with their state, 指名停止 now or of late, past findings: in a fixed number of
queries, however many firms are asked about.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from common.dates import wareki
from engagements.findings import PastFinding, Tally, findings_of, tally
from engagements.models import (
    Bid,
    Certification,
    CertificationState,
    Contract,
    DespiteSuspension,
    Stage,
    Suspension,
    Vendor,
)
from engagements.models.suspension import SuspensionQuerySet
from engagements.progress import LONG

# Years for which an ended suspension is still told at a choice. Ours, of no law.
YEARS_TOLD = 3

CERTIFICATION_TAGS = {
    CertificationState.VALID: "success",
    CertificationState.NEAR: "warning",
    CertificationState.EXPIRED: "error",
    CertificationState.UNKNOWN: "neutral",
}


@dataclass(frozen=True)
class CertificationLine:
    """One certification with its state, and whether it lasts for the contract."""

    certification: Certification
    state: CertificationState
    covers: bool | None = None

    @property
    def tag(self) -> str:
        """The kind of its tag."""
        return CERTIFICATION_TAGS[self.state]

    @property
    def words(self) -> str:
        """種類（状態、期限、履行期間との関係） for paper."""
        until = self.certification.valid_until
        parts = [str(self.state.label)]
        if until is not None:
            parts.append(f"{wareki(until)}まで")
        if self.falls_short:
            parts.append("履行期間の途中で切れる")
        elif self.covers:
            parts.append("履行期間の末日まで有効")
        return f"{self.certification}（{'、'.join(parts)}）"

    @property
    def needs_asking(self) -> bool:
        """Whether it has ended, or ends before the contract does."""
        return self.state == CertificationState.EXPIRED or self.falls_short

    @property
    def falls_short(self) -> bool:
        """Whether it is valid now and ends before the contract does."""
        return self.covers is False and self.state != CertificationState.EXPIRED


@dataclass(frozen=True)
class SuspensionLine:
    """One suspension as it stands on a day."""

    suspension: Suspension
    state: str
    tag: str

    @property
    def is_in_force(self) -> bool:
        """Whether it holds."""
        return self.tag in ("error", "warning")

    @property
    def words(self) -> str:
        """状態（どこ、いつからいつまで、なぜ） for paper and lists."""
        one = self.suspension
        whose = one.body or "この自治体の措置"
        lifted = f"、{wareki(one.lifted_on)}解除" if one.lifted_on else ""
        return (
            f"{self.state}（{whose}、{wareki(one.from_on)}から{wareki(one.to_on)}まで{lifted}）："
            f"{one.reason}"
        )


@dataclass
class Standing:
    """What is known of one firm on one day."""

    certifications: list[CertificationLine] = field(default_factory=list)
    suspensions: list[SuspensionLine] = field(default_factory=list)
    findings: Tally = field(default_factory=Tally)
    terminated: int = 0

    @property
    def in_force(self) -> list[SuspensionLine]:
        """Suspensions that hold, whosever they are."""
        return [line for line in self.suspensions if line.is_in_force]

    @property
    def binding(self) -> list[SuspensionLine]:
        """The municipality's own suspensions that hold."""
        own = Suspension.Origin.OWN
        return [line for line in self.in_force if line.suspension.origin == own]

    @property
    def ending(self) -> list[CertificationLine]:
        """Certifications that have ended, end soon, or end before the contract does."""
        near = CertificationState.NEAR
        return [line for line in self.certifications if line.needs_asking or line.state == near]

    @property
    def is_long(self) -> bool:
        """Whether its row on paper may break across pages."""
        words = [line.words for line in self.certifications]
        words += [line.words for line in self.suspensions]
        return sum(map(len, words)) > LONG

    @property
    def past_words(self) -> str:
        """Findings and terminated contracts in short words; なし without either."""
        ended = f"契約の解除{self.terminated}件" if self.terminated else ""
        return "、".join(filter(None, [self.findings.words, ended])) or "なし"


def of_firms(firms: Collection[int], vendor: str = "vendor") -> Q:
    """Rows of these firms, by the path to the vendor; those of merged duplicates included."""
    return Q(**{f"{vendor}__in": firms}) | Q(**{f"{vendor}__merged_into__in": firms})


def suspensions_in_force(vendor: Vendor, day: date) -> SuspensionQuerySet:
    """The municipality's own suspensions that keep a firm from procedures on `day`."""
    rows = Suspension.objects.in_force(day).filter(of_firms([vendor.firm_id]))
    return rows.filter(origin=Suspension.Origin.OWN).order_by("pk")


def suspended_sentence(vendor: Vendor, suspensions: Iterable[Suspension]) -> str:
    """That a firm is under suspension, and until when."""
    last = max(suspension.to_on for suspension in suspensions)
    return f"「{vendor.name}」は、{wareki(last)}まで指名停止中です。"


def reasons_to_go_on(bids: Iterable[Bid]) -> dict[int, list[DespiteSuspension]]:
    """Bid id → why its procedure went on in spite of 指名停止; one query."""
    found: dict[int, list[DespiteSuspension]] = defaultdict(list)
    rows = DespiteSuspension.objects.filter(bid__in=[bid.pk for bid in bids])
    for row in rows.select_related("recorded_by").order_by("pk"):
        if row.reason not in [other.reason for other in found[row.bid_id]]:
            found[row.bid_id].append(row)
    return found


def standings(
    vendors: Iterable[Vendor], day: date, *, until: date | None = None
) -> dict[int, Standing]:
    """Vendor id → what is known of its firm on `day`; `until` is the contract's last day.

    Four queries, whatever the number of vendors.
    """
    firms = {vendor.pk: vendor.firm_id for vendor in vendors}
    wanted = set(firms.values())
    found: dict[int, Standing] = {firm: Standing() for firm in wanted}
    for row in (
        Certification.objects.filter(of_firms(wanted), is_current=True)
        .select_related("vendor")
        .order_by("kind", "pk")
    ):
        found[row.vendor.firm_id].certifications.append(certification_line(row, day, until))
    for suspension in (
        Suspension.objects.filter(of_firms(wanted))
        .select_related("vendor")
        .order_by("-from_on", "-pk")
    ):
        if told(suspension, day):
            found[suspension.vendor.firm_id].suspensions.append(suspension_line(suspension, day))
    contracts = Contract.objects.filter(of_firms(wanted, "bid__vendor"), fixed_at__isnull=False)
    firm_of: dict[int, int] = {}
    for pk, vendor, merged_into, stage in contracts.values_list(
        "pk", "bid__vendor", "bid__vendor__merged_into", "engagement__stage"
    ):
        firm_of[pk] = merged_into or vendor
        found[firm_of[pk]].terminated += stage == Stage.TERMINATED
    findings: dict[int, list[PastFinding]] = defaultdict(list)
    for one in findings_of(contracts):
        findings[firm_of[one.contract_id]].append(one)
    for firm, rows in findings.items():
        found[firm].findings = tally(rows, day)
    return {vendor: found[firm] for vendor, firm in firms.items()}


def certification_line(row: Certification, day: date, until: date | None) -> CertificationLine:
    """A certification on `day`, and whether it lasts `until` the contract's last day."""
    known = until is not None and row.valid_until is not None
    covers = row.valid_until >= until if known else None  # type: ignore[operator]
    return CertificationLine(row, row.state_on(day), covers)


def suspension_line(row: Suspension, day: date) -> SuspensionLine:
    """A suspension on `day`: 指名停止中, 予定, 終了, 解除 or 取消し (an entry in error)."""
    if row.was_void:
        return SuspensionLine(row, "取消し", "neutral")
    if row.is_in_force(day):
        own = row.origin == Suspension.Origin.OWN
        return SuspensionLine(row, "指名停止中", "error" if own else "warning")
    if row.from_on > day:
        return SuspensionLine(row, "これから", "info")
    return SuspensionLine(row, "解除" if row.lifted_on else "終了", "neutral")


def told(row: Suspension, day: date) -> bool:
    """Whether a choice should know of it: it holds, will hold, or ended within three years."""
    if row.was_void:
        return False
    try:
        since = day.replace(year=day.year - YEARS_TOLD)
    except ValueError:  # 29 February
        since = day.replace(year=day.year - YEARS_TOLD, day=28)
    return row.ended_on >= since
