"""根拠資料: put beside an answer while the table is open, and taken away again."""

from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.db.models import Count, Sum

from accounts.actors import Actor, user_of
from accounts.permissions import Permission, require
from checklists.evidence import storage
from checklists.evidence.inspection import inspect
from checklists.evidence.scanning import Outcome, require_clean
from checklists.locking import lock_open
from checklists.models import Answer, Checklist, Evidence
from common.errors import Refused
from ledger.actions import record

FILES_PER_TABLE = 200
BYTES_PER_TABLE = 500_000_000


def add_evidence(
    checklist_id: int,
    item_id: int | None,
    *,
    name: str,
    data: bytes | BinaryIO,
    by: Actor,
    at: datetime,
) -> Evidence:
    """Put a file beside the answer to an item, or beside the whole table (None).

    It is inspected, scanned and stored before the transaction, and deleted again when the row
    can't be written. Raises EvidenceRefused for what is no evidence; Refused for a table that
    this person may not change now, or that has enough files; Answer.DoesNotExist for an item
    that the table doesn't ask.
    """
    require(by, Permission.CHECKLIST_FILL)
    with transaction.atomic():
        lock_open(checklist_id, by, at)  # before the file costs anything
    found = inspect(name, data)
    scanned = require_clean(data)
    key = storage.put(data, found.sha256)
    try:
        with transaction.atomic():
            checklist = lock_open(checklist_id, by, at)
            if item_id is not None:
                Answer.objects.get(checklist=checklist, item_id=item_id)
            check_room(checklist, found.size)
            evidence = Evidence.objects.create(
                municipality_id=checklist.municipality_id,
                checklist=checklist,
                item_id=item_id,
                name=found.filename,
                kind=found.kind,
                media_type=found.media_type,
                size=found.size,
                sha256=found.sha256,
                storage_key=key,
                is_scanned=scanned.outcome == Outcome.CLEAN,
                added_at=at,
                added_by=user_of(by),
                added_as="" if user_of(by) else str(by),
            )
            _record("checklists.evidence_added", evidence, by, at)
    except BaseException:
        storage.remove(key)
        raise
    return evidence


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: Actor, at: datetime) -> None:
    """Take a file away while the table is open. The event keeps its hash.

    Raises Refused for a table that this person may not change now.
    """
    require(by, Permission.CHECKLIST_FILL)
    lock_open(evidence.checklist_id, by, at)
    present = Evidence.objects.filter(pk=evidence.pk).first()
    if present is None:
        raise Refused("このファイルは取り除かれています。")
    _record("checklists.evidence_removed", present, by, at)
    key = present.storage_key
    present.delete()
    transaction.on_commit(lambda: storage.remove(key))


def check_room(checklist: Checklist, size: int, *, number: int = 1) -> None:
    """Raises Refused where `number` more files of `size` bytes in all don't fit beside a table."""
    now = Evidence.objects.filter(checklist=checklist).aggregate(n=Count("pk"), bytes=Sum("size"))
    if now["n"] + number > FILES_PER_TABLE or (now["bytes"] or 0) + size > BYTES_PER_TABLE:
        raise Refused(
            f"一つの確認表に添えられるのは、{FILES_PER_TABLE}件、合わせて"
            f"{BYTES_PER_TABLE // 1_000_000}MBまでです。要らないファイルを取り除いてください。"
        )


def _record(verb: str, evidence: Evidence, by: Actor, at: datetime) -> None:
    """Tells that there is a file, and its hash: its name may say what is sealed."""
    record(
        verb,
        subject=evidence,
        by=by,
        at=at,
        context_key=evidence.checklist.context,
        size=evidence.size,
        sha256=evidence.sha256,
        item=evidence.item.code if evidence.item else "",
    )
