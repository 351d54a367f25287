"""Writes of the audits app: change and ledger event in one transaction."""

from audits.actions.corrections import report_correction, verify_correction
from audits.actions.disposals import report_disposal, verify_disposal
from audits.actions.inspections import conclude_inspection, plan_inspection
from audits.actions.reports import receive_report, schedule_reports

__all__ = [
    "conclude_inspection",
    "plan_inspection",
    "receive_report",
    "report_correction",
    "report_disposal",
    "schedule_reports",
    "verify_correction",
    "verify_disposal",
]
