"""事業者: registering firms, once for the whole municipality."""

import unicodedata
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission, require
from common.errors import Refused, Stale
from engagements.content import VENDOR_FIELDS, vendor_digest
from engagements.gates import validate
from engagements.models import Vendor
from ledger.actions import record


@transaction.atomic
def register_vendor(*, by: User, at: datetime, **fields: str) -> Vendor:
    """Register a firm. Raises Refused for a wrong 法人番号, or one that is registered."""
    require(by, Permission.VENDOR_EDIT)
    if by.municipality is None:
        raise Refused("所属する自治体が登録されていません。管理者に連絡してください。")
    vendor = Vendor(municipality=by.municipality, **_known(fields))
    validate(vendor)
    vendor.save(force_insert=True)
    record("engagements.vendor_registered", subject=vendor, by=by, at=at, name=vendor.name)
    return vendor


@transaction.atomic
def update_vendor(
    vendor: Vendor, *, seen: str | None = None, by: User, at: datetime, **fields: str
) -> Vendor:
    """Correct what is known of a firm. Contracts keep the name they were concluded with.

    `seen` is the vendor_digest of what the user saw; raises Stale when it has changed since.
    Raises Refused.
    """
    require(by, Permission.VENDOR_EDIT)
    fresh = Vendor.objects.select_for_update().get(pk=vendor.pk)
    if fresh.municipality_id != by.municipality_id:
        raise Refused("ほかの自治体の事業者は変えられません。")
    if seen is not None and seen != vendor_digest(fresh):
        raise Stale("ほかの職員が先にこの事業者を直しました。内容を比べてください。")
    changed = {
        name: value for name, value in _known(fields).items() if getattr(fresh, name) != value
    }
    for name, value in changed.items():
        setattr(fresh, name, value)
    validate(fresh)
    fresh.save(update_fields=list(changed))
    record("engagements.vendor_updated", subject=fresh, by=by, at=at, changed=changed)
    return fresh


def _known(fields: dict[str, str]) -> dict[str, str]:
    unknown = set(fields) - set(VENDOR_FIELDS)
    if unknown:
        raise TypeError(f"a vendor has no {', '.join(sorted(unknown))}")
    known = {name: value.strip() for name, value in fields.items()}
    if "corporate_number" in known:
        number = unicodedata.normalize("NFKC", known["corporate_number"])
        known["corporate_number"] = number.replace("-", "").replace(" ", "")
    return known
