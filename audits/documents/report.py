"""D20: what a contract's verification found."""

from datetime import datetime
from typing import Any

from django.db import models

from audits.gap import GapRow, gap_rows
from audits.models import CorrectiveAction, Disposal, Finding, Inspection, PeriodicReport
from documents.kinds import register
from documents.widths import PORTRAIT_MM, colgroup, column_widths
from engagements.conditions import ConditionRow, condition_rows
from engagements.documents.base import DATE_CELL, WordFromTemplate, one_line
from engagements.models import Contract, Engagement


@register
class VerificationReport(WordFromTemplate):
    """実施状況確認報告書: rounds, gaps, findings, reports, disposal, and what comes next."""

    slug = "verification-report"
    code = "D20"
    title = "実施状況確認報告書"
    template_name = "documents/verification_report.html"
    word_template = "documents/_verification_report.html"
    template_version = "2"
    subject_model = "engagements.Engagement"

    def subjects(self) -> models.QuerySet[Any]:
        """Engagements with a fixed contract."""
        rows = Engagement.objects.filter(contract__fixed_at__isnull=False)
        return rows.select_related("municipality", "department", "edition").order_by("pk")

    def number(self, subject: Engagement) -> str:
        """案件番号."""
        return subject.number

    def context(self, subject: Engagement, *, at: datetime) -> dict[str, Any]:
        """Everything that was verified until `at`."""
        contract = Contract.objects.select_related(
            "engagement__municipality", "engagement__edition", "bid__vendor"
        ).get(engagement=subject)
        rows = gap_rows(contract)
        findings = list(
            Finding.objects.filter(contract=contract)
            .select_related("item__clause", "inspection")
            .prefetch_related("corrective_actions")
            .order_by("number")
        )
        gaps = [row for row in rows if row.deviation in ("乖離", "未改善")]
        today = at.date()
        return {
            "engagement": subject,
            "contract": contract,
            "rounds": Inspection.objects.filter(contract=contract)
            .select_related("checklist", "concluded_by")
            .order_by("number"),
            "counts": _counts(rows),
            "gaps": gaps,
            "gap_columns": _gap_columns(gaps),
            "findings": [(finding, _state(finding, today)) for finding in findings],
            "finding_columns": _finding_columns(findings),
            "conditions": (conditions := _conditions(subject, rows)),
            "condition_columns": _condition_columns(conditions),
            "reports": PeriodicReport.objects.filter(contract=contract).order_by("due_on"),
            "disposal": Disposal.objects.filter(contract=contract).first(),
            "today": today,
        }


def _conditions(engagement: Engagement, rows: list[GapRow]) -> list[tuple[ConditionRow, str]]:
    """The conditions that rounds look at, each with what the newest one found of its item."""
    latest = {row.item.pk: row.latest for row in rows}
    found = []
    for row in condition_rows(engagement):
        if row.is_checked_later:
            seen = latest.get(row.condition.item_id)
            words = f"{seen.verdict_words}（第{seen.round.number}回）" if seen else "未確認"
            found.append((row, words))
    return found


def _counts(rows: list[GapRow]) -> list[tuple[str, int]]:
    kinds = ("一致", "改善", "乖離", "未改善", "未確認")
    return [(kind, sum(row.deviation == kind for row in rows)) for kind in kinds]


def _state(finding: Finding, today: Any) -> str:
    if finding.closed_at is not None:
        return "是正済み"
    waiting = any(
        action.result == CorrectiveAction.Result.WAITING
        for action in finding.corrective_actions.all()
    )
    if waiting:
        return "確認待ち"
    return "期限超過" if finding.due_on < today else "是正待ち"


def _gap_columns(rows: list[GapRow]) -> Any:
    header = ("項目", "条", "確認事項", "契約前の回答", "確認の結果")
    cells = [
        (
            row.item.code,
            row.label,
            row.item.after or row.item.before,
            row.promised_words,
            f"要是正 {row.latest.remark}" if row.latest else "",
        )
        for row in rows
    ]
    return colgroup(column_widths(cells, header=header, total_mm=PORTRAIT_MM, font_pt=9))


def _finding_columns(findings: list[Finding]) -> Any:
    header = ("番号", "項目", "内容", "重さ", "期限", "状態")
    cells = [
        (f"指摘{f.number}", f.item.code, f.description, "重大", "令和8年10月", "是正済み")
        for f in findings
    ]
    return colgroup(column_widths(cells, header=header, total_mm=PORTRAIT_MM, font_pt=9))


def _condition_columns(conditions: list[tuple[ConditionRow, str]]) -> Any:
    header = ("項目", "条件", "確かめる方法", "期限", "確認の結果")
    cells = [
        (
            row.condition.item.code,
            one_line(row.condition.text),
            one_line(row.settlement.detail if row.settlement else ""),
            DATE_CELL,
            words,
        )
        for row, words in conditions
    ]
    return colgroup(column_widths(cells, header=header, total_mm=PORTRAIT_MM, font_pt=9))
