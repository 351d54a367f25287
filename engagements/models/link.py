"""回答用リンク: how a firm reaches its own check table without an account."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from accounts.models import Municipality, User
from accounts.scoping import ScopedQuerySet
from engagements.models.bid import Bid


class AnswerLink(models.Model):
    """One secret address. Only its hash is kept; who loses it gets a new one.

    The filler's link is issued by the municipality, the responsible person's by the firm.
    """

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "bid__engagement__department"

    class Role(models.TextChoices):
        """What the holder does inside the firm."""

        FILL = "fill", "記入者"
        APPROVE = "approve", "責任者"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="links")
    role = models.CharField("使う人", max_length=8, choices=Role, default=Role.FILL)
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("発行日時", editable=False)
    created_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    expires_at = models.DateTimeField("有効期限")
    first_used_at = models.DateTimeField("最初に開いた日時", null=True, editable=False)
    last_used_at = models.DateTimeField("最後に開いた日時", null=True, editable=False)
    revoked_at = models.DateTimeField("無効にした日時", null=True, editable=False)
    revoked_reason = models.CharField("無効にした理由", max_length=200, blank=True)

    objects = ScopedQuerySet["AnswerLink"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="answer_link_revoked_with_reason",
                condition=Q(revoked_at=None, revoked_reason="")
                | Q(revoked_at__isnull=False) & ~Q(revoked_reason=""),
            ),
            models.CheckConstraint(
                name="answer_link_used_twice_after_once",
                condition=Q(first_used_at=None, last_used_at=None)
                | Q(first_used_at__isnull=False, last_used_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}用リンク {self.pk}"

    def refusal(self, at: datetime) -> str:
        """Why the link opens nothing at `at`: revoked, expired, withdrawn; "" when it opens."""
        if self.revoked_at is not None:
            return "revoked"
        if at >= self.expires_at:
            return "expired"
        return "withdrawn" if self.bid.withdrawn_on is not None else ""
