"""履行条件: what the chosen bidder promised under a condition, and what became of it."""

from django.db import models
from django.db.models import Q

from accounts.models import Municipality, User
from accounts.scoping import ScopedQuerySet
from checklists.models import CheckItem
from engagements.models.bid import AlternativeMeasure, Bid
from engagements.models.engagement import Engagement
from specs.models import Clause


class Condition(models.Model):
    """One promise of the chosen bidder that is not a plain yes: its conditional answer, or the
    approved measure that covers the item.

    Derived from the answers and measures, never typed (engagements/actions/conditions.py).
    When another bidder is chosen, or a measure replaced, the row stays, `is_current` false.
    """

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "engagement__department"

    class Source(models.TextChoices):
        """Where the promise comes from."""

        ANSWER = "answer", "条件付きの回答"
        ALTERNATIVE = "alternative", "代替措置"
        CONDITION = "condition", "契約に入れる条件"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="conditions")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="conditions")
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT, related_name="+")
    measure = models.ForeignKey(
        AlternativeMeasure, on_delete=models.PROTECT, null=True, related_name="+"
    )
    source = models.CharField("もと", max_length=12, choices=Source)
    text = models.TextField("条件の内容")
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = ScopedQuerySet["Condition"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "item"],
                condition=Q(is_current=True),
                name="condition_one_current",
            ),
            models.CheckConstraint(name="condition_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="condition_measure_matches_source",
                condition=Q(source="answer", measure=None)
                | (~Q(source="answer") & Q(measure__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engagement_id}/{self.item_id}"


class Settlement(models.Model):
    """条件の扱い: how one condition is met. A later one replaces it and leaves it readable."""

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "condition__engagement__department"

    class Way(models.TextChoices):
        """Where the condition went."""

        ANNEX = "annex", "特記仕様書に入れる"
        CONTRACT = "contract", "契約書の別の条項に入れる"
        PERFORMANCE = "performance", "実施状況確認で確かめる"
        DROPPED = "dropped", "不要になった"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    condition = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="settlements")
    is_current = models.BooleanField(default=True)
    way = models.CharField("扱い", max_length=12, choices=Way)
    # The clause whose text says it; without one the annex lists it in its 別紙.
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, related_name="+")
    detail = models.TextField("内容")
    due_on = models.DateField("期限", null=True)
    settled_at = models.DateTimeField(editable=False)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = ScopedQuerySet["Settlement"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["condition"],
                condition=Q(is_current=True),
                name="settlement_one_current",
            ),
            models.CheckConstraint(name="settlement_has_detail", condition=~Q(detail="")),
            models.CheckConstraint(
                name="settlement_due_when_checked_later",
                condition=Q(way="performance", due_on__isnull=False)
                | (~Q(way="performance") & Q(due_on=None)),
            ),
            models.CheckConstraint(
                name="settlement_clause_only_of_annex",
                condition=Q(way="annex") | Q(clause=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.condition_id}:{self.way}"
