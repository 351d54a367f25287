"""契約締結伺 (D2A): what is put before those who decide on the contract."""

from datetime import datetime
from typing import Any

from common.errors import Refused
from documents.kinds import register
from documents.models import IssuedDocument
from documents.widths import colgroup, column_widths
from engagements.annex import annex_of
from engagements.conditions import condition_rows
from engagements.documents.base import EngagementDocument, WordFromTemplate, one_line
from engagements.documents.selection import APPROVERS
from engagements.grading import grading_of
from engagements.models import Contract, Engagement, Selection, Stage, Tailoring
from ledger.actions import subject_of


@register
class ContractApproval(WordFromTemplate, EngagementDocument):
    """契約締結伺: the contract, how the firm was chosen, what of the standard text was left out
    or changed and who approved it, and how each condition is met."""

    slug = "contract-approval"
    code = "D2A"
    title = "契約締結伺"
    template_name = "documents/contract_approval.html"
    word_template = "documents/_contract_approval.html"

    def context(self, subject: Engagement, *, at: datetime) -> dict[str, Any]:
        """Raises Refused outside the contract stage and before the contract is registered."""
        contract = Contract.objects.filter(engagement=subject).first()
        if subject.stage != Stage.CONTRACTING or contract is None:
            raise Refused("契約の内容を登録してから、契約締結伺を発行してください。")
        annex = annex_of(subject)
        choice = Selection.objects.filter(engagement=subject, is_current=True)
        rows = subject.tailorings.current().exclude(decision=Tailoring.Decision.KEPT)
        decided = list(rows.select_related("clause", "approved_by").order_by("clause__position"))
        conditions = condition_rows(subject, annex.labels)
        return {
            "engagement": subject,
            "contract": contract,
            "approvers": APPROVERS,
            "selection": choice.select_related("bid__vendor").first(),
            "tailorings": [(row, annex.labels.get(row.clause.key, "")) for row in decided],
            "tailoring_columns": colgroup(
                column_widths(
                    [
                        (
                            "第10条（権利義務の譲渡）",
                            row.get_decision_display(),
                            one_line(row.reason),
                            one_line(row.alternative),
                            "令和10年12月",
                        )
                        for row in decided
                    ],
                    header=("条項", "区分", "理由", "代替措置", "承認"),
                )
            ),
            "conditions": conditions,
            "condition_columns": colgroup(
                column_widths(
                    [
                        (
                            row.condition.item.code,
                            one_line(row.condition.text),
                            row.settlement.get_way_display() if row.settlement else "未定",
                            one_line(row.settlement.detail if row.settlement else ""),
                        )
                        for row in conditions
                    ],
                    header=("項目", "条件", "扱い", "内容"),
                )
            ),
            "grading": grading_of(subject),
            "papers": _papers(subject),
        }


def _papers(engagement: Engagement) -> list[tuple[str, str]]:
    """The papers that go with it: title, number (空 while it isn't issued)."""
    issued = {
        document.kind: document.number
        for document in IssuedDocument.objects.filter(
            municipality_id=engagement.municipality_id,
            subject=subject_of(engagement),
            kind__in=["annex", "selection-report"],
            format="pdf",
        ).order_by("pk")
    }
    title = engagement.edition.specification.title if engagement.edition else "特記仕様書"
    return [
        ("契約書（案）", ""),
        (title, issued.get("annex", "")),
        ("委託先選定評価・理由書", issued.get("selection-report", "")),
    ]
