"""判定: what the municipality found, row by row or all at once, and its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission, require
from checklists.canonical import judgements_content
from checklists.locking import lock_judgement, lock_unjudged
from checklists.models import Checklist, Judgement, Method, Verdict
from checklists.refusals import RowsRefused
from checklists.typed import NOTE_LIMIT, check_length, tidy
from common.canonical import dumps, sha256_hex
from common.errors import Refused, Stale
from common.templatetags.dates import wareki_time
from ledger.actions import record

FIELDS = ["verdict", "method", "remark", "revision", "judged_at", "judged_by"]


@dataclass(frozen=True)
class _Content:
    """What a judgement says. A row that isn't judged has no way of looking either."""

    verdict: str
    method: str
    remark: str

    @classmethod
    def of(cls, judgement: Judgement) -> "_Content":
        return cls(judgement.verdict, judgement.method, judgement.remark)

    @classmethod
    def typed(cls, verdict: str, method: str, remark: str) -> "_Content":
        return cls(verdict, method if verdict else "", tidy(remark))

    def words(self) -> str:
        """In one line, as a conflict shows it."""
        method = f"確認方法：{Method(self.method).label}" if self.method else ""
        remark = f"所見：{self.remark}" if self.remark else ""
        return "　".join(part for part in (Verdict(self.verdict).label, method, remark) if part)


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
    """Save one verdict if nobody has saved it since `revision` was read.

    Sending the same content again changes and records nothing. Raises Stale, with both texts,
    who and when; Refused for a table that is not submitted, is judged, or is another
    department's, for an unknown word or a missing remark; Judgement.DoesNotExist for an item
    that the table doesn't ask.
    """
    require(by, Permission.CHECKLIST_JUDGE)
    judgement = lock_judgement(checklist_id, item_id, by)
    checklist = judgement.checklist
    new = _Content.typed(verdict, method, remark)
    _check(new)
    if new == _Content.of(judgement):
        return judgement
    _meet(judgement, new, revision)
    _remember(judgement, new, by, at)
    judgement.save(update_fields=FIELDS)
    record(
        "checklists.judgement_saved",
        subject=checklist,
        by=by,
        at=at,
        context_key=checklist.context,
        item=judgement.item.code,
        revision=judgement.revision,
    )
    return judgement


@transaction.atomic
def save_judgements(
    checklist: Checklist, rows: Sequence[dict[str, Any]], *, by: User, at: datetime
) -> int:
    """Save all verdicts at once, all or none; how many changed.

    Each row has item_id, verdict, method, remark, revision. Raises RowsRefused with the
    refusal of each item that can't be saved, Refused as save_judgement does.
    """
    require(by, Permission.CHECKLIST_JUDGE)
    checklist = lock_unjudged(checklist.pk, by)
    changed = _changes(checklist, rows)
    if not changed:
        return 0
    for judgement, new in changed:
        _remember(judgement, new, by, at)
    Judgement.objects.bulk_update([judgement for judgement, _ in changed], FIELDS, batch_size=100)
    record(
        "checklists.judgements_saved",
        subject=checklist,
        by=by,
        at=at,
        context_key=checklist.context,
        items=[judgement.item.code for judgement, _ in changed],
    )
    return len(changed)


@transaction.atomic
def finish_judgement(checklist: Checklist, *, by: User, at: datetime) -> None:
    """Freeze the verdicts; their hash goes to the ledger. Raises Refused while one is missing."""
    require(by, Permission.CHECKLIST_JUDGE)
    checklist = lock_unjudged(checklist.pk, by)
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


def _changes(
    checklist: Checklist, rows: Sequence[dict[str, Any]]
) -> list[tuple[Judgement, _Content]]:
    """Rows that differ from what is stored. Raises RowsRefused."""
    judgements = checklist.judgements.select_related("item", "judged_by")
    by_item = {judgement.item_id: judgement for judgement in judgements}
    changed: list[tuple[Judgement, _Content]] = []
    refused: dict[int, tuple[str, Refused]] = {}
    for item_id, row in {row["item_id"]: row for row in rows}.items():
        judgement = by_item.get(item_id)
        new = _Content.typed(row["verdict"], row["method"], row["remark"])
        if judgement is None or new == _Content.of(judgement):
            continue
        try:
            _check(new)
            _meet(judgement, new, row["revision"])
        except Refused as refusal:
            refused[item_id] = judgement.item.code, refusal
        else:
            changed.append((judgement, new))
    if refused:
        raise RowsRefused(refused)
    return changed


def _check(new: _Content) -> None:
    if new.verdict not in Verdict.values:
        raise Refused("判定は選択肢から選んでください。")
    if new.verdict and new.method not in Method.values:
        raise Refused("確認方法を選んでください。")
    if new.verdict in (Verdict.CORRECT, Verdict.UNFIT) and not new.remark:
        word = Verdict(new.verdict).label
        raise Refused(f"「{word}」とするときは、見たことと理由を所見に入力してください。")
    check_length(new.remark, NOTE_LIMIT, "所見")


def _meet(judgement: Judgement, mine: _Content, revision: int) -> None:
    """Raises Stale unless the row is still at `revision`; its table is locked by then."""
    if judgement.revision == revision:
        return
    who = f"{judgement.judged_by}さん" if judgement.judged_by else "ほかの人"
    raise Stale(
        f"{who}が{wareki_time(judgement.judged_at)}に先に保存しました"
        f"（{_Content.of(judgement).words()}）。あなたの入力（{mine.words()}）は"
        "保存していません。どちらを残すか選んでください。"
    )


def _remember(judgement: Judgement, new: _Content, by: User, at: datetime) -> None:
    judgement.verdict, judgement.method, judgement.remark = new.verdict, new.method, new.remark
    judgement.revision += 1
    judgement.judged_at, judgement.judged_by = at, by
