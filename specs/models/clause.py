"""What an edition consists of: clauses, law references, tables and forms."""

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import Municipality
from accounts.scoping import ScopedQuerySet
from specs.models.edition import Edition


class LegalReference(models.Model):
    """根拠法令: an article and what it asks of this work."""

    SCOPE = "municipality"

    class Certainty(models.TextChoices):
        """How far the reference was checked against its source."""

        VERIFIED = "V", "条文で確認済み"
        PARTLY = "P", "一部確認"
        UNVERIFIED = "U", "未確認"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="legal_references")
    key = models.SlugField(max_length=60)
    law = models.CharField("法令名", max_length=120)
    number = models.CharField("法令番号", max_length=60, blank=True)
    article = models.CharField("条項", max_length=60, blank=True)
    requires = models.TextField("求めること")
    in_force_since = models.CharField("施行・変更", max_length=120, blank=True)
    certainty = models.CharField(
        "確認の程度", max_length=1, choices=Certainty, default=Certainty.UNVERIFIED
    )

    objects = ScopedQuerySet["LegalReference"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="legal_reference_key_unique")
        ]

    def __str__(self) -> str:
        return f"{self.law}{self.article}"


class Level(models.TextChoices):
    """How firmly a clause belongs to every contract."""

    REQUIRED = "必須", "必須"
    STANDARD = "標準", "標準"
    CONDITIONAL = "条件", "条件"


class Omission(models.TextChoices):
    """外す条件: when an engagement may go without the clause."""

    NEVER = "never", "削除できない"
    MY_NUMBER = "my-number", "個人番号を取り扱うときは削除できない"
    APPROVAL = "approval", "理由と情報政策部門の承認により削除できる"
    SCOPE = "scope", "前提質問の答えで決まる"


class ClauseQuerySet(ScopedQuerySet["Clause"]):
    """Clauses."""

    def in_order(self) -> "ClauseQuerySet":
        """By their place in the edition."""
        return self.order_by("position")


# What only a page about the clause itself reads: long texts, and JSON that takes time to read.
_LONG = ("tree", "typed", "rationale", "guidance", "precedents", "blanks", "legal_basis")


def long_fields(of: str) -> list[str]:
    """What to `defer` in a list whose rows name their clause, at the relation `of`
    ("item__clause"): a table of a hundred rows is read in half the time."""
    return [f"{of}__{name}" for name in _LONG]


class Clause(models.Model):
    """条: text, and all that a person needs to decide about it.

    `key` is the same from edition to edition. `tree` is the text as specs.text.codec writes
    it: no numbers, references as keys, parties and blanks as placeholders. `typed` is what stands
    in the editor's box while it can't be read as an article; only drafts have any.
    """

    SCOPE = "municipality"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField("順序")
    key = models.SlugField("識別名", max_length=60)
    code = models.CharField("整理番号", max_length=8)
    caption = models.CharField("見出し", max_length=60)
    tree: Any = models.JSONField("条文")
    typed = models.TextField("読み取れない入力", blank=True, default="")
    level = models.CharField("区分", max_length=4, choices=Level)
    omission = models.CharField("外す条件", max_length=12, choices=Omission)
    applies_when = models.CharField("適用の条件", max_length=120, blank=True)
    unchecked_reason = models.TextField("確認項目を置かない理由", blank=True)
    rationale = models.TextField("趣旨")
    guidance = models.TextField("解説")
    omission_note = models.TextField("外せる場合", blank=True)
    alternative = models.TextField("代替措置", blank=True)
    precedents = models.TextField("防げた事故", blank=True)
    blanks: Any = models.JSONField("記入事項", default=list)
    legal_basis: Any = models.JSONField("根拠法令との関係", default=list)
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = ClauseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="clause_key_unique"),
            models.UniqueConstraint(fields=["edition", "code"], name="clause_code_unique"),
            models.CheckConstraint(
                name="clause_scope_has_condition",
                condition=(Q(omission=Omission.SCOPE) & ~Q(applies_when=""))
                | (~Q(omission=Omission.SCOPE) & Q(applies_when="")),
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "edition", "position"], name="clause_order")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.caption}"


class Annex(models.Model):
    """別表: a table that belongs to the specification, e.g. 罰則の適用."""

    SCOPE = "municipality"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="annexes")
    position = models.PositiveSmallIntegerField("順序")
    key = models.SlugField(max_length=60)
    title = models.CharField("名称", max_length=120)
    clause_key = models.SlugField("関係する条", max_length=60)
    columns: Any = models.JSONField("列")
    rows: Any = models.JSONField("行")
    notes: Any = models.JSONField("備考", default=list)

    objects = ScopedQuerySet["Annex"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="annex_key_unique")]

    def __str__(self) -> str:
        return self.title


class Form(models.Model):
    """様式: a form the contractor files. Its number stays when articles move."""

    SCOPE = "municipality"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="forms")
    number = models.PositiveSmallIntegerField("様式番号")
    key = models.SlugField(max_length=60)
    title = models.CharField("名称", max_length=120)
    clause_key = models.SlugField("関係する条", max_length=60)
    document = models.CharField("文書", max_length=4, blank=True)

    objects = ScopedQuerySet["Form"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="form_key_unique"),
            models.UniqueConstraint(fields=["edition", "number"], name="form_number_unique"),
        ]

    def __str__(self) -> str:
        return f"様式第{self.number}号　{self.title}"
