"""誰も満たせない項目の扱い: what becomes of a requirement that no bidder meets."""

from django.db import models
from django.db.models import Q

from accounts.models import Municipality, User
from accounts.scoping import ScopedQuerySet
from checklists.models import CheckItem
from engagements.models.engagement import Engagement


class UnmetDecision(models.Model):
    """One decision about one item. A later one replaces it and leaves it readable."""

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "engagement__department"

    class Kind(models.TextChoices):
        """The three ways out."""

        CHANGE = "change", "要件を変える（準備に戻し、追補を出す）"
        ACCEPT = "accept", "代替措置を認める"
        RETENDER = "retender", "募集をやり直す"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    engagement = models.ForeignKey(
        Engagement, on_delete=models.CASCADE, related_name="unmet_decisions"
    )
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT, related_name="+")
    is_current = models.BooleanField(default=True)
    kind = models.CharField("扱い", max_length=10, choices=Kind)
    alternative = models.TextField("代替措置", blank=True)
    reason = models.TextField("理由")
    decided_at = models.DateTimeField("決めた日時", editable=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = ScopedQuerySet["UnmetDecision"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "item"],
                condition=Q(is_current=True),
                name="unmet_decision_one_current",
            ),
            models.CheckConstraint(name="unmet_decision_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="unmet_decision_accepts_something",
                condition=Q(kind="accept") & ~Q(alternative="")
                | ~Q(kind="accept") & Q(alternative=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engagement_id}/{self.item_id}"

    @property
    def word(self) -> str:
        """The way out in a few words."""
        return str(self.get_kind_display()).partition("（")[0]
