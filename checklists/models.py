"""確認表: check items paired with clauses, and the tables filled from them.

One item has one identity and two prompts (before the contract, after it), so that the same
table is used twice. While a checklist is open its answers are rows with optimistic locking;
at submission they freeze into one canonical JSON whose hash is in the ledger, and the
database refuses to change them.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q

from accounts.models import Department, Municipality, User
from accounts.scoping import ScopedQuerySet
from specs.models import Clause, Edition


class Phase(models.TextChoices):
    """When a table is filled. `pre` promises, `post` and `end` report."""

    PRE = "pre", "契約前"
    POST = "post", "履行中"
    END = "end", "終了時"


class ItemLevel(models.TextChoices):
    """How much an item weighs."""

    REQUIRED = "必須", "必須"
    CONDITIONAL = "条件", "条件"
    RECOMMENDED = "推奨", "推奨"


class Method(models.TextChoices):
    """確認方法: how staff look."""

    OBJECT = "現物", "現物"
    SITE = "現地", "現地"
    HEARING = "聴取", "聴取"
    PAPER = "書面", "書面のみ"


class CheckItemQuerySet(ScopedQuerySet["CheckItem"]):
    """Check items."""

    def for_phase(self, phase: str) -> "CheckItemQuerySet":
        """Items asked in a phase, in the order of the clauses."""
        return self.filter(**{f"in_{phase}": True}).order_by("clause__position", "position")


class CheckItem(models.Model):
    """確認項目: what is asked about one clause."""

    SCOPE = "municipality"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="check_items")
    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="check_items")
    position = models.PositiveSmallIntegerField("順序")
    code = models.CharField("項目番号", max_length=8)
    level = models.CharField("区分", max_length=4, choices=ItemLevel)
    in_pre = models.BooleanField("契約前に聞く")
    in_post = models.BooleanField("履行中に聞く")
    in_end = models.BooleanField("終了時に聞く")
    applies_when = models.CharField("聞く条件", max_length=120, blank=True)
    verifier = models.CharField("確認できる人", max_length=60)
    method = models.CharField("主な確認方法", max_length=4, choices=Method)
    before = models.TextField("契約前の質問", blank=True)
    after = models.TextField("契約後の質問", blank=True)
    ok_when = models.TextField("適とする状態")
    look = models.TextField("何を見ればよいか")
    evidence = models.TextField("根拠資料の例")
    good = models.TextField("よい例", blank=True)
    bad = models.TextField("悪い例", blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = CheckItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="check_item_code_unique"),
            models.CheckConstraint(
                name="check_item_has_phase",
                condition=Q(in_pre=True) | Q(in_post=True) | Q(in_end=True),
            ),
            models.CheckConstraint(
                name="check_item_has_its_prompts",
                condition=(Q(in_pre=False) | ~Q(before=""))
                & (Q(in_post=False, in_end=False) | ~Q(after="")),
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "edition", "position"], name="check_item_order")
        ]

    def __str__(self) -> str:
        return self.code

    def prompt(self, phase: str) -> str:
        """The question as asked in `phase`."""
        return self.before if phase == Phase.PRE else self.after


class Preset(models.Model):
    """確認表の型: which items a table starts from (標準, 少額・単発, 完全)."""

    SCOPE = "municipality"

    class Rule(models.TextChoices):
        """How the items are chosen."""

        REQUIRED = "required", "必須と、前提に当てはまる条件項目"
        CODES = "codes", "決められた項目"
        ALL = "all", "全項目"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="presets")
    position = models.PositiveSmallIntegerField("順序")
    key = models.SlugField(max_length=60)
    title = models.CharField("名称", max_length=60)
    description = models.TextField("説明")
    rule = models.CharField("選び方", max_length=12, choices=Rule)
    codes: Any = models.JSONField("項目", default=list)

    objects = ScopedQuerySet["Preset"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="preset_key_unique")]

    def __str__(self) -> str:
        return self.title


class Checklist(models.Model):
    """確認表 of one phase, filled by or for one vendor. Counters move with the answers.

    What it belongs to (a bid, an inspection) points at it; it knows neither.
    """

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "department"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    department = models.ForeignKey(Department, on_delete=models.PROTECT)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT)
    phase = models.CharField("時期", max_length=4, choices=Phase)
    context = models.CharField(max_length=120)
    title = models.CharField("件名", max_length=200)
    respondent = models.CharField("回答する事業者", max_length=120)
    filled_by = models.CharField("記入者（事業者）", max_length=120, blank=True)
    filled_on = models.DateField("記入日", null=True, blank=True)
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
                condition=Q(submitted_at=None, submitted_by=None, frozen_json="", frozen_sha256="")
                | Q(submitted_at__isnull=False, submitted_by__isnull=False)
                & ~Q(frozen_json="")
                & ~Q(frozen_sha256=""),
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
    def n_answered(self) -> int:
        """How many rows have an answer."""
        return self.n_total - self.n_unanswered


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
    """回答: one row of a checklist. `revision` rises with every save (optimistic lock)."""

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "checklist__department"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    value = models.CharField("回答", max_length=8, choices=AnswerValue, blank=True, default="")
    note = models.TextField("理由・条件", blank=True)
    evidence = models.CharField("根拠資料", max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

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
