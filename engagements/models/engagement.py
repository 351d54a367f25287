"""委託案件 and its answers to the scope questions."""

from datetime import datetime, time

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Department, Municipality, User
from accounts.scoping import ScopedQuerySet
from checklists.models import Preset
from common.dates import fiscal_year_label
from specs.models import Edition

# When a town hall closes its counters, where nothing else is said.
CLOSING_TIME = time(17, 0)


class Stage(models.TextChoices):
    """段階 of an engagement. Moves between them are in workflow/transitions.py, only there."""

    PLANNING = "planning", "準備"
    NOTICE = "notice", "要件の伝達"
    SELECTION = "selection", "委託事業者の選定"
    CONTRACTING = "contracting", "契約"
    PERFORMANCE = "performance", "履行"
    CLOSING = "closing", "終了確認"
    CLOSED = "closed", "完了"
    CANCELLED = "cancelled", "中止"
    TERMINATED = "terminated", "解除"


class Procurement(models.TextChoices):
    """契約方式. Source: 地方自治法第234条, 同法施行令第167条の2."""

    OPEN = "open", "一般競争入札"
    DESIGNATED = "designated", "指名競争入札"
    PROPOSAL = "proposal", "プロポーザル"
    NEGOTIATED = "negotiated", "随意契約"
    QUOTATION = "quotation", "見積合せ"


class EngagementQuerySet(ScopedQuerySet["Engagement"]):
    """Engagements."""

    def for_list(self) -> "EngagementQuerySet":
        """Newest first, with what a row of the list prints."""
        return self.select_related("department", "edition__specification").order_by(
            "-fiscal_year", "-id"
        )

    def after(self, list_key: str) -> "EngagementQuerySet":
        """Rows behind the one with this `list_key`; all rows when the key makes no sense."""
        year, _, pk = list_key.partition("-")
        if not (list_key.isascii() and year.isdigit() and pk.isdigit()):
            return self
        return self.filter(Q(fiscal_year__lt=int(year)) | Q(fiscal_year=int(year), pk__lt=int(pk)))


class Engagement(models.Model):
    """委託案件: one outsourcing job of one department in one fiscal year (年度)."""

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "department"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, verbose_name="業務主管課")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    sequence = models.PositiveIntegerField("番号", editable=False)
    title = models.CharField("件名", max_length=120)
    work = models.TextField("委託する業務の内容")
    personal_data = models.TextField("取り扱う個人情報の項目", blank=True)
    procurement = models.CharField("契約方式", max_length=12, choices=Procurement)
    negotiated_ground = models.PositiveSmallIntegerField(
        "随意契約の根拠（施行令第167条の2第1項の号）", null=True, blank=True
    )
    place_condition = models.TextField("取扱場所の条件", blank=True)
    contact = models.CharField("問合せ先", max_length=200, blank=True)
    answer_deadline = models.DateField("確認表の提出期限", null=True, blank=True)
    answer_deadline_time = models.TimeField("提出期限の時刻", default=CLOSING_TIME)
    inquiry_deadline = models.DateField("質問の受付期限", null=True, blank=True)
    period_from = models.DateField("履行期間の初日", null=True, blank=True)
    period_to = models.DateField("履行期間の末日", null=True, blank=True)
    stage = models.CharField(
        "段階", max_length=12, choices=Stage, default=Stage.PLANNING, editable=False
    )
    stage_changed_at = models.DateTimeField(editable=False)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, verbose_name="特記仕様書の版"
    )
    preset = models.ForeignKey(
        Preset, on_delete=models.PROTECT, null=True, verbose_name="確認表の型"
    )
    # Why requirements that bidders know of are being changed; printed in the addendum.
    change_reason = models.TextField("要件を変える理由", blank=True, editable=False)
    scope_confirmed_at = models.DateTimeField("前提質問の確定日時", null=True, editable=False)
    copied_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="copies",
        verbose_name="元にした案件",
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = EngagementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "department", "fiscal_year", "sequence"],
                name="engagement_number_unique",
            ),
            models.CheckConstraint(
                name="engagement_stage_known", condition=Q(stage__in=Stage.values)
            ),
            models.CheckConstraint(
                name="engagement_period_ordered",
                condition=Q(period_from=None)
                | Q(period_to=None)
                | Q(period_to__gte=F("period_from")),
                violation_error_message="履行期間の末日は初日以後にしてください。",
            ),
            models.CheckConstraint(
                name="engagement_inquiries_before_answers",
                condition=Q(inquiry_deadline=None)
                | Q(answer_deadline=None)
                | Q(inquiry_deadline__lte=F("answer_deadline")),
                violation_error_message="質問の受付期限は、確認表の提出期限以前にしてください。",
            ),
            models.CheckConstraint(
                name="engagement_past_planning_has_edition",
                condition=Q(stage__in=[Stage.PLANNING, Stage.CANCELLED])
                | Q(edition__isnull=False, preset__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "-fiscal_year", "-id"], name="engagement_list"),
            models.Index(
                fields=["municipality", "department", "-fiscal_year", "-id"],
                name="engagement_own_list",
            ),
            models.Index(fields=["municipality", "stage"], name="engagement_stage"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The engagement's home."""
        return reverse("workflow:engagement-detail", args=[self.pk])

    @property
    def number(self) -> str:
        """案件番号, e.g. R8-税務-0001."""
        year = fiscal_year_label(self.fiscal_year).removesuffix("年度")
        return f"{year.replace('令和', 'R')}-{self.department.short_name}-{self.sequence:04d}"

    @property
    def list_key(self) -> str:
        """Where the row stands in the list, for the next page: 年度-id."""
        return f"{self.fiscal_year}-{self.pk}"

    @property
    def answers_close_at(self) -> datetime | None:
        """The moment until which bidders answer, and from which their answers may be opened."""
        if self.answer_deadline is None:
            return None
        return timezone.make_aware(
            datetime.combine(self.answer_deadline, self.answer_deadline_time)
        )

    def takes_inquiries(self, at: datetime) -> bool:
        """Whether bidders may ask at `at`: until the end of the day set for it, and never after
        the answers are due."""
        closes_at = self.answers_close_at
        if self.stage not in (Stage.NOTICE, Stage.SELECTION) or (closes_at and at >= closes_at):
            return False
        day = timezone.localtime(at).date()
        return self.inquiry_deadline is None or day <= self.inquiry_deadline

    @property
    def is_open(self) -> bool:
        """Whether the engagement can still move."""
        return self.stage not in (Stage.CLOSED, Stage.CANCELLED, Stage.TERMINATED)


class ScopeAnswer(models.Model):
    """前提質問への答え: one fact about the job, e.g. 個人番号を取り扱うか."""

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "engagement__department"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    engagement = models.ForeignKey(
        Engagement, on_delete=models.CASCADE, related_name="scope_answers"
    )
    question = models.SlugField("質問", max_length=40)
    value = models.CharField("答え", max_length=20)
    note = models.CharField("補足", max_length=200, blank=True)

    objects = ScopedQuerySet["ScopeAnswer"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["engagement", "question"], name="scope_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.question}={self.value}"
