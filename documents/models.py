"""発行文書: what left the house. A row is written once and never changed or deleted."""

from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Exists, OuterRef

from accounts.models import Department, Municipality, User
from accounts.permissions import Acting
from accounts.scoping import ScopedQuerySet
from documents import storage

# How the subject of a paper about a municipality begins.
WHOLE = "accounts.Municipality:"


class Issued(Exception):
    """Somebody tried to change or delete an issued document."""

    def __init__(self) -> None:
        super().__init__("an issued document is never changed or deleted")


class IssuedDocumentQuerySet(ScopedQuerySet["IssuedDocument"]):
    """Issued documents, which can only be added to."""

    def visible_to(self, user: Acting) -> Self:
        """As of every model, but papers about the whole municipality are for those who see it."""
        rows = super().visible_to(user)
        if user.sees_whole_municipality:
            return rows
        return rows.exclude(department=None, subject__startswith=WHOLE)

    def about(self, subject: str, kind: str) -> Self:
        """Every issue of one kind for one subject (`app.Model:id`), the newest first."""
        return self.filter(subject=subject, kind=kind).order_by("-pk")

    def in_force(self) -> Self:
        """Those that no newer one followed."""
        newer = IssuedDocument._base_manager.filter(supersedes=OuterRef("pk"))
        return self.filter(~Exists(newer))

    def update(self, **kwargs: Any) -> NoReturn:
        """Raises Issued."""
        raise Issued

    def delete(self) -> NoReturn:
        """Raises Issued."""
        raise Issued

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises Issued."""
        raise Issued


class IssuedDocumentManager(models.Manager.from_queryset(IssuedDocumentQuerySet)):  # type: ignore[misc]
    """Says of each row whether a newer one took its place."""

    def get_queryset(self) -> IssuedDocumentQuerySet:
        """Rows with `is_superseded`."""
        newer = IssuedDocument._base_manager.filter(supersedes=OuterRef("pk"))
        rows: IssuedDocumentQuerySet = super().get_queryset()
        return rows.annotate(is_superseded=Exists(newer))  # type: ignore[no-redef]


class IssuedDocument(models.Model):
    """One file as it was issued, with its number, its hash and what it was made from."""

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "department"
    # Papers of an edition belong to no department.
    SHARED_WITHOUT_DEPARTMENT = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True)
    kind = models.CharField("種類", max_length=60)
    code = models.CharField("様式記号", max_length=8)
    number = models.CharField("文書番号", max_length=80)
    title = models.CharField("文書名", max_length=200)
    format = models.CharField("形式", max_length=8)
    filename = models.CharField("ファイル名", max_length=200)
    subject = models.CharField("対象", max_length=120)
    sha256 = models.CharField("ハッシュ値", max_length=64)
    size = models.PositiveBigIntegerField("大きさ（バイト）")
    storage_key = models.CharField(max_length=80)
    template_version = models.CharField(max_length=20)
    made_from: Any = models.JSONField("もとになったもの")
    verification_code = models.CharField("照合番号", max_length=14)
    issued_at = models.DateTimeField("発行日時")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    issued_as = models.CharField("発行した人（事業者）", max_length=160, blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )

    # The manager sets it; a row that was just made has no successor.
    is_superseded: bool = False

    objects = IssuedDocumentManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="issueddocument_says_who",
                condition=models.Q(issued_by__isnull=False) | ~models.Q(issued_as=""),
            ),
            models.UniqueConstraint(
                fields=["municipality", "number"], name="issueddocument_number_unique"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "subject", "kind"], name="issueddocument_subject"),
            models.Index(fields=["sha256"], name="issueddocument_sha256"),
            models.Index(fields=["verification_code"], name="issueddocument_code"),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row. Raises Issued for one that exists."""
        if not self._state.adding:
            raise Issued
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises Issued."""
        raise Issued

    @property
    def issuer(self) -> str:
        """Who had it made: a member of staff by user name, or a firm at its page."""
        return self.issued_by.username if self.issued_by else self.issued_as

    def read(self) -> bytes:
        """The file as it was issued. Raises storage.Altered when it no longer is."""
        if self.storage_key != storage.key_of(self.sha256):
            raise storage.Altered(self.storage_key, "")
        return storage.read(self.storage_key)
