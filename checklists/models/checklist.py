"""確認表 of one phase, its seal, and what was submitted and taken back.

While a checklist is open its answers are rows with optimistic locking; at submission they
freeze into one canonical JSON whose hash is in the ledger, and the database refuses to change
them.
"""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Municipality, User
from accounts.scoping import ScopedQuerySet
from checklists.models.item import Phase
from specs.models import Edition


class Channel(models.TextChoices):
    """How a firm's answers came in."""

    WEB = "web", "回答用ページ"
    WORKBOOK = "workbook", "Excel"
    FORM = "form", "PDFの入力欄"
    PAPER = "paper", "紙（職員が転記）"
    STAFF = "staff", "職員の記入"


class Checklist(models.Model):
    """確認表 of one phase, filled by or for one vendor. Counters move with the answers.

    What it belongs to (a bid, an inspection) points at it; it knows neither. A table with
    `opens_at` is sealed: until then the firm answers, may take its submission back and submit
    again, and no member of staff reads an answer before `opened_at` is recorded.
    """

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "department"
    RESPONDENT_SCOPE = "pk"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    department = models.ForeignKey(Department, on_delete=models.PROTECT)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT)
    phase = models.CharField("時期", max_length=4, choices=Phase)
    context = models.CharField(max_length=120)
    title = models.CharField("件名", max_length=200)
    respondent = models.CharField("回答する事業者", max_length=120)
    filled_by = models.CharField("記入者（事業者）", max_length=120, blank=True)
    filled_on = models.DateField("記入日", null=True, blank=True)
    approved_by = models.CharField("責任者（事業者）", max_length=120, blank=True)
    channel = models.CharField("受付の方法", max_length=12, choices=Channel, blank=True)
    received_on = models.DateField("市が受け取った日", null=True, blank=True)
    opens_at = models.DateTimeField("提出期限・開封できる日時", null=True, editable=False)
    opened_at = models.DateTimeField("開封日時", null=True, editable=False)
    opened_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="replaced_by"
    )
    replaced_at = models.DateTimeField("作り直した日時", null=True, editable=False)
    handed_over_at = models.DateTimeField("責任者に回した日時", null=True, editable=False)
    handed_back_note = models.TextField("責任者からの差戻し", blank=True)
    n_total = models.PositiveSmallIntegerField(default=0)
    n_unanswered = models.PositiveSmallIntegerField(default=0)
    n_yes = models.PositiveSmallIntegerField(default=0)
    n_partial = models.PositiveSmallIntegerField(default=0)
    n_no = models.PositiveSmallIntegerField(default=0)
    n_na = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(editable=False)
    submitted_at = models.DateTimeField("提出日時", null=True, editable=False)
    submitted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    submitted_as = models.CharField("提出した人（事業者）", max_length=160, blank=True)
    submission_number = models.PositiveSmallIntegerField("提出の回", default=0)
    frozen_json = models.TextField(blank=True, editable=False)
    frozen_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    judged_at = models.DateTimeField("判定完了日時", null=True, editable=False)
    judged_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    judged_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = ScopedQuerySet["Checklist"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="checklist_submitted_all_or_nothing",
                condition=Q(
                    submitted_at=None,
                    submitted_by=None,
                    submitted_as="",
                    frozen_json="",
                    frozen_sha256="",
                )
                | Q(submitted_at__isnull=False)
                & (Q(submitted_by__isnull=False) | ~Q(submitted_as=""))
                & ~Q(frozen_json="")
                & ~Q(frozen_sha256=""),
            ),
            models.CheckConstraint(
                name="checklist_opened_all_or_nothing",
                condition=Q(opened_at=None, opened_by=None)
                | Q(opened_at__isnull=False, opened_by__isnull=False),
            ),
            models.CheckConstraint(
                name="checklist_opened_not_before_its_time",
                condition=Q(opened_at=None) | Q(opened_at__gte=F("opens_at")),
            ),
            models.CheckConstraint(
                name="checklist_judged_after_opening",
                condition=Q(judged_at=None) | Q(opens_at=None) | Q(opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="checklist_judged_all_or_nothing",
                condition=Q(judged_at=None, judged_by=None, judged_sha256="")
                | Q(judged_at__isnull=False, judged_by__isnull=False) & ~Q(judged_sha256=""),
            ),
            models.CheckConstraint(
                name="checklist_judged_after_submission",
                condition=Q(judged_at=None) | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="checklist_counters_add_up",
                condition=Q(
                    n_total=F("n_unanswered") + F("n_yes") + F("n_partial") + F("n_no") + F("n_na")
                ),
            ),
            models.CheckConstraint(
                name="checklist_submitted_is_complete",
                condition=Q(submitted_at=None) | Q(n_unanswered=0),
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "context"], name="checklist_context"),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.get_phase_display()}）"

    @property
    def is_submitted(self) -> bool:
        """Whether the answers are frozen."""
        return self.submitted_at is not None

    @property
    def is_sealed(self) -> bool:
        """Whether no member of staff may read an answer yet."""
        return self.opens_at is not None and self.opened_at is None

    def is_over(self, at: datetime) -> bool:
        """Whether the time for the firm's answers has run out."""
        return self.opens_at is not None and at >= self.opens_at

    @property
    def submitter(self) -> str:
        """Who submitted: a member of staff, or the firm at its page."""
        return str(self.submitted_by) if self.submitted_by_id else self.submitted_as

    @property
    def n_answered(self) -> int:
        """How many rows have an answer."""
        return self.n_total - self.n_unanswered


class FormerSubmission(models.Model):
    """取り下げた提出: what a firm submitted and took back before the answers were opened."""

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "checklist__department"
    RESPONDENT_SCOPE = "checklist"
    SEALED_BY = "checklist"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    checklist = models.ForeignKey(
        Checklist, on_delete=models.PROTECT, related_name="former_submissions"
    )
    number = models.PositiveSmallIntegerField("提出の回")
    submitted_at = models.DateTimeField("提出日時")
    submitted_as = models.CharField("提出した人", max_length=160)
    frozen_json = models.TextField()
    frozen_sha256 = models.CharField(max_length=64)
    withdrawn_at = models.DateTimeField("取下げ日時")
    withdrawn_as = models.CharField("取り下げた人", max_length=160)

    objects = ScopedQuerySet["FormerSubmission"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checklist", "number"], name="former_submission_once")
        ]

    def __str__(self) -> str:
        return f"{self.checklist_id}/{self.number}"
