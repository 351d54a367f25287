"""職員の判断: a person's choice in place of what the rules propose from the scope answers."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Municipality, User
from accounts.scoping import ScopedQuerySet
from engagements.models.engagement import Engagement


class Override(models.Model):
    """One choice that differs from the proposal, with its reason. Rows are never changed; a
    later choice, or the return to the proposal, leaves the former one readable.
    """

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "engagement__department"

    class Subject(models.TextChoices):
        """What the rules propose. `proposed` and `chosen` are 高, 中, 低 or a preset's key."""

        RISK = "risk", "リスクの区分"
        PRESET = "preset", "確認表の型"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="overrides")
    is_current = models.BooleanField(default=True)
    subject = models.CharField("対象", max_length=8, choices=Subject)
    proposed = models.CharField("提案", max_length=60)
    chosen = models.CharField("選んだもの", max_length=60)
    reason = models.TextField("理由")
    decided_at = models.DateTimeField(editable=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = ScopedQuerySet["Override"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "subject"],
                condition=Q(is_current=True),
                name="override_one_current",
            ),
            models.CheckConstraint(name="override_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="override_differs", condition=~Q(chosen=F("proposed"))),
        ]

    def __str__(self) -> str:
        return f"{self.subject}:{self.proposed}→{self.chosen}"
