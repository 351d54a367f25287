"""実施状況の確認: the per-contract audit records, from the first round to the disposal."""

from django.db import models
from django.db.models import Q

from accounts.models import Municipality, User
from accounts.scoping import ScopedQuerySet
from checklists.models import CheckItem, Checklist
from engagements.models import Contract


class Inspection(models.Model):
    """実施状況確認: one post-contract round with its check table.

    Source: 個人情報保護委員会Q&A Q3-1-4 — at least once a year, in principle on site.
    """

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "contract__engagement__department"

    class Way(models.TextChoices):
        """実施方法."""

        ON_SITE = "on_site", "実地"
        VIDEO = "video", "テレビ通話"
        PHOTO = "photo", "写真・書面"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="inspections")
    checklist = models.OneToOneField(Checklist, on_delete=models.PROTECT, related_name="inspection")
    number = models.PositiveSmallIntegerField("回")
    way = models.CharField("実施方法", max_length=8, choices=Way, default=Way.ON_SITE)
    remote_reason = models.TextField("実地によらない理由", blank=True)
    planned_on = models.DateField("予定日")
    held_on = models.DateField("実施日", null=True, blank=True)
    place = models.CharField("場所", max_length=200, blank=True)
    attendees = models.TextField("参加者", blank=True)
    remarks = models.TextField("所見", blank=True)
    concluded_at = models.DateTimeField("終了日時", null=True, editable=False)
    concluded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ScopedQuerySet["Inspection"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="inspection_number_unique"),
            models.CheckConstraint(
                name="inspection_remote_has_reason",
                condition=Q(way="on_site") | ~Q(remote_reason=""),
                violation_error_message="実地によらない理由を入力してください。",
            ),
            models.CheckConstraint(
                name="inspection_concluded_all_or_nothing",
                condition=Q(concluded_at=None, concluded_by=None)
                | Q(
                    concluded_at__isnull=False,
                    concluded_by__isnull=False,
                    held_on__isnull=False,
                ),
            ),
        ]
        indexes = [models.Index(fields=["municipality", "contract"], name="inspection_contract")]

    def __str__(self) -> str:
        return f"第{self.number}回実施状況確認"


class Finding(models.Model):
    """指摘: what deviates from the contract, found in one inspection on one item."""

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "contract__engagement__department"

    class Severity(models.TextChoices):
        """重さ."""

        MAJOR = "major", "重大"
        MINOR = "minor", "軽微"
        OBSERVATION = "observation", "観察"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="findings")
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="findings")
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("指摘番号")
    severity = models.CharField("重さ", max_length=12, choices=Severity)
    description = models.TextField("指摘の内容")
    due_on = models.DateField("是正の期限")
    found_at = models.DateTimeField(editable=False)
    closed_at = models.DateTimeField("完了日時", null=True, editable=False)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ScopedQuerySet["Finding"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "item"], name="finding_once_per_item"),
            models.UniqueConstraint(fields=["contract", "number"], name="finding_number_unique"),
            models.CheckConstraint(
                name="finding_closed_all_or_nothing",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(name="finding_has_description", condition=~Q(description="")),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "due_on"],
                condition=Q(closed_at=None),
                name="finding_open",
            ),
            models.Index(fields=["municipality", "contract"], name="finding_contract"),
        ]

    def __str__(self) -> str:
        return f"指摘{self.number}"


class CorrectiveAction(models.Model):
    """是正: what the contractor did about a finding, and how the municipality checked it.

    Each try is a row; one that was sent back stays readable.
    """

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "finding__contract__engagement__department"

    class Result(models.TextChoices):
        """確認の結果."""

        WAITING = "waiting", "確認待ち"
        ACCEPTED = "accepted", "是正を確認"
        RETURNED = "returned", "差戻し"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    finding = models.ForeignKey(
        Finding, on_delete=models.PROTECT, related_name="corrective_actions"
    )
    cause = models.TextField("原因")
    measure = models.TextField("是正の内容・再発防止策")
    owner = models.CharField("受注者の責任者", max_length=120)
    done_on = models.DateField("是正した日")
    reported_at = models.DateTimeField(editable=False)
    reported_by = models.ForeignKey(
        User, on_delete=models.PROTECT, editable=False, related_name="+"
    )
    result = models.CharField("確認の結果", max_length=12, choices=Result, default=Result.WAITING)
    method = models.CharField("確認方法", max_length=4, blank=True)
    verification = models.TextField("確認の内容", blank=True)
    verified_at = models.DateTimeField(null=True, editable=False)
    verified_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ScopedQuerySet["CorrectiveAction"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["finding"],
                condition=Q(result="waiting"),
                name="corrective_action_one_waiting",
            ),
            models.CheckConstraint(
                name="corrective_action_verified_all_or_nothing",
                condition=Q(result="waiting", verified_at=None, verified_by=None)
                | (
                    Q(
                        result__in=["accepted", "returned"],
                        verified_at__isnull=False,
                        verified_by__isnull=False,
                    )
                    & ~Q(verification="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id}:{self.result}"


class PeriodicReport(models.Model):
    """定期報告: one report the contractor owes, and when it came."""

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "contract__engagement__department"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="reports")
    label = models.CharField("対象期間", max_length=80)
    due_on = models.DateField("提出期限")
    received_on = models.DateField("受領日", null=True, blank=True)
    note = models.TextField("備考", blank=True)

    objects = ScopedQuerySet["PeriodicReport"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "due_on"], name="periodic_report_due_once")
        ]
        indexes = [
            models.Index(
                fields=["municipality", "due_on"],
                condition=Q(received_on=None),
                name="periodic_report_open",
            )
        ]

    def __str__(self) -> str:
        return self.label


class Disposal(models.Model):
    """返還・消去・廃棄: reported by the contractor and verified by the municipality."""

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "contract__engagement__department"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="disposal")
    subjects = models.TextField("対象（項目・媒体・数量・製造番号）")
    way = models.TextField("方法")
    performed_on = models.DateField("実施日")
    responsible = models.CharField("受注者の責任者", max_length=120)
    certificate = models.CharField("証明書", max_length=200)
    reported_at = models.DateTimeField(editable=False)
    verified_on = models.DateField("市が確認した日", null=True, blank=True)
    verified_how = models.TextField("市が確認した方法・結果", blank=True)
    verified_at = models.DateTimeField(null=True, editable=False)
    verified_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ScopedQuerySet["Disposal"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="disposal_verified_all_or_nothing",
                condition=Q(verified_at=None, verified_by=None, verified_on=None)
                | (
                    Q(
                        verified_at__isnull=False,
                        verified_by__isnull=False,
                        verified_on__isnull=False,
                    )
                    & ~Q(verified_how="")
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.contract_id}"
