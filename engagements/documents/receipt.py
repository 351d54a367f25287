"""受付票: what a firm gets for its submission."""

from datetime import datetime
from typing import Any

from django.db import models

from accounts.models import Department, Municipality
from common.errors import Refused
from documents.kinds import DocumentKind, register
from engagements.contacts import contact_of
from engagements.models import Bid


@register
class ReplyReceipt(DocumentKind):
    """確認表受付票: tells a firm what of it was received, and when; no answer is in it."""

    slug = "reply-receipt"
    code = "D3R"
    title = "項目遵守の確認表　受付票"
    template_name = "documents/reply_receipt.html"
    subject_model = "engagements.Bid"
    stylesheets = ("documents/engagements.css",)
    for_firms = True

    def subjects(self) -> models.QuerySet[Any]:
        """Bids whose table stands submitted."""
        rows = Bid.objects.filter(checklist__submitted_at__isnull=False).select_related(
            "municipality", "vendor", "checklist", "engagement__department"
        )
        return rows.order_by("pk")

    def context(self, subject: Bid, *, at: datetime) -> dict[str, Any]:
        """The facts of the submission. Raises Refused when there is none."""
        if not subject.checklist.is_submitted:
            raise Refused("まだ提出していません。")
        return {
            "engagement": subject.engagement,
            "bid": subject,
            "checklist": subject.checklist,
            "former": subject.checklist.former_submissions.order_by("number"),
            "contact": contact_of(subject.engagement),
        }

    def number(self, subject: Bid) -> str:
        """The table's own number, e.g. R8-福祉-0001-T12."""
        return f"{subject.engagement.number}-T{subject.checklist_id}"

    def owner(self, subject: Bid) -> tuple[Municipality, Department | None]:
        """The department whose engagement it is about."""
        return subject.engagement.municipality, subject.engagement.department

    def case_name(self, subject: Bid) -> str:
        """The engagement and the firm."""
        return f"{subject.engagement.title}　{subject.vendor.name}"

    def made_from(self, subject: Bid) -> dict[str, Any]:
        """The submission's hash."""
        return {"frozen_sha256": subject.checklist.frozen_sha256}

    def event_context(self, subject: Bid) -> models.Model:
        """The engagement's page lists the issue."""
        engagement: models.Model = subject.engagement
        return engagement
