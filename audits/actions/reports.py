"""定期報告: what is owed, and what came."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission, require
from audits.models import PeriodicReport
from audits.rules import report_schedule
from common.errors import Refused
from engagements.grading import grading_of
from engagements.models import Contract
from ledger.actions import record


@transaction.atomic
def schedule_reports(contract: Contract, *, by: User, at: datetime) -> list[PeriodicReport]:
    """Lay out the periodic reports of a contract, by the rhythm its risk calls for.

    Called when the contract is fixed; does nothing where reports are laid out already.
    """
    if contract.reports.exists():
        return list(contract.reports.order_by("due_on"))
    rhythm = grading_of(contract.engagement).rhythm
    reports = [
        PeriodicReport(
            municipality_id=contract.municipality_id, contract=contract, label=label, due_on=due_on
        )
        for label, due_on in report_schedule(
            contract.period_from, contract.period_to, rhythm.reports_per_year
        )
    ]
    PeriodicReport.objects.bulk_create(reports)
    record(
        "audits.reports_scheduled",
        subject=contract,
        context=contract.engagement,
        by=by,
        at=at,
        due=[report.due_on.isoformat() for report in reports],
    )
    return reports


@transaction.atomic
def receive_report(
    report: PeriodicReport, *, received_on: date, note: str, by: User, at: datetime
) -> None:
    """Record that a periodic report came. Raises Refused when it was recorded before."""
    require(by, Permission.INSPECTION_EDIT)
    changed = PeriodicReport.objects.filter(pk=report.pk, received_on=None).update(
        received_on=received_on, note=note.strip()
    )
    if not changed:
        raise Refused("この定期報告の受領は記録済みです。")
    report.refresh_from_db()
    record(
        "audits.report_received",
        subject=report,
        context=report.contract.engagement,
        by=by,
        at=at,
        due_on=report.due_on.isoformat(),
        received_on=received_on.isoformat(),
    )
