"""立入検査（実地検査）計画書 (D15) and 結果報告書 (D15R) of one round of verification."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.safestring import SafeString

from audits.documents.base import ContractPaper
from audits.gap import Found, GapRow, gap_rows
from audits.models import Finding, Inspection
from checklists.models import AnswerValue, ItemLevel, Verdict
from common.errors import Refused
from documents.kinds import register
from documents.widths import colgroup, column_widths
from engagements.annex import annex_of
from engagements.conditions import condition_rows
from engagements.contacts import contact_of
from engagements.documents.base import one_line

# The clause that lets the municipality look.
CLAUSE = "inspection"
# More kinds of papers to be laid out are not read by anybody.
MOST_PAPERS = 15


class InspectionPaper(ContractPaper):
    """What the plan and the report share."""

    subject_model = "audits.Inspection"

    def subjects(self) -> models.QuerySet[Any]:
        """Every round, with what is printed of its contract."""
        return Inspection.objects.select_related(
            "municipality",
            "checklist",
            "contract__annex",
            "contract__engagement__department",
            "contract__engagement__municipality",
            "contract__engagement__edition__specification",
        ).order_by("pk")

    def number(self, subject: Inspection) -> str:
        """The engagement's number and the round: R8-税務-0001-2."""
        return f"{subject.contract.engagement.number}-{subject.number}"

    def filename(self, subject: Inspection) -> str:
        """立入検査計画書_第2回."""
        return f"{self.title}_第{subject.number}回"

    def facts(self, subject: Inspection) -> dict[str, Any]:
        """The round, the contract, and the 条 that the look is founded on."""
        engagement = subject.contract.engagement
        annex = annex_of(engagement)
        return {
            "inspection": subject,
            "contract": subject.contract,
            "engagement": engagement,
            "clause": annex.labels.get(CLAUSE, ""),
            "contact": contact_of(engagement),
        }


@register
class InspectionPlan(InspectionPaper):
    """立入検査（実地検査）計画書 (D15): whom to see, what to look at, what to have at hand.

    Of the round's table it names what is required or was not promised in full; the table
    itself is taken along. Source: dossier §3.3 (how an inspection goes).
    """

    slug = "inspection-plan"
    code = "D15"
    title = "立入検査（実地検査）計画書"
    template_name = "documents/inspection_plan.html"
    word_template = "documents/_inspection_plan.html"

    def context(self, subject: Inspection, *, at: datetime) -> dict[str, Any]:
        """Raises Refused for a round that has ended."""
        if subject.concluded_at is not None:
            raise Refused(
                "終えた実施状況確認の計画書は発行できません。結果報告書を発行してください。"
            )
        asked = set(subject.checklist.answers.values_list("item_id", flat=True))
        rows = [row for row in gap_rows(subject.contract) if row.item.pk in asked]
        rows = [row for row in rows if _matters(row)]
        open_findings = Finding.objects.filter(contract=subject.contract, closed_at=None)
        return {
            **self.facts(subject),
            "items": [(row, _former(row, subject)) for row in rows],
            "item_columns": _item_columns(rows),
            "asked": len(asked),
            "papers": papers_of(rows),
            "findings": open_findings.select_related("item").order_by("number"),
            "conditions": [
                row for row in condition_rows(subject.contract.engagement) if row.is_checked_later
            ],
        }


@register
class InspectionReport(InspectionPaper):
    """立入検査（実地検査）結果報告書 (D15R): what one round found, for approval."""

    slug = "inspection-report"
    code = "D15R"
    title = "立入検査（実地検査）結果報告書"
    template_name = "documents/inspection_report.html"
    word_template = "documents/_inspection_report.html"

    def context(self, subject: Inspection, *, at: datetime) -> dict[str, Any]:
        """Raises Refused before the round has ended."""
        if subject.concluded_at is None:
            raise Refused("実施状況確認を終えてから、結果報告書を発行してください。")
        found = [
            (row, row.found[subject.pk])
            for row in gap_rows(subject.contract)
            if subject.pk in row.found
        ]
        wanting = [(row, each) for row, each in found if each.verdict != Verdict.FIT]
        findings = list(
            Finding.objects.filter(inspection=subject).select_related("item").order_by("number")
        )
        later = Inspection.objects.filter(contract=subject.contract, concluded_at=None)
        return {
            **self.facts(subject),
            "counts": [
                (verdict.label, sum(each.verdict == verdict for _, each in found))
                for verdict in Verdict
            ],
            "wanting": wanting,
            "wanting_columns": _wanting_columns(wanting),
            "findings": findings,
            "finding_columns": _finding_columns(findings),
            "next_on": later.order_by("planned_on").values_list("planned_on", flat=True).first(),
        }


def papers_of(rows: Iterable[GapRow]) -> list[str]:
    """What the contractor is asked to lay out: the evidence of these items, each once."""
    names: dict[str, None] = {}
    for row in rows:
        for name in row.item.evidence.replace("，", "、").split("、"):
            if name.strip():
                names[name.strip()] = None
    return list(names)[:MOST_PAPERS]


def _matters(row: GapRow) -> bool:
    """Whether it is required, was not promised in full, or was found wanting before."""
    in_full = row.promised in (None, AnswerValue.YES, AnswerValue.NA)
    return row.item.level == ItemLevel.REQUIRED or not in_full or bool(row.findings)


def _former(row: GapRow, inspection: Inspection) -> str:
    """What the newest round before this one found, in words."""
    before = [
        found
        for found in row.found.values()
        if found.round.number < inspection.number and found.verdict
    ]
    return before[-1].verdict_words if before else "－"


def _item_columns(rows: list[GapRow]) -> SafeString:
    header = ("項目", "条", "確認事項", "契約前の回答", "前回の結果", "結果")
    cells = [
        (
            row.item.code,
            row.label,
            one_line(row.item.after or row.item.before),
            row.promised_words,
            "要是正",
            "適・否",
        )
        for row in rows
    ]
    return colgroup(column_widths(cells, header=header))


def _wanting_columns(rows: list[tuple[GapRow, Found]]) -> SafeString:
    header = ("項目", "条", "確認事項", "契約前の回答", "判定", "確認した事実")
    cells = [
        (
            row.item.code,
            row.label,
            one_line(row.item.after or row.item.before),
            row.promised_words,
            found.verdict_words,
            one_line(found.remark),
        )
        for row, found in rows
    ]
    return colgroup(column_widths(cells, header=header))


def _finding_columns(findings: list[Finding]) -> SafeString:
    header = ("番号", "項目", "指摘の内容", "重さ", "是正の期限", "是正要求")
    cells = [
        (f"指摘{f.number}", f.item.code, one_line(f.description), "重大", "令和10年12月", "あり")
        for f in findings
    ]
    return colgroup(column_widths(cells, header=header))
