"""第三者認証: what somebody else certified of a firm, for which part of it and until when."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from accounts.models import Municipality, User
from accounts.scoping import ScopedQuerySet
from engagements.models.vendor import Vendor

# Days before the end from which it is said to be near. Ours, of no law.
NEAR = timedelta(days=90)


class CertificationState(models.TextChoices):
    """状態 of a certification on one day."""

    VALID = "valid", "有効"
    NEAR = "near", "期限間近"
    EXPIRED = "expired", "期限切れ"
    UNKNOWN = "unknown", "期限未確認"


class Certification(models.Model):
    """第三者認証 of a firm. A correction or renewal is a new row; the former one stays."""

    SCOPE = "municipality"

    class Kind(models.TextChoices):
        """種類."""

        ISMS = "isms", "ISMS（ISO/IEC 27001）"
        CLOUD = "iso27017", "ISMSクラウドセキュリティ（ISO/IEC 27017）"
        CLOUD_PRIVACY = "iso27018", "クラウド個人情報保護（ISO/IEC 27018）"
        PRIVACY_MARK = "p_mark", "プライバシーマーク"
        ISMAP = "ismap", "ISMAP"
        SOC2 = "soc2", "SOC2"
        OTHER = "other", "その他"

    class Means(models.TextChoices):
        """確認方法: what the municipality saw."""

        ORIGINAL = "original", "現物"
        COPY = "copy", "写し"
        REGISTER = "register", "認証機関の公表"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="certifications")
    kind = models.CharField("種類", max_length=12, choices=Kind)
    name = models.CharField("認証の名称", max_length=200, blank=True)
    number = models.CharField("登録番号", max_length=60, blank=True)
    coverage = models.CharField("適用範囲", max_length=200, blank=True)
    valid_until = models.DateField("有効期限", null=True, blank=True)
    checked_on = models.DateField("確認日", null=True, blank=True)
    checked_by_means = models.CharField("確認方法", max_length=8, choices=Means, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="replaced_by"
    )
    is_current = models.BooleanField(default=True, editable=False)
    ended_reason = models.CharField(
        "名簿から外した理由", max_length=200, blank=True, editable=False
    )
    recorded_at = models.DateTimeField("記録日時", null=True, editable=False)
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ScopedQuerySet["Certification"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="certification_other_has_name",
                condition=~Q(kind="other") | ~Q(name=""),
                violation_error_message="種類が「その他」のときは、認証の名称を入力してください。",
            ),
            models.CheckConstraint(
                name="certification_checked_all_or_nothing",
                condition=Q(checked_on=None, checked_by_means="")
                | (Q(checked_on__isnull=False) & ~Q(checked_by_means="")),
                violation_error_message="確認日と確認方法は、両方を入力するか、両方を空欄にしてください。",
            ),
            models.CheckConstraint(
                name="certification_current_has_not_ended",
                condition=Q(is_current=False) | Q(ended_reason=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "valid_until"],
                condition=Q(is_current=True),
                name="certification_ending",
            )
        ]

    def __str__(self) -> str:
        """種類, or of その他 and beside it the name that was given."""
        if self.kind == self.Kind.OTHER:
            return self.name
        return f"{self.get_kind_display()}　{self.name}" if self.name else self.get_kind_display()

    def state_on(self, day: date) -> CertificationState:
        """有効, 期限間近 (90 days or fewer), 期限切れ or 期限未確認; the last day still counts."""
        if self.valid_until is None:
            return CertificationState.UNKNOWN
        if self.valid_until < day:
            return CertificationState.EXPIRED
        return (
            CertificationState.NEAR if self.valid_until <= day + NEAR else CertificationState.VALID
        )
