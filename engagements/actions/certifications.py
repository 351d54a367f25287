"""第三者認証: recording, renewing and taking off what others certified of a firm."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from common.canonical import dumps, sha256_hex
from common.errors import Refused, Stale
from engagements.actions.vendors import enter_register
from engagements.content import CERTIFICATION_FIELDS, certification_content
from engagements.gates import validate
from engagements.models import Certification, Vendor
from engagements.standing import of_firms
from ledger.actions import record


@transaction.atomic
def record_certification(
    vendor: Vendor,
    *,
    replaces: Certification | None = None,
    by: User,
    at: datetime,
    **fields: str | date | None,
) -> Certification:
    """Record a certification, or its renewal or correction, which `replaces` the former row.

    Raises Refused; Stale when somebody has replaced or taken off the former row already.
    """
    fresh = enter_register(vendor, by=by, permission=Permission.VENDOR_EDIT)
    if replaces is not None:
        _retire(replaces, fresh)
    row = Certification(
        municipality_id=fresh.municipality_id,
        vendor=fresh,
        replaces=replaces,
        recorded_at=at,
        recorded_by=by,
        **_known(fields),
    )
    if row.checked_on is not None and row.checked_on > timezone.localtime(at).date():
        raise Refused("確認日が先の日付になっています。")
    validate(row)
    row.save(force_insert=True)
    _record("engagements.certification_recorded", row, by, at)
    return row


@transaction.atomic
def end_certification(
    certification: Certification, *, reason: str, by: User, at: datetime
) -> Certification:
    """Take a certification off the register, with the reason; the row stays.

    Raises Refused; Stale when somebody has replaced or taken it off already.
    """
    vendor = enter_register(certification.vendor.firm, by=by, permission=Permission.VENDOR_EDIT)
    if not reason.strip():
        raise Refused("名簿から外す理由を入力してください。")
    _retire(certification, vendor, reason.strip())
    certification.refresh_from_db()
    _record("engagements.certification_ended", certification, by, at, reason=reason.strip())
    return certification


def _retire(row: Certification, vendor: Vendor, reason: str = "") -> None:
    rows = Certification.objects.filter(of_firms([vendor.pk]), pk=row.pk, is_current=True)
    if not rows.update(is_current=False, ended_reason=reason):
        raise Stale("ほかの職員が先にこの認証を直しました。新しい内容を見て、やり直してください。")


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - set(CERTIFICATION_FIELDS)
    if unknown:
        raise TypeError(f"a certification has no {', '.join(sorted(unknown))}")
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in fields.items()
    }


def _record(verb: str, row: Certification, by: User, at: datetime, **data: Any) -> None:
    record(
        verb,
        subject=row,
        context=row.vendor,
        by=by,
        at=at,
        vendor=row.vendor.name,
        certification=str(row),
        sha256=sha256_hex(dumps(certification_content(row))),
        **data,
    )
