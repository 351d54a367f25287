"""What the register of firms may know of findings: severity, dates and state, not their text."""

from collections.abc import Iterator

from django.db import models
from django.utils import timezone

from audits.models import Finding
from engagements.findings import PastFinding
from engagements.models import Contract

ORDER = tuple(Finding.Severity)


def past_findings(contracts: models.QuerySet[Contract]) -> Iterator[PastFinding]:
    """The findings of contracts, the gravest kind first; one query."""
    rows = Finding.objects.filter(contract__in=contracts.order_by().values("pk")).values_list(
        "contract_id", "severity", "found_at", "due_on", "closed_at"
    )
    for contract_id, severity, found_at, due_on, closed_at in sorted(
        rows, key=lambda row: ORDER.index(Finding.Severity(row[1]))
    ):
        yield PastFinding(
            contract_id=contract_id,
            severity=severity,
            label=str(Finding.Severity(severity).label),
            found_on=timezone.localtime(found_at).date(),
            due_on=due_on,
            is_closed=closed_at is not None,
        )
