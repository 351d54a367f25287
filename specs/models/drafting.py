"""Around the text of an edition: what became of clauses, saved states, reasons, wording rules.

A saved state names each row of the draft by the hash of its content; the contents are kept
once an edition (DraftContent). An autosave therefore costs one small row, and every state can
be had back.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import Municipality, User
from accounts.scoping import ScopedQuerySet
from specs.models.edition import Edition


class Fate(models.TextChoices):
    """What became of a clause of the edition before."""

    RETIRED = "retired", "廃止"
    SPLIT = "split", "分割"
    MERGED = "merged", "統合"


class ClauseFate(models.Model):
    """条の異動: a clause of the edition before that is gone, was split, or went into another."""

    SCOPE = "municipality"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="fates")
    clause_key = models.SlugField("条", max_length=60)
    caption = models.CharField("見出し", max_length=60)
    fate = models.CharField("異動", max_length=8, choices=Fate)
    into: Any = models.JSONField("移った先の条", default=list)
    reason = models.TextField("理由")

    objects = ScopedQuerySet["ClauseFate"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "clause_key"], name="clause_fate_once_an_edition"
            ),
            models.CheckConstraint(name="clause_fate_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.caption}（{self.get_fate_display()}）"


class WarningReason(models.Model):
    """A warning of the linter that may stay, and why. `place` and `code` name the warning."""

    SCOPE = "municipality"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="warning_reasons")
    code = models.CharField(max_length=8)
    place = models.CharField(max_length=200)
    reason = models.TextField("理由")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ScopedQuerySet["WarningReason"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code", "place"], name="warning_reason_once"
            ),
            models.CheckConstraint(name="warning_reason_given", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.place}"


class DraftContent(models.Model):
    """The content of one row of a draft (a clause, an item, …), named by its hash."""

    SCOPE = "municipality"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="draft_contents")
    sha256 = models.CharField(max_length=64)
    content: Any = models.JSONField()

    objects = ScopedQuerySet["DraftContent"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "sha256"], name="draft_content_once")
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class DraftState(models.Model):
    """保存した状態: what a draft was after one save. `summary` says what the save changed."""

    SCOPE = "municipality"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="draft_states")
    seq = models.PositiveIntegerField()
    saved_at = models.DateTimeField("保存日時")
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    summary = models.CharField("変えたこと", max_length=200)
    clause_key = models.SlugField("条", max_length=60, blank=True)
    manifest: Any = models.JSONField()

    objects = ScopedQuerySet["DraftState"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "seq"], name="draft_state_seq_unique")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.seq}"


class WordingRule(models.Model):
    """言葉の決まり: words that a municipality's own texts should no longer use.

    Adds to the shipped list (specs/text/lint/wording.toml).
    """

    SCOPE = "municipality"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    words = models.CharField("見付ける言葉", max_length=60)
    instead = models.CharField("改める言葉", max_length=60, blank=True)
    since = models.DateField("いつから", null=True, blank=True)
    explanation = models.CharField("理由", max_length=300)
    is_active = models.BooleanField("使う", default=True)

    objects = ScopedQuerySet["WordingRule"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "words"], name="wording_rule_once")
        ]

    def __str__(self) -> str:
        return self.words
