"""事業者: registering firms, once for the whole municipality."""

from datetime import datetime

from django.db import transaction

from accounts.models import Municipality, User
from accounts.permissions import Permission, require
from common.errors import Refused, Stale
from engagements.content import VENDOR_FIELDS, vendor_digest
from engagements.duplicates import alike
from engagements.gates import validate
from engagements.models import FormerName, Vendor
from engagements.naming import name_key, plain_number
from ledger.actions import record


@transaction.atomic
def register_vendor(*, is_distinct: bool = False, by: User, at: datetime, **fields: str) -> Vendor:
    """Register a firm; `is_distinct`: the user says that it is none of those alike.

    Raises Refused for a wrong 法人番号, one that is registered, and a firm whose name is that
    of a registered one, or nearly, unless it `is_distinct`.
    """
    require(by, Permission.VENDOR_EDIT)
    if by.municipality is None:
        raise Refused("所属する自治体が登録されていません。管理者に連絡してください。")
    # One registration at a time, or a button pressed twice would make the firm twice.
    Municipality.objects.select_for_update().get(pk=by.municipality.pk)
    vendor = Vendor(municipality=by.municipality, **_known(fields))
    vendor.name_key = name_key(vendor.name)
    validate(vendor)
    same = alike(vendor.municipality_id, vendor.name)
    if same and not is_distinct:
        names = "、".join(f"「{found.vendor.name}」" for found in same)
        raise Refused(
            f"同じ事業者と思われる登録があります（{names}）。登録済みの事業者と同じか、"
            "法人番号と所在地で確かめてください。別の事業者であれば、"
            "「別の事業者として登録する」に印を付けて、もう一度登録してください。"
        )
    vendor.save(force_insert=True)
    record(
        "engagements.vendor_registered",
        subject=vendor,
        by=by,
        at=at,
        name=vendor.name,
        distinct_from=[found.vendor.pk for found in same],
    )
    return vendor


@transaction.atomic
def update_vendor(
    vendor: Vendor, *, seen: str | None = None, by: User, at: datetime, **fields: str
) -> Vendor:
    """Correct what is known of a firm. Contracts keep the name they were concluded with, the
    register the name it had.

    `seen` is the vendor_digest of what the user saw; raises Stale when it has changed since.
    Raises Refused.
    """
    fresh = enter_register(vendor, by=by, permission=Permission.VENDOR_EDIT)
    if seen is not None and seen != vendor_digest(fresh):
        raise Stale("ほかの職員が先にこの事業者を直しました。内容を比べてください。")
    changed = {
        name: value for name, value in _known(fields).items() if getattr(fresh, name) != value
    }
    former = fresh.name
    for name, value in changed.items():
        setattr(fresh, name, value)
    fresh.name_key = name_key(fresh.name)
    validate(fresh)
    fresh.save(update_fields=[*changed, "name_key"])
    if "name" in changed:
        FormerName.objects.create(
            municipality_id=fresh.municipality_id,
            vendor=fresh,
            name=former,
            name_key=name_key(former),
            replaced_at=at,
        )
    record("engagements.vendor_updated", subject=fresh, by=by, at=at, changed=changed)
    return fresh


def enter_register(vendor: Vendor, *, by: User, permission: Permission) -> Vendor:
    """The firm as it is now, locked until the transaction ends: what each change asks first.

    Raises Refused when the user's role may not, when the firm is another municipality's, or
    when it was merged into another.
    """
    require(by, permission)
    fresh = Vendor.objects.select_for_update(of=("self",)).get(pk=vendor.pk)
    if fresh.municipality_id != by.municipality_id:
        raise Refused("ほかの自治体の事業者は変えられません。")
    if fresh.merged_into is not None:
        raise Refused(
            f"「{fresh.name}」は「{fresh.merged_into.name}」に統合されています。"
            f"「{fresh.merged_into.name}」の画面で行ってください。"
        )
    return fresh


def _known(fields: dict[str, str]) -> dict[str, str]:
    unknown = set(fields) - set(VENDOR_FIELDS)
    if unknown:
        raise TypeError(f"a vendor has no {', '.join(sorted(unknown))}")
    known = {name: value.strip() for name, value in fields.items()}
    if "corporate_number" in known:
        known["corporate_number"] = plain_number(known["corporate_number"])
    return known
