"""特記仕様書: specifications, their editions, and the clauses of an edition.

Drafts change freely, and every saved state of one can be had back (specs/models/drafting.py).
Publishing stamps who, when and the hash of the content; after that
neither the edition nor anything in it changes, and the database refuses (specs/triggers.py).
Engagements point at an edition, never at "the current one".
"""

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import Municipality, User
from accounts.scoping import ScopedQuerySet


class Specification(models.Model):
    """特記仕様書（雛形）: a master template of one municipality; it has editions.

    `upstream` is the specification it follows: another one of the municipality, or one that
    another municipality (a prefecture, mostly) shares with all (`is_shared`).
    """

    SCOPE = "municipality"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    key = models.SlugField("識別名", max_length=60)
    title = models.CharField("名称", max_length=120)
    purpose = models.CharField("使う場面", max_length=200, blank=True)
    upstream = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, verbose_name="配布元"
    )
    is_shared = models.BooleanField("ほかの自治体に公開する", default=False)

    objects = ScopedQuerySet["Specification"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key"], name="specification_key_unique")
        ]

    def __str__(self) -> str:
        return self.title


class EditionStatus(models.TextChoices):
    """The life of an edition."""

    DRAFT = "draft", "作成中"
    IN_REVIEW = "in_review", "確認中"
    PUBLISHED = "published", "公開"
    SUPERSEDED = "superseded", "旧版"


class EditionQuerySet(ScopedQuerySet["Edition"]):
    """Editions."""

    def usable(self) -> "EditionQuerySet":
        """Editions a new engagement may be based on."""
        return self.filter(status=EditionStatus.PUBLISHED)


class Edition(models.Model):
    """版: one version of a specification."""

    SCOPE = "municipality"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    specification = models.ForeignKey(
        Specification, on_delete=models.PROTECT, related_name="editions"
    )
    number = models.PositiveSmallIntegerField("版")
    status = models.CharField(
        "状態", max_length=12, choices=EditionStatus, default=EditionStatus.DRAFT, editable=False
    )
    change_note = models.TextField("改定の要点", blank=True)
    effective_on = models.DateField("適用開始日", null=True, blank=True)
    revision_planned_on = models.DateField("次の見直し予定日", null=True, blank=True)
    based_on = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="元にした版",
    )
    upstream_edition = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="取り入れた配布元の版",
    )
    frame: Any = models.JSONField("条のほかの部分", null=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    source_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField("作成日時", editable=False)
    created_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    submitted_at = models.DateTimeField("確認の依頼日時", null=True, editable=False)
    submitted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField("公開日時", null=True, editable=False)
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    content_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["specification", "number"], name="edition_number_unique"
            ),
            models.CheckConstraint(
                name="edition_published_all_or_nothing",
                condition=(
                    Q(published_at=None, content_sha256="")
                    & Q(status__in=[EditionStatus.DRAFT, EditionStatus.IN_REVIEW])
                )
                | (
                    Q(published_at__isnull=False)
                    & ~Q(content_sha256="")
                    & Q(status__in=[EditionStatus.PUBLISHED, EditionStatus.SUPERSEDED])
                ),
            ),
            models.UniqueConstraint(
                fields=["specification"],
                condition=Q(status__in=[EditionStatus.DRAFT, EditionStatus.IN_REVIEW]),
                name="edition_one_draft",
            ),
            models.CheckConstraint(
                name="edition_submitted_all_or_nothing",
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="edition_review_was_asked_for",
                condition=~Q(status=EditionStatus.IN_REVIEW) | Q(submitted_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "specification", "-number"], name="edition_latest")
        ]

    def __str__(self) -> str:
        return f"{self.specification.title}　第{self.number}版"

    @property
    def is_published(self) -> bool:
        """Whether the edition is frozen."""
        return self.published_at is not None

    @property
    def is_draft(self) -> bool:
        """Whether its text may be edited."""
        return self.status == EditionStatus.DRAFT
