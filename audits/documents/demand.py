"""是正要求書 (D16D): the municipality's side of D16, for one finding."""

from datetime import datetime
from typing import Any

from django.db import models

from audits.documents.base import ContractPaper
from audits.models import CorrectiveAction, Finding
from common.errors import Refused
from documents.kinds import register
from engagements.annex import annex_of
from engagements.contacts import contact_of

CORRECTION, FORM = "correction", "correction-report"


@register
class CorrectionDemand(ContractPaper):
    """是正要求書: the fact, the provision it is founded on, and the date, in writing.

    Source: the master set's clause 「是正の指示」, which asks for these three.
    """

    slug = "correction-demand"
    code = "D16D"
    title = "是正要求書"
    template_name = "documents/correction_demand.html"
    word_template = "documents/_correction_demand.html"
    subject_model = "audits.Finding"

    def subjects(self) -> models.QuerySet[Any]:
        """Every finding, with what is printed of its contract."""
        return Finding.objects.select_related(
            "municipality",
            "item__clause",
            "inspection",
            "contract__annex",
            "contract__engagement__department",
            "contract__engagement__municipality",
            "contract__engagement__edition__specification",
        ).order_by("pk")

    def number(self, subject: Finding) -> str:
        """The engagement's number and the finding's: R8-税務-0001-S3."""
        return f"{subject.contract.engagement.number}-S{subject.number}"

    def filename(self, subject: Finding) -> str:
        """是正要求書_指摘3."""
        return f"{self.title}_{subject}"

    def context(self, subject: Finding, *, at: datetime) -> dict[str, Any]:
        """Raises Refused once the finding is closed."""
        if subject.closed_at is not None:
            raise Refused("是正を確認した指摘について、是正を求めることはできません。")
        engagement = subject.contract.engagement
        annex = annex_of(engagement)
        return {
            "finding": subject,
            "contract": subject.contract,
            "engagement": engagement,
            "specification": engagement.edition.specification.title if engagement.edition else "",
            "clause": annex.labels.get(subject.item.clause.key, ""),
            "correction": annex.labels.get(CORRECTION, ""),
            "form": annex.form(FORM),
            "contact": contact_of(engagement),
            "was_returned": subject.corrective_actions.filter(
                result=CorrectiveAction.Result.RETURNED
            ).exists(),
        }
