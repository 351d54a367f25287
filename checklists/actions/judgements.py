"""判定: what the municipality found, row by row or all at once, and its end."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from accounts.permissions import Permission, require
from checklists.canonical import judgements_content
from checklists.models import Checklist, Judgement, Method, Verdict
from common.canonical import dumps, sha256_hex
from common.errors import Refused, Stale
from ledger.actions import record


def _check(checklist: Checklist, verdict: str, method: str, remark: str) -> None:
    if not checklist.is_submitted:
        raise Refused("確認表が提出されてから判定してください。")
    if checklist.judged_at is not None:
        raise Refused("判定は終わっています。変えることはできません。")
    if verdict not in Verdict.values:
        raise Refused("判定は選択肢から選んでください。")
    if verdict and method not in Method.values:
        raise Refused("確認方法を選んでください。")
    if verdict in (Verdict.CORRECT, Verdict.UNFIT) and not remark.strip():
        raise Refused("「要是正」又は「不適」には、見たことと理由を所見に入力してください。")


def _stale(judgement: Judgement) -> Stale:
    who = f"{judgement.judged_by}さん" if judgement.judged_by else "ほかの人"
    return Stale(
        f"{who}が先に保存しました（{Verdict(judgement.verdict).label}　{judgement.remark}）。"
        "内容を確かめ、必要なら直して、もう一度保存してください。"
    )


@transaction.atomic
def save_judgement(
    checklist_id: int,
    item_id: int,
    *,
    verdict: str,
    method: str,
    remark: str,
    revision: int,
    by: User,
    at: datetime,
) -> Judgement:
    """Save one verdict if nobody has saved it since `revision`. Raises Stale or Refused."""
    require(by, Permission.CHECKLIST_JUDGE)
    judgement = Judgement.objects.select_related("checklist", "item", "judged_by").get(
        checklist_id=checklist_id, item_id=item_id
    )
    _check(judgement.checklist, verdict, method, remark)
    changed = Judgement.objects.filter(pk=judgement.pk, revision=revision).update(
        verdict=verdict,
        method=method if verdict else "",
        remark=remark.strip(),
        revision=F("revision") + 1,
        judged_at=at,
        judged_by=by,
    )
    if not changed:
        raise _stale(judgement)
    record(
        "checklists.judgement_saved",
        subject=judgement.checklist,
        by=by,
        at=at,
        context_key=judgement.checklist.context,
        item=judgement.item.code,
        revision=revision + 1,
    )
    judgement.refresh_from_db()
    return judgement


@transaction.atomic
def save_judgements(
    checklist: Checklist, rows: Sequence[dict[str, Any]], *, by: User, at: datetime
) -> int:
    """Save all verdicts at once, all or none; how many changed. Rows have item_id, verdict,
    method, remark, revision. Raises Refused with one sentence an item."""
    require(by, Permission.CHECKLIST_JUDGE)
    checklist = Checklist.objects.select_for_update().get(pk=checklist.pk)
    judgements = {
        judgement.item_id: judgement
        for judgement in checklist.judgements.select_related("item", "judged_by")
    }
    changed, reasons = [], []
    for row in rows:
        judgement = judgements.get(row["item_id"])
        new = (row["verdict"], row["method"] if row["verdict"] else "", row["remark"].strip())
        if judgement is None or new == (judgement.verdict, judgement.method, judgement.remark):
            continue
        try:
            _check(checklist, *new)
            if judgement.revision != row["revision"]:
                raise _stale(judgement)
        except Refused as refusal:
            reasons += [f"{judgement.item.code}：{reason}" for reason in refusal.reasons]
            continue
        judgement.verdict, judgement.method, judgement.remark = new
        judgement.revision += 1
        judgement.judged_at, judgement.judged_by = at, by
        changed.append(judgement)
    if reasons:
        raise Refused(reasons)
    if changed:
        Judgement.objects.bulk_update(
            changed,
            ["verdict", "method", "remark", "revision", "judged_at", "judged_by"],
            batch_size=100,
        )
        record(
            "checklists.judgements_saved",
            subject=checklist,
            by=by,
            at=at,
            context_key=checklist.context,
            items=[judgement.item.code for judgement in changed],
        )
    return len(changed)


@transaction.atomic
def finish_judgement(checklist: Checklist, *, by: User, at: datetime) -> None:
    """Freeze the verdicts; their hash goes to the ledger. Raises Refused while one is missing."""
    require(by, Permission.CHECKLIST_JUDGE)
    checklist = Checklist.objects.select_for_update().get(pk=checklist.pk)
    _check(checklist, "", "", "")
    unseen = checklist.judgements.filter(verdict=Verdict.UNSEEN).count()
    if unseen:
        raise Refused(f"未確認の項目が{unseen}件あります。すべて判定してから終えてください。")
    checklist.judged_at, checklist.judged_by = at, by
    checklist.judged_sha256 = sha256_hex(dumps(judgements_content(checklist)))
    checklist.save(update_fields=["judged_at", "judged_by", "judged_sha256"])
    record(
        "checklists.judged",
        subject=checklist,
        by=by,
        at=at,
        context_key=checklist.context,
        title=checklist.title,
        sha256=checklist.judged_sha256,
    )
