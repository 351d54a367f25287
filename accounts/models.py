"""自治体・課・職員: the tenant, its departments and its staff."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.permissions import ALLOWED, Permission, Role
from accounts.scoping import ScopedQuerySet


def validate_municipality_code(code: str) -> None:
    """全国地方公共団体コード: five digits and a check digit.

    Check digit: 11 − (Σ digit × weight 6,5,4,3,2) mod 11, last digit only.
    Raises ValidationError.
    Source: 総務省「全国地方公共団体コード仕様」.
    """
    if len(code) != 6 or not (code.isascii() and code.isdigit()):
        raise ValidationError("全国地方公共団体コードは6桁の数字で入力してください。")
    total = sum(int(digit) * weight for digit, weight in zip(code, (6, 5, 4, 3, 2), strict=False))
    if (11 - total % 11) % 10 != int(code[5]):
        raise ValidationError("全国地方公共団体コードの検査数字が合いません。")


class OrganType(models.TextChoices):
    """Which rules of the Act bind the organ.

    Source: 個人情報の保護に関する法律第2条第11項第2号, 第58条第2項, 第125条第1項.
    """

    EXECUTIVE = "executive", "市長部局・行政委員会等"
    HOSPITAL = "hospital", "病院・診療所・大学"
    ASSEMBLY = "assembly", "議会"


class PartyStyle(models.TextChoices):
    """What a document calls the two parties."""

    ORDERER = "orderer", "発注者・受注者"
    KO_OTSU = "ko_otsu", "甲・乙"
    CONSIGNOR = "consignor", "委託者・受託者"


class NumberingFamily(models.TextChoices):
    """How articles are numbered."""

    ARTICLE = "article", "第1条"
    PLAIN = "plain", "第1"


class Comma(models.TextChoices):
    """Which comma documents print."""

    TEN = "、", "、（てん）"
    COMMA = "，", "，（コンマ）"


class Municipality(models.Model):
    """地方公共団体: the tenant. Its drafting skin decides how documents read."""

    SCOPE = "id"

    code = models.CharField(
        "全国地方公共団体コード",
        max_length=6,
        unique=True,
        validators=[validate_municipality_code],
    )
    name = models.CharField("名称", max_length=60)
    mayor_title = models.CharField("長の職名", max_length=40)
    organ_type = models.CharField(
        "機関の種別", max_length=12, choices=OrganType, default=OrganType.EXECUTIVE
    )
    party_style = models.CharField(
        "当事者の呼び方", max_length=12, choices=PartyStyle, default=PartyStyle.ORDERER
    )
    numbering_family = models.CharField(
        "条の番号", max_length=12, choices=NumberingFamily, default=NumberingFamily.ARTICLE
    )
    comma = models.CharField("読点", max_length=1, choices=Comma, default=Comma.TEN)
    reviews_alone = models.BooleanField(
        "特記仕様書の確認を、依頼した職員自身が行ってよい",
        default=False,
        help_text="情報政策部門の職員が一人だけの自治体が使います。切り替えた事実は記録に残ります。",
    )

    objects = ScopedQuerySet["Municipality"].as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def party_names(self) -> tuple[str, str]:
        """(client, contractor) as documents print them, e.g. (発注者, 受注者)."""
        client, contractor = self.get_party_style_display().split("・")
        return client, contractor


class Department(models.Model):
    """課: owns engagements."""

    SCOPE = "municipality"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    name = models.CharField("課名", max_length=60)
    short_name = models.CharField("略称", max_length=8, help_text="文書番号に使います。例：税務")
    phone = models.CharField("電話", max_length=40, blank=True)

    objects = ScopedQuerySet["Department"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="department_name_unique"),
            models.UniqueConstraint(
                fields=["municipality", "short_name"], name="department_short_name_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ScopedUserManager(UserManager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """Django's user manager with `visible_to`."""


class User(AbstractUser):
    """職員. One role each; a member of a line division belongs to a department."""

    SCOPE = "municipality"

    ROLE_CHOICES = (
        (Role.BUSINESS, "業務主管課"),
        (Role.POLICY, "情報政策部門"),
        (Role.CONTRACTS, "契約課"),
        (Role.AUDITOR, "監査"),
        (Role.ADMIN, "管理者"),
    )

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("氏名", max_length=60)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, verbose_name="自治体"
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, verbose_name="課"
    )
    role = models.CharField("役割", max_length=12, choices=ROLE_CHOICES, default=Role.BUSINESS)

    REQUIRED_FIELDS = ["name", "email"]

    objects = ScopedUserManager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="user_business_has_department",
                condition=~Q(role=Role.BUSINESS)
                | Q(department__isnull=False)
                | Q(municipality__isnull=True),
                violation_error_message="業務主管課の職員には課が必要です。",
            ),
            models.CheckConstraint(
                name="user_role_known",
                condition=Q(role__in=[role.value for role in Role]),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """氏名."""
        return self.name

    @property
    def sees_whole_municipality(self) -> bool:
        """True for every role but the line divisions, who see their own department's rows."""
        return self.role != Role.BUSINESS

    def may(self, permission: Permission) -> bool:
        """Whether this user's role has the permission."""
        return self.role in ALLOWED[permission]
