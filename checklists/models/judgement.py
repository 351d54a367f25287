"""判定: what the municipality found about each answer."""

from django.db import models
from django.db.models import Q

from accounts.models import Municipality, User
from accounts.scoping import ScopedQuerySet
from checklists.models.checklist import Checklist
from checklists.models.item import CheckItem, Method


class Verdict(models.TextChoices):
    """市の判定."""

    UNSEEN = "", "未確認"
    FIT = "fit", "適"
    CORRECT = "correct", "要是正"
    UNFIT = "unfit", "不適"


class Judgement(models.Model):
    """判定: what staff found about one answer, and how they looked."""

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "checklist__department"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="judgements")
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField("判定", max_length=8, choices=Verdict, blank=True, default="")
    method = models.CharField("確認方法", max_length=4, choices=Method, blank=True)
    remark = models.TextField("所見", blank=True)
    revision = models.PositiveIntegerField(default=0)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ScopedQuerySet["Judgement"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checklist", "item"], name="judgement_once_per_item"),
            models.CheckConstraint(
                name="judgement_method_given",
                condition=Q(verdict="") | ~Q(method=""),
                violation_error_message="確認方法を選んでください。",
            ),
            models.CheckConstraint(
                name="judgement_remark_given",
                condition=Q(verdict__in=["", Verdict.FIT]) | ~Q(remark=""),
                violation_error_message="所見を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.checklist_id}/{self.item_id}"
