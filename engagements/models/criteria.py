"""評価の基準: what weighs how much when bids are compared, fixed before any answer is opened."""

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import Municipality, User
from accounts.scoping import ScopedQuerySet
from engagements.models.engagement import Engagement

DEFAULT_WEIGHT = 1
WEIGHTS = range(6)


class Criteria(models.Model):
    """The weights of clauses and the knock-out items of one engagement.

    `weights` maps clause keys to 0 – 5; a clause without one weighs 1. `knock_outs` are codes
    of items without which a bid is out.
    """

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "engagement__department"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    engagement = models.OneToOneField(Engagement, on_delete=models.CASCADE, related_name="criteria")
    weights: Any = models.JSONField("条の重み", default=dict)
    knock_outs: Any = models.JSONField("失格項目", default=list)
    revision = models.PositiveIntegerField(default=0, editable=False)
    fixed_at = models.DateTimeField("確定日時", null=True, editable=False)
    fixed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ScopedQuerySet["Criteria"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="criteria_fixed_all_or_nothing",
                condition=Q(fixed_at=None, fixed_by=None)
                | Q(fixed_at__isnull=False, fixed_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.engagement_id}"

    def weight_of(self, clause_key: str) -> int:
        """How much a clause weighs."""
        return int(self.weights.get(clause_key, DEFAULT_WEIGHT))
