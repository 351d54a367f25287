"""応募・選定: who offered to do the work, what each promised, and who was chosen."""

from django.db import models
from django.db.models import Q

from accounts.models import Municipality, User
from accounts.scoping import ScopedQuerySet
from checklists.models import CheckItem, Checklist
from engagements.models.engagement import Engagement
from engagements.models.vendor import Vendor


class Bid(models.Model):
    """応募: a vendor's part in the selection of one engagement, with its check table."""

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "engagement__department"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="bids")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="bids")
    checklist = models.OneToOneField(Checklist, on_delete=models.PROTECT, related_name="bid")
    withdrawn_on = models.DateField("辞退日", null=True, blank=True)
    withdrawn_reason = models.CharField("辞退の理由", max_length=200, blank=True)
    created_at = models.DateTimeField(editable=False)

    objects = ScopedQuerySet["Bid"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["engagement", "vendor"], name="bid_once_per_vendor")
        ]

    def __str__(self) -> str:
        return str(self.vendor)


class AlternativeMeasure(models.Model):
    """代替措置: how a 必須 item that a bidder can't meet is covered before the contract."""

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "bid__engagement__department"

    class Kind(models.TextChoices):
        """What takes the place of the plain yes."""

        ALTERNATIVE = "alternative", "代替措置をとる"
        CONDITION = "condition", "条件を契約に入れる"

    class Approval(models.TextChoices):
        """Where the policy division's approval stands."""

        WAITING = "waiting", "承認待ち"
        APPROVED = "approved", "承認"
        REFUSED = "refused", "不承認"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="alternatives")
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT, related_name="+")
    is_current = models.BooleanField(default=True)
    kind = models.CharField("扱い", max_length=12, choices=Kind)
    text = models.TextField("内容")
    approval = models.CharField("承認", max_length=12, choices=Approval, default=Approval.WAITING)
    proposed_at = models.DateTimeField(editable=False)
    proposed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, editable=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    approval_note = models.TextField("承認者の意見", blank=True)

    objects = ScopedQuerySet["AlternativeMeasure"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "item"],
                condition=Q(is_current=True),
                name="alternative_measure_one_current",
            ),
            models.CheckConstraint(
                name="alternative_measure_approval_paired",
                condition=Q(approval="waiting", approved_at=None, approved_by=None)
                | Q(
                    approval__in=["approved", "refused"],
                    approved_at__isnull=False,
                    approved_by__isnull=False,
                ),
            ),
            models.CheckConstraint(name="alternative_measure_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.bid_id}/{self.item_id}"


class Selection(models.Model):
    """選定: the chosen bid and why. A new choice replaces it and leaves it readable."""

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "engagement__department"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="selections")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="selections")
    is_current = models.BooleanField(default=True)
    reason = models.TextField("選定の理由")
    # Printed on the letters to the bidders; None on choices made before it was asked.
    explanation_days = models.PositiveSmallIntegerField(
        "説明を求めることができる期間（開庁日の日数）", null=True
    )
    decided_at = models.DateTimeField(editable=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = ScopedQuerySet["Selection"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["engagement"],
                condition=Q(is_current=True),
                name="selection_one_current",
            ),
            models.CheckConstraint(name="selection_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.engagement_id}→{self.bid_id}"
