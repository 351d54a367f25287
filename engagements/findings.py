"""過去の指摘: what the app above knows of how a firm kept its contracts, asked through a port.

Findings live in `audits`, which this app may not import; it registers who answers at start-up.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import models

from common.dates import fiscal_year
from engagements.models import Contract


@dataclass(frozen=True)
class PastFinding:
    """One 指摘: how grave, when, and whether it was put right. Not what it says."""

    contract_id: int
    severity: str
    label: str
    found_on: date
    due_on: date
    is_closed: bool

    def is_overdue(self, day: date) -> bool:
        """Whether its term for correction has passed on `day`."""
        return not self.is_closed and self.due_on < day


Provider = Callable[[models.QuerySet[Contract]], Iterable[PastFinding]]

_providers: list[Provider] = []


def register_findings(provider: Provider) -> None:
    """Ask `provider` for the findings of contracts: in one query, the gravest kind first."""
    if provider not in _providers:
        _providers.append(provider)


def findings_of(contracts: models.QuerySet[Contract]) -> list[PastFinding]:
    """Every finding of these contracts; one query a provider."""
    return [found for provider in _providers for found in provider(contracts)]


@dataclass
class Tally:
    """How many findings there were, by severity in the order of gravity."""

    by_severity: dict[str, int] = field(default_factory=dict)
    open: int = 0
    overdue: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_severity.values())

    @property
    def words(self) -> str:
        """重大1件・軽微2件（是正待ち1件、うち期限超過1件）; empty without findings."""
        if not self.total:
            return ""
        counts = "・".join(f"{label}{n}件" for label, n in self.by_severity.items())
        late = f"、うち期限超過{self.overdue}件" if self.overdue else ""
        return counts + (f"（是正待ち{self.open}件{late}）" if self.open else "（すべて是正済み）")


def tally(findings: Iterable[PastFinding], day: date) -> Tally:
    """Findings counted as they stand on `day`."""
    found = Tally()
    for one in findings:
        found.by_severity[one.label] = found.by_severity.get(one.label, 0) + 1
        found.open += not one.is_closed
        found.overdue += one.is_overdue(day)
    return found


def by_year(findings: Iterable[PastFinding], day: date) -> list[tuple[int, Tally]]:
    """(年度, tally) of the fiscal years in which something was found, the newest first."""
    years: dict[int, list[PastFinding]] = {}
    for one in findings:
        years.setdefault(fiscal_year(one.found_on), []).append(one)
    return [(year, tally(years[year], day)) for year in sorted(years, reverse=True)]
