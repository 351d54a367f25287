"""根拠資料: files that a firm or staff put beside an answer, or beside the table as a whole."""

from django.db import models
from django.db.models import Q

from accounts.models import Municipality, User
from accounts.scoping import ScopedQuerySet
from checklists.models.checklist import Checklist
from checklists.models.item import CheckItem


class Evidence(models.Model):
    """One file. Its bytes lie outside the web root under a random name (checklists/evidence).

    Without `item` it belongs to the whole table: the scan of a table that came on paper.
    """

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "checklist__department"
    RESPONDENT_SCOPE = "checklist"
    SEALED_BY = "checklist"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="evidence")
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField("ファイル名", max_length=120)
    kind = models.CharField("種類", max_length=12)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("大きさ（バイト）")
    sha256 = models.CharField("ハッシュ値", max_length=64)
    storage_key = models.CharField(max_length=80, unique=True)
    is_scanned = models.BooleanField("ウイルスの検査をした")
    added_at = models.DateTimeField("添えた日時")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_as = models.CharField("添えた人（事業者）", max_length=160, blank=True)

    objects = ScopedQuerySet["Evidence"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_says_who",
                condition=Q(added_by__isnull=False) | ~Q(added_as=""),
            )
        ]
        indexes = [
            models.Index(fields=["municipality", "sha256"], name="evidence_sha256"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def adder(self) -> str:
        """Who put it there."""
        return str(self.added_by) if self.added_by_id else self.added_as
