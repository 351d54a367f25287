"""返還・消去・廃棄: reported by the contractor, then verified by the municipality."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission, require
from audits.models import Disposal
from common.errors import Refused
from engagements.models import Contract, Stage
from ledger.actions import record


@transaction.atomic
def report_disposal(
    contract: Contract,
    *,
    subjects: str,
    way: str,
    performed_on: date,
    responsible: str,
    certificate: str,
    by: User,
    at: datetime,
) -> Disposal:
    """Record what the contractor says it returned, erased or destroyed; may be corrected
    until the municipality has verified it.

    Raises Refused before 履行, after verification, or for a day to come.
    """
    require(by, Permission.DISPOSAL_EDIT)
    if contract.engagement.stage not in (Stage.PERFORMANCE, Stage.CLOSING):
        raise Refused("返還・消去・廃棄を記録できるのは、履行又は終了確認の段階だけです。")
    if performed_on > timezone.localtime(at).date():
        raise Refused("実施日が先の日付になっています。実施が済んでから記録してください。")
    existing = Disposal.objects.filter(contract=contract).first()
    if existing is not None and existing.verified_at is not None:
        raise Refused("市の確認が済んでいるため、内容を変えることはできません。")
    disposal, _ = Disposal.objects.update_or_create(
        contract=contract,
        defaults={
            "municipality_id": contract.municipality_id,
            "subjects": subjects.strip(),
            "way": way.strip(),
            "performed_on": performed_on,
            "responsible": responsible.strip(),
            "certificate": certificate.strip(),
            "reported_at": at,
        },
    )
    record(
        "audits.disposal_reported",
        subject=disposal,
        context=contract.engagement,
        by=by,
        at=at,
        performed_on=performed_on.isoformat(),
    )
    return disposal


@transaction.atomic
def verify_disposal(
    disposal: Disposal, *, verified_on: date, verified_how: str, by: User, at: datetime
) -> None:
    """Record how the municipality made sure that nothing is left with the contractor.

    Raises Refused without a described check, for a day before the disposal, or twice.
    """
    require(by, Permission.DISPOSAL_EDIT)
    if not verified_how.strip():
        raise Refused(
            "何をどのように確かめたかを入力してください。報告書の受領だけでは足りません。"
        )
    if verified_on < disposal.performed_on:
        raise Refused("確認した日は、返還・消去・廃棄の実施日以後の日にしてください。")
    changed = Disposal.objects.filter(pk=disposal.pk, verified_at=None).update(
        verified_on=verified_on,
        verified_how=verified_how.strip(),
        verified_at=at,
        verified_by=by,
    )
    if not changed:
        raise Refused("市の確認は記録済みです。")
    disposal.refresh_from_db()
    record(
        "audits.disposal_verified",
        subject=disposal,
        context=disposal.contract.engagement,
        by=by,
        at=at,
        verified_on=verified_on.isoformat(),
    )
