"""確認項目: what is asked about a clause, and the presets that choose among them.

One item has one identity and two prompts (before the contract, after it), so that the same
table is used twice.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import Municipality
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
    about_firm = models.BooleanField("会社全体について聞く", default=False)
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
