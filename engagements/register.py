"""事業者名簿: finding firms by what they are and were called, and by what should be noticed."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from engagements.models import Certification, FormerName, Suspension, Vendor
from engagements.models.certification import NEAR
from engagements.models.vendor import VendorQuerySet
from engagements.naming import name_key, plain_number

if TYPE_CHECKING:
    from accounts.models import User

# A row of the register, and those merged into it.
THIS = Q(vendor=OuterRef("pk")) | Q(vendor__merged_into=OuterRef("pk"))

# Words of a search that count; more would make a statement that no database likes.
WORDS = 8

SUSPENDED, CERTIFICATES = "suspended", "certificates"
FILTERS = (
    ("", "すべて"),
    (SUSPENDED, "指名停止中"),
    (CERTIFICATES, "認証の期限切れ・期限間近"),
)


def found_vendors(user: "User", words: str) -> VendorQuerySet:
    """Firms whose name, former name, number or address holds every word, by name.

    Names are compared as they stand and without legal form, spaces and width. A merged
    duplicate is found as the firm it was merged into.
    """
    rows = Vendor.objects.visible_to(user).listed()
    for word in words.replace("\0", "").split()[:WORDS]:
        key = name_key(word)
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(corporate_number=plain_number(word))
            | Q(address__icontains=word)
            | Q(name_key__contains=key)
            | Exists(FormerName.objects.filter(THIS, name_key__contains=key))
            | Exists(Vendor.objects.filter(merged_into=OuterRef("pk"), name_key__contains=key))
        )
    return rows.order_by("name", "id")


def narrowed_to(rows: VendorQuerySet, show: str, day: date) -> VendorQuerySet:
    """Only the firms under 指名停止 on `day`, or with a certification that ends or ended."""
    if show == SUSPENDED:
        return rows.filter(Exists(Suspension.objects.in_force(day).filter(THIS)))
    if show == CERTIFICATES:
        ending = Certification.objects.filter(THIS, is_current=True, valid_until__lte=day + NEAR)
        return rows.filter(Exists(ending))
    return rows
