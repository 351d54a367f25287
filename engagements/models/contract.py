"""契約: the winner, the dates, and the annex that was issued for it."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from accounts.models import Municipality
from accounts.scoping import ScopedQuerySet
from documents.models import IssuedDocument
from engagements.models.bid import Bid
from engagements.models.engagement import Engagement


class Contract(models.Model):
    """契約. Frozen when performance begins (`fixed_at`); `annex` is the paper that binds."""

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "engagement__department"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    engagement = models.OneToOneField(Engagement, on_delete=models.PROTECT, related_name="contract")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("契約件名", max_length=160)
    number = models.CharField("契約番号", max_length=60, blank=True)
    concluded_on = models.DateField("契約締結日")
    period_from = models.DateField("履行期間の初日")
    period_to = models.DateField("履行期間の末日")
    amount = models.PositiveBigIntegerField("契約金額（円）", null=True, blank=True)
    contractor_name = models.CharField("受注者の名称", max_length=120)
    contractor_address = models.CharField("受注者の所在地", max_length=200)
    contractor_representative = models.CharField("受注者の代表者", max_length=120)
    blanks: Any = models.JSONField("記入事項", default=dict, blank=True)
    annex = models.ForeignKey(
        IssuedDocument, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    fixed_at = models.DateTimeField("確定日時", null=True, editable=False)

    objects = ScopedQuerySet["Contract"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contract_period_ordered",
                condition=Q(period_to__gte=F("period_from")),
                violation_error_message="履行期間の末日は初日以後にしてください。",
            ),
            models.CheckConstraint(
                name="contract_fixed_has_annex",
                condition=Q(fixed_at=None) | Q(annex__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title
