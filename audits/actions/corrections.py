"""是正: the contractor's report, and the municipality's own look at it."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission, require
from audits.models import CorrectiveAction, Finding
from checklists.models import Method
from common.errors import Refused
from ledger.actions import record


@transaction.atomic
def report_correction(
    finding: Finding,
    *,
    cause: str,
    measure: str,
    owner: str,
    done_on: date,
    by: User,
    at: datetime,
) -> CorrectiveAction:
    """Record what the contractor reports to have done about a finding.

    Raises Refused when the finding is closed, a report waits already, or the day is to come.
    """
    require(by, Permission.FINDING_EDIT)
    if Finding.objects.filter(pk=finding.pk, closed_at__isnull=False).exists():
        raise Refused("この指摘は是正の確認が済んでいます。")
    if done_on > timezone.localtime(at).date():
        raise Refused("是正した日が先の日付になっています。是正が済んでから報告してください。")
    try:
        with transaction.atomic():
            action = CorrectiveAction.objects.create(
                municipality_id=finding.municipality_id,
                finding=finding,
                cause=cause.strip(),
                measure=measure.strip(),
                owner=owner.strip(),
                done_on=done_on,
                reported_at=at,
                reported_by=by,
            )
    except IntegrityError as error:
        raise Refused("確認待ちの是正報告があります。先にその結果を記録してください。") from error
    record(
        "audits.correction_reported",
        subject=action,
        context=finding.contract.engagement,
        by=by,
        at=at,
        finding=finding.number,
        done_on=done_on.isoformat(),
    )
    return action


@transaction.atomic
def verify_correction(
    action: CorrectiveAction,
    *,
    accept: bool,
    method: str,
    verification: str,
    by: User,
    at: datetime,
) -> None:
    """Record how the municipality checked a correction; accepting it closes the finding.

    Raises Refused without a described check, or when the report was answered before.
    """
    require(by, Permission.FINDING_EDIT)
    if not verification.strip() or method not in Method.values:
        raise Refused("確認方法を選び、何をどう確かめたかを入力してください。")
    result = CorrectiveAction.Result.ACCEPTED if accept else CorrectiveAction.Result.RETURNED
    changed = CorrectiveAction.objects.filter(
        pk=action.pk, result=CorrectiveAction.Result.WAITING
    ).update(
        result=result,
        method=method,
        verification=verification.strip(),
        verified_at=at,
        verified_by=by,
    )
    if not changed:
        raise Refused("この是正報告の結果は記録済みです。画面を更新して確かめてください。")
    finding = action.finding
    if accept:
        Finding.objects.filter(pk=finding.pk).update(closed_at=at, closed_by=by)
    action.refresh_from_db()
    record(
        "audits.correction_verified",
        subject=action,
        context=finding.contract.engagement,
        by=by,
        at=at,
        finding=finding.number,
        result=str(result),
        method=method,
    )
