"""再使用: what a firm answered about itself in one engagement, taken over into another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.permissions import Permission, require
from accounts.respondents import Respondent
from checklists.actions.answers import write_answers
from checklists.actions.evidence import check_room
from checklists.actions.evidence_copies import copy_files
from checklists.locking import lock_open
from checklists.models import Answer, AnswerValue, Checklist, Evidence
from ledger.actions import record


@dataclass(frozen=True)
class Reusable:
    """An answer that the firm gave elsewhere to the same question, and the day it first did."""

    item_id: int
    source: Answer
    given_on: date


@transaction.atomic
def reuse_answers(
    checklist: Checklist, reusable: Sequence[Reusable], *, by: Respondent, at: datetime
) -> int:
    """Fill what is still open and asks about the firm as a whole; how many rows it filled.

    Each answer keeps the day on which it was first given, and its files come along. The caller
    has found `reusable` in tables that this firm holds a link of, or that were opened. Raises
    Refused for a table that this firm may not change now, or that would hold too many files.
    """
    require(by, Permission.CHECKLIST_FILL)
    checklist = lock_open(checklist.pk, by, at)
    offered = {one.item_id: one for one in reusable}
    rows = Answer.objects.filter(
        checklist=checklist,
        item__in=list(offered),
        item__about_firm=True,
        value=AnswerValue.UNANSWERED,
    )
    open_rows = list(rows.select_related("item").order_by("position"))
    if not open_rows:
        return 0
    taken = [(row, offered[row.item_id].source) for row in open_rows]
    write_answers(checklist, [(row, a.value, a.note, a.evidence) for row, a in taken], by=by, at=at)
    for row in open_rows:
        row.reused_on = offered[row.item_id].given_on
    Answer.objects.bulk_update(open_rows, ["reused_on"], batch_size=100)
    _copy_files(checklist, taken)
    record(
        "checklists.answers_reused",
        subject=checklist,
        by=by,
        at=at,
        context_key=checklist.context,
        items=[row.item.code for row in open_rows],
    )
    return len(open_rows)


def _copy_files(checklist: Checklist, taken: Sequence[tuple[Answer, Answer]]) -> None:
    copies: list[tuple[Evidence, int]] = []
    wanted = {(a.checklist_id, a.item_id): row.item_id for row, a in taken}
    files = Evidence.objects.filter(
        checklist__in={pk for pk, _ in wanted}, item__in={pk for _, pk in wanted}
    )
    for file in files.order_by("pk"):
        item_id = wanted.get((file.checklist_id, file.item_id or 0))
        if item_id is not None:
            copies.append((file, item_id))
    if copies:
        check_room(checklist, sum(file.size for file, _ in copies), number=len(copies))
        copy_files(copies, checklist)
