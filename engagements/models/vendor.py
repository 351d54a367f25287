"""事業者名簿: the firms a municipality knows, under the names they have had."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Municipality, User
from accounts.scoping import ScopedQuerySet
from engagements.naming import KEY_LENGTH

if TYPE_CHECKING:
    from typing import Self


def validate_corporate_number(number: str) -> None:
    """法人番号: a check digit and twelve digits.

    Check digit: 9 − (Σ digit × weight mod 9), weights 1 and 2 in turn from the right.
    Raises ValidationError.
    Source: 法人番号の指定等に関する省令第2条.
    """
    if len(number) != 13 or not (number.isascii() and number.isdigit()):
        raise ValidationError("法人番号は13桁の数字で入力してください。")
    digits = [int(digit) for digit in reversed(number[1:])]
    total = sum(digit * (2 if place % 2 else 1) for place, digit in enumerate(digits))
    if 9 - total % 9 != int(number[0]):
        raise ValidationError("法人番号の検査数字が合いません。番号を確かめてください。")


class VendorQuerySet(ScopedQuerySet["Vendor"]):
    """Firms."""

    def listed(self) -> "Self":
        """Without those that were merged into another: what lists and choices offer."""
        return self.filter(merged_into=None)


class Vendor(models.Model):
    """事業者: known to the whole municipality.

    A duplicate stays as it is and points to the firm it was merged into, so that what was
    tendered and contracted under it stays true.
    """

    SCOPE = "municipality"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    corporate_number = models.CharField(
        "法人番号", max_length=13, blank=True, validators=[validate_corporate_number]
    )
    name = models.CharField("名称", max_length=120)
    name_key = models.CharField(max_length=KEY_LENGTH, blank=True, editable=False)
    address = models.CharField("所在地", max_length=200)
    representative = models.CharField("代表者（職・氏名）", max_length=120)
    contact = models.CharField("連絡先", max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="merged"
    )
    merged_reason = models.TextField("統合の理由", blank=True, editable=False)
    merged_at = models.DateTimeField("統合日時", null=True, editable=False)
    merged_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = VendorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "corporate_number"],
                condition=~Q(corporate_number=""),
                name="vendor_corporate_number_unique",
                violation_error_message="この法人番号の事業者は登録済みです。",
            ),
            models.CheckConstraint(
                name="vendor_merged_all_or_nothing",
                condition=Q(merged_into=None, merged_at=None, merged_by=None, merged_reason="")
                | (
                    Q(merged_into__isnull=False, merged_at__isnull=False)
                    & Q(merged_by__isnull=False)
                    & ~Q(merged_reason="")
                ),
            ),
            models.CheckConstraint(
                name="vendor_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "name"], name="vendor_list"),
            models.Index(fields=["municipality", "name_key"], name="vendor_name_key"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """What is known of the firm."""
        return reverse("engagements:vendor-detail", args=[self.pk])

    @property
    def firm(self) -> "Vendor":
        """The entry that this row stands for: itself, or what it was merged into."""
        return self.merged_into or self

    @property
    def firm_id(self) -> int:
        """The id of `firm`."""
        return self.merged_into_id or self.pk


class FormerName(models.Model):
    """以前の名称: what the register called a firm before it was corrected or renamed."""

    SCOPE = "municipality"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField("名称", max_length=120)
    name_key = models.CharField(max_length=KEY_LENGTH)
    replaced_at = models.DateTimeField("変更日時", editable=False)

    objects = ScopedQuerySet["FormerName"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["municipality", "name_key"], name="former_name_key")]

    def __str__(self) -> str:
        return self.name
