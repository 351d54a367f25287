"""実施状況確認: planning a round and drawing its findings."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission, require
from audits.models import Finding, Inspection
from audits.rules import correction_due, severity_of
from checklists.actions import create_checklist
from checklists.models import Judgement, Phase, Verdict
from common.errors import Refused
from engagements.items import items_for
from engagements.models import Contract, Stage
from ledger.actions import record

ROUND_STAGES = {Phase.POST: (Stage.PERFORMANCE,), Phase.END: (Stage.PERFORMANCE, Stage.CLOSING)}


@transaction.atomic
def plan_inspection(
    contract: Contract,
    *,
    phase: str,
    planned_on: date,
    way: str,
    remote_reason: str = "",
    by: User,
    at: datetime,
) -> Inspection:
    """Start a round with a fresh check table of its phase.

    Raises Refused outside the stages of the phase, without the permission, without a reason
    for not going there, or when no item is asked in the phase.
    """
    require(by, Permission.INSPECTION_EDIT)
    engagement = contract.engagement
    if engagement.stage not in ROUND_STAGES[Phase(phase)]:
        raise Refused("実施状況確認を始められるのは、履行又は終了確認の段階だけです。")
    if way != Inspection.Way.ON_SITE and not remote_reason.strip():
        raise Refused("実地によらないときは、その理由を入力してください。")
    items = items_for(engagement, phase)
    if not items or engagement.edition is None:
        raise Refused("この時期に確認する項目がありません。確認表の型を確かめてください。")
    last = contract.inspections.aggregate(last=Max("number"))["last"] or 0
    checklist = create_checklist(
        municipality=contract.municipality,
        department=engagement.department,
        edition=engagement.edition,
        items=items,
        phase=phase,
        context=engagement,
        title=f"{engagement.title}　第{last + 1}回",
        respondent=contract.contractor_name,
        by=by,
        at=at,
    )
    inspection = Inspection.objects.create(
        municipality_id=contract.municipality_id,
        contract=contract,
        checklist=checklist,
        number=last + 1,
        way=way,
        remote_reason=remote_reason.strip(),
        planned_on=planned_on,
    )
    record(
        "audits.inspection_planned",
        subject=inspection,
        context=engagement,
        by=by,
        at=at,
        number=inspection.number,
        phase=str(phase),
        way=str(way),
        planned_on=planned_on.isoformat(),
    )
    return inspection


@transaction.atomic
def conclude_inspection(
    inspection: Inspection,
    *,
    held_on: date,
    place: str,
    attendees: str,
    remarks: str,
    by: User,
    at: datetime,
) -> list[Finding]:
    """Finish a round; every verdict of 要是正 or 不適 becomes a finding. The findings.

    Raises Refused while the table is not submitted and judged, or if it was concluded before.
    """
    require(by, Permission.INSPECTION_EDIT)
    checklist = inspection.checklist
    checklist.refresh_from_db()
    if checklist.judged_at is None:
        raise Refused("確認表の記入と市の判定をすべて終えてから、実施状況確認を終了してください。")
    if held_on > timezone.localtime(at).date():
        raise Refused("実施日が先の日付になっています。実際に行った日を入力してください。")
    changed = Inspection.objects.filter(pk=inspection.pk, concluded_at=None).update(
        held_on=held_on,
        place=place.strip(),
        attendees=attendees.strip(),
        remarks=remarks.strip(),
        concluded_at=at,
        concluded_by=by,
    )
    if not changed:
        raise Refused("この実施状況確認は終了しています。")
    inspection.refresh_from_db()
    findings = _draw_findings(inspection, at)
    record(
        "audits.inspection_concluded",
        subject=inspection,
        context=inspection.contract.engagement,
        by=by,
        at=at,
        number=inspection.number,
        held_on=held_on.isoformat(),
        findings=[finding.number for finding in findings],
    )
    return findings


def _draw_findings(inspection: Inspection, at: datetime) -> list[Finding]:
    bad = Judgement.objects.filter(
        checklist=inspection.checklist, verdict__in=[Verdict.CORRECT, Verdict.UNFIT]
    ).select_related("item")
    contract = inspection.contract
    last = contract.findings.aggregate(last=Max("number"))["last"] or 0
    found_on = timezone.localtime(at).date()
    findings = []
    for number, judgement in enumerate(
        bad.order_by("item__clause__position", "item__position"), last + 1
    ):
        severity = severity_of(judgement.verdict, judgement.item.level)
        findings.append(
            Finding(
                municipality_id=contract.municipality_id,
                contract=contract,
                inspection=inspection,
                item=judgement.item,
                number=number,
                severity=severity,
                description=judgement.remark,
                due_on=correction_due(severity, found_on),
                found_at=at,
            )
        )
    return Finding.objects.bulk_create(findings)
