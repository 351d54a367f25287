"""質疑: what bidders ask about the requirements, and what all of them are answered."""

from django.db import models
from django.db.models import Q

from accounts.models import Municipality, User
from accounts.scoping import ScopedQuerySet
from engagements.models.bid import Bid
from engagements.models.engagement import Engagement


class Inquiry(models.Model):
    """質疑: one question and its answer, published to every bidder alike and never to one.

    `question` stays as it came; `published_question` is what others read, without a word that
    shows who asked. `about` names the check item or the clause, as K001 or 第9条.
    """

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "engagement__department"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="inquiries")
    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, null=True, related_name="inquiries")
    number = models.PositiveSmallIntegerField("番号", editable=False)
    asked_at = models.DateTimeField("受け付けた日時", editable=False)
    asked_by = models.CharField("質問した人", max_length=160)
    about = models.CharField("何についての質問か", max_length=60, blank=True)
    question = models.TextField("質問")
    published_question = models.TextField("公表する質問", blank=True)
    answer = models.TextField("回答", blank=True)
    unanswered_reason = models.CharField("回答を公表しない理由", max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    answered_at = models.DateTimeField("回答を書いた日時", null=True, editable=False)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField("公表日時", null=True, editable=False)
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ScopedQuerySet["Inquiry"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["engagement", "number"], name="inquiry_number_unique"),
            models.CheckConstraint(name="inquiry_asks_something", condition=~Q(question="")),
            models.CheckConstraint(
                name="inquiry_published_with_answer",
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False, unanswered_reason="")
                & ~Q(published_question="")
                & ~Q(answer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"質問{self.number}"

    @property
    def is_published(self) -> bool:
        """Whether every bidder can read it."""
        return self.published_at is not None

    @property
    def is_ready(self) -> bool:
        """Whether its answer is written and waits to be published."""
        return bool(self.answer) and not self.is_published and not self.unanswered_reason

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to write the answer."""
        return not self.answer and not self.unanswered_reason
