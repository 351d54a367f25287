"""指名停止 (入札参加停止), and why a procedure went on with a firm that is under one."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from accounts.models import Municipality, User
from accounts.scoping import ScopedQuerySet
from engagements.models.bid import Bid
from engagements.models.vendor import Vendor


class SuspensionQuerySet(ScopedQuerySet["Suspension"]):
    """指名停止."""

    def in_force(self, day: date) -> "SuspensionQuerySet":
        """Those that hold on `day`; first and last day included, the day of lifting not."""
        return self.filter(from_on__lte=day, to_on__gte=day).filter(
            Q(lifted_on=None) | Q(lifted_on__gt=day)
        )


class Suspension(models.Model):
    """指名停止: never changed and never deleted, at most lifted before its time.

    Its grounds, length and effect are of the municipality's own rules (要綱), not of a law.
    """

    SCOPE = "municipality"

    class Origin(models.TextChoices):
        """どこの措置か. Only the municipality's own keeps a firm from its procedures."""

        OWN = "own", "この自治体の措置"
        OTHER = "other", "ほかの団体の措置"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="suspensions")
    origin = models.CharField("どこの措置か", max_length=8, choices=Origin)
    body = models.CharField("措置をした団体", max_length=120, blank=True)
    source = models.CharField("把握した資料", max_length=200, blank=True)
    from_on = models.DateField("初日")
    to_on = models.DateField("末日")
    reason = models.TextField("措置の理由", max_length=1000)
    ground = models.CharField("根拠", max_length=200)
    document_number = models.CharField("決裁文書番号", max_length=60, blank=True)
    entered_at = models.DateTimeField(editable=False)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, editable=False, related_name="+")
    lifted_on = models.DateField("解除日", null=True, blank=True)
    lifted_reason = models.TextField("解除の理由", blank=True)
    lifted_at = models.DateTimeField(null=True, editable=False)
    lifted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="suspension_ordered",
                condition=Q(to_on__gte=F("from_on")),
                violation_error_message="末日は初日以後にしてください。",
            ),
            models.CheckConstraint(
                name="suspension_has_reason_and_ground",
                condition=~Q(reason="") & ~Q(ground=""),
                violation_error_message="措置の理由と根拠を入力してください。",
            ),
            models.CheckConstraint(
                name="suspension_other_names_body_and_source",
                condition=Q(origin="own") | (~Q(body="") & ~Q(source="")),
                violation_error_message="ほかの団体の措置は、措置をした団体と把握した資料を入力してください。",
            ),
            models.CheckConstraint(
                name="suspension_lifted_all_or_nothing",
                condition=Q(lifted_on=None, lifted_at=None, lifted_by=None, lifted_reason="")
                | (
                    Q(lifted_on__gte=F("from_on"), lifted_on__lte=F("to_on"))
                    & Q(lifted_at__isnull=False, lifted_by__isnull=False)
                    & ~Q(lifted_reason="")
                ),
                violation_error_message="解除日は措置の期間の中の日にし、解除の理由を入力してください。",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "to_on"], name="suspension_ending")]

    def __str__(self) -> str:
        return f"{self.get_origin_display()}（{self.vendor_id}）"

    @property
    def ended_on(self) -> date:
        """The day after which, or from which when it was lifted, it held no more."""
        return self.lifted_on or self.to_on

    @property
    def was_void(self) -> bool:
        """Whether it was lifted on its first day, so that it never held: an entry in error."""
        return self.lifted_on == self.from_on

    def is_in_force(self, day: date) -> bool:
        """Whether it holds on `day`."""
        return self.from_on <= day <= self.to_on and (
            self.lifted_on is None or day < self.lifted_on
        )


class DespiteSuspension(models.Model):
    """続ける理由: why a bid was taken or chosen although its firm was under this suspension."""

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "bid__engagement__department"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="despite_suspensions")
    suspension = models.ForeignKey(Suspension, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField("手続を続ける理由")
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, editable=False, related_name="+"
    )

    objects = ScopedQuerySet["DespiteSuspension"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "suspension"], name="despite_suspension_once_per_bid"
            ),
            models.CheckConstraint(name="despite_suspension_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.bid_id}/{self.suspension_id}"
