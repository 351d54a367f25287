"""新しい版への対応: what the owner of an engagement decided when a new edition came out."""

from django.db import models
from django.db.models import Q

from accounts.models import Municipality, User
from accounts.scoping import ScopedQuerySet
from engagements.models.engagement import Engagement
from specs.models import Edition


class EditionDecision(models.Model):
    """One decision about one new edition. Rows are never changed; the newest one counts."""

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "engagement__department"

    class Choice(models.TextChoices):
        """What becomes of the engagement."""

        ADOPT = "adopt", "新しい版を採用する"
        STAY = "stay", "今の版のままにする"
        AMEND = "amend", "契約を変更する"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    engagement = models.ForeignKey(
        Engagement, on_delete=models.CASCADE, related_name="edition_decisions"
    )
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="+", verbose_name="新しい版"
    )
    from_edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="+", verbose_name="それまでの版"
    )
    choice = models.CharField("対応", max_length=8, choices=Choice)
    reason = models.TextField("理由", blank=True)
    decided_at = models.DateTimeField(editable=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = ScopedQuerySet["EditionDecision"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="edition_decision_has_reason",
                condition=Q(choice="adopt") | ~Q(reason=""),
                violation_error_message="理由を入力してください。",
            )
        ]
        indexes = [
            models.Index(fields=["municipality", "edition"], name="edition_decision_edition")
        ]

    def __str__(self) -> str:
        return f"{self.engagement_id}:{self.choice}"
