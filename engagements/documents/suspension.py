"""指名停止通知書 (D21S)."""

from datetime import datetime
from typing import Any

from django.db import models

from accounts.models import Department, Municipality
from common.errors import Refused
from documents.kinds import register
from engagements.documents.base import WordFromTemplate
from engagements.models import Suspension


@register
class SuspensionNotice(WordFromTemplate):
    """指名停止通知書: what a firm is told of the municipality's own measure.

    Grounds and effect are of the municipality's own rules (要綱), which it names itself; the
    measure is no 行政処分, so the notice says where to ask and nothing of appeals.
    """

    slug = "suspension-notice"
    code = "D21S"
    title = "指名停止通知書"
    template_name = "documents/suspension_notice.html"
    word_template = "documents/_suspension_notice.html"
    subject_model = "engagements.Suspension"

    def subjects(self) -> models.QuerySet[Any]:
        """The municipality's own measures."""
        rows = Suspension.objects.filter(origin=Suspension.Origin.OWN)
        return rows.select_related("municipality", "vendor").order_by("pk")

    def number(self, subject: Suspension) -> str:
        """The measure by its running number: S12."""
        return f"S{subject.pk}"

    def owner(self, subject: Suspension) -> tuple[Municipality, Department | None]:
        """The municipality: every department must know."""
        return subject.municipality, None

    def case_name(self, subject: Suspension) -> str:
        """The firm."""
        return subject.vendor.name

    def event_context(self, subject: Suspension) -> models.Model:
        """The firm's page."""
        vendor: models.Model = subject.vendor
        return vendor

    def context(self, subject: Suspension, *, at: datetime) -> dict[str, Any]:
        """Raises Refused for another body's measure, and for one that was lifted."""
        if subject.origin != Suspension.Origin.OWN:
            raise Refused("ほかの団体の措置について、通知書は発行できません。")
        if subject.lifted_on is not None:
            raise Refused("解除した指名停止の通知書は発行できません。")
        return {"suspension": subject, "vendor": subject.vendor}
