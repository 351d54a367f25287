"""適用・除外・変更: what becomes of each clause of the edition in one engagement."""

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import Municipality, User
from accounts.scoping import ScopedQuerySet
from engagements.models.engagement import Engagement
from specs.models import Clause

SETTLED = ("not_needed", "approved")


class TailoringQuerySet(ScopedQuerySet["Tailoring"]):
    """Tailorings."""

    def current(self) -> "TailoringQuerySet":
        """The newest decision about each clause, with the clause."""
        return self.filter(is_current=True).select_related("clause")

    def in_force(self) -> "TailoringQuerySet":
        """Of those, what is settled: nothing waits for approval and nothing was refused."""
        return self.current().filter(approval__in=SETTLED)


class Tailoring(models.Model):
    """One decision about one clause. A later decision replaces it and leaves it readable.

    `origin` rule: the scope answers decided, `reason` holds the rule and the fact; a person's
    omission or change needs a reason and the policy division's approval. Decided rows don't
    change once approved or refused (engagements/triggers.py).
    """

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "engagement__department"

    class Decision(models.TextChoices):
        """What becomes of the clause."""

        KEPT = "kept", "適用"
        OMITTED = "omitted", "除外"
        CHANGED = "changed", "変更"

    class Origin(models.TextChoices):
        """Who decided."""

        RULE = "rule", "前提質問"
        PERSON = "person", "職員"

    class Approval(models.TextChoices):
        """Where the policy division's approval stands."""

        NOT_NEEDED = "not_needed", "承認不要"
        WAITING = "waiting", "承認待ち"
        APPROVED = "approved", "承認"
        REFUSED = "refused", "不承認"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="tailorings")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="+")
    is_current = models.BooleanField(default=True)
    decision = models.CharField("適用", max_length=8, choices=Decision)
    origin = models.CharField(max_length=8, choices=Origin)
    tree: Any = models.JSONField("変更後の条文", null=True)
    reason = models.TextField("理由", blank=True)
    alternative = models.TextField("代替措置", blank=True)
    approval = models.CharField("承認", max_length=12, choices=Approval)
    decided_at = models.DateTimeField(editable=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, editable=False, related_name="+")
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    approval_note = models.TextField("承認者の意見", blank=True)

    objects = TailoringQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "clause"],
                condition=Q(is_current=True),
                name="tailoring_one_current",
            ),
            models.CheckConstraint(
                name="tailoring_deviation_has_reason",
                condition=Q(decision="kept") | ~Q(reason=""),
                violation_error_message="理由を入力してください。",
            ),
            models.CheckConstraint(
                name="tailoring_changed_has_text",
                condition=Q(decision="changed", tree__isnull=False)
                | (~Q(decision="changed") & Q(tree__isnull=True)),
            ),
            models.CheckConstraint(
                name="tailoring_approval_paired",
                condition=Q(
                    approval__in=["not_needed", "waiting"], approved_at=None, approved_by=None
                )
                | Q(
                    approval__in=["approved", "refused"],
                    approved_at__isnull=False,
                    approved_by__isnull=False,
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "approval"],
                condition=Q(approval="waiting", is_current=True),
                name="tailoring_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.clause_id}:{self.decision}"

    @property
    def is_settled(self) -> bool:
        """Whether it needs no approval or has it."""
        return self.approval in SETTLED
