"""回答: the rows of a table, and the scale of their values."""

from django.db import models
from django.db.models import Q

from accounts.models import Municipality, User
from accounts.scoping import ScopedQuerySet
from checklists.models.checklist import Checklist
from checklists.models.item import CheckItem, Phase


class AnswerValue(models.TextChoices):
    """One scale, worded for the phase (see ANSWER_WORDS)."""

    UNANSWERED = "", "未回答"
    YES = "yes", "対応可"
    PARTIAL = "partial", "条件付き対応可"
    NO = "no", "対応不可"
    NA = "na", "該当なし"


# What each value is called before and after the contract.
ANSWER_WORDS = {
    Phase.PRE: {
        AnswerValue.UNANSWERED: "未回答",
        AnswerValue.YES: "対応可",
        AnswerValue.PARTIAL: "条件付き対応可",
        AnswerValue.NO: "対応不可",
        AnswerValue.NA: "該当なし",
    },
    Phase.POST: {
        AnswerValue.UNANSWERED: "未回答",
        AnswerValue.YES: "実施",
        AnswerValue.PARTIAL: "一部実施",
        AnswerValue.NO: "未実施",
        AnswerValue.NA: "該当なし",
    },
}
ANSWER_WORDS[Phase.END] = ANSWER_WORDS[Phase.POST]

COUNTERS = {
    AnswerValue.UNANSWERED: "n_unanswered",
    AnswerValue.YES: "n_yes",
    AnswerValue.PARTIAL: "n_partial",
    AnswerValue.NO: "n_no",
    AnswerValue.NA: "n_na",
}


class Answer(models.Model):
    """回答: one row of a checklist. `revision` rises with every save (optimistic lock).

    `reused_on` is the day on which the firm first gave it, where it was taken over from another
    engagement's table.
    """

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "checklist__department"
    RESPONDENT_SCOPE = "checklist"
    SEALED_BY = "checklist"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    value = models.CharField("回答", max_length=8, choices=AnswerValue, blank=True, default="")
    note = models.TextField("理由・条件", blank=True)
    evidence = models.CharField("根拠資料", max_length=300, blank=True)
    reused_on = models.DateField("元の回答日", null=True, editable=False)
    revision = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_as = models.CharField("回答した人（事業者）", max_length=160, blank=True)

    objects = ScopedQuerySet["Answer"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checklist", "item"], name="answer_once_per_item"),
            models.CheckConstraint(
                name="answer_value_known",
                condition=Q(value__in=[value.value for value in AnswerValue]),
            ),
            models.CheckConstraint(
                name="answer_reason_given",
                condition=Q(value__in=[AnswerValue.UNANSWERED, AnswerValue.YES]) | ~Q(note=""),
                violation_error_message="理由又は条件を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.checklist_id}/{self.item_id}"
