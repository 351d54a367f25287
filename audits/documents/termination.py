"""契約解除通知書 (D21)."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from common.errors import Refused
from documents.kinds import register
from engagements.annex import annex_of
from engagements.contacts import contact_of
from engagements.documents.base import EngagementDocument, WordFromTemplate
from engagements.models import Contract, Engagement, Stage
from ledger.actions import subject_of
from ledger.models import LedgerEvent

MOVE = "terminate"
# What the notice points to, as the clause 「契約の解除」 does.
TERMINATION, DISPOSAL, SURVIVAL = "termination", "disposal", "survival"


@register
class TerminationNotice(WordFromTemplate, EngagementDocument):
    """契約解除通知書: that the contract is ended, why, and what binds the contractor still.

    A contract's end under its own terms is no 行政処分, so nothing is said of appeals; where
    to object is (dossier §4, D21: 不服申立).
    """

    slug = "termination-notice"
    code = "D21"
    title = "契約解除通知書"
    template_name = "documents/termination_notice.html"
    word_template = "documents/_termination_notice.html"

    def subjects(self) -> models.QuerySet[Any]:
        """Engagements whose contract was ended before its time."""
        return super().subjects().filter(stage=Stage.TERMINATED)

    def context(self, subject: Engagement, *, at: datetime) -> dict[str, Any]:
        """Raises Refused while the contract runs."""
        contract = Contract.objects.filter(engagement=subject).first()
        if subject.stage != Stage.TERMINATED or contract is None:
            raise Refused("契約を解除した案件について発行する通知です。")
        annex = annex_of(subject)
        moved = LedgerEvent.objects.filter(
            municipality_id=subject.municipality_id,
            subject=subject_of(subject),
            verb="workflow.moved",
        ).order_by("-seq")
        reason = next((e.data["reason"] for e in moved if e.data.get("move") == MOVE), "")
        return {
            "engagement": subject,
            "contract": contract,
            "reason": reason,
            "ended_on": timezone.localtime(subject.stage_changed_at).date(),
            "specification": subject.edition.specification.title if subject.edition else "",
            "termination": annex.labels.get(TERMINATION, ""),
            "disposal": annex.labels.get(DISPOSAL, ""),
            "survival": annex.labels.get(SURVIVAL, ""),
            "contact": contact_of(subject),
        }
