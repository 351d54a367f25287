"""The life of a table: created with its rows, submitted once."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone

from accounts.models import Department, Municipality, User
from accounts.permissions import Permission, require
from checklists.canonical import answers_content
from checklists.locking import lock
from checklists.models import Answer, AnswerValue, CheckItem, Checklist, Judgement
from checklists.typed import tidy
from common.canonical import dumps, sha256_hex
from common.errors import Refused
from ledger.actions import record, subject_of
from specs.models import Edition

FILLED_BY_LIMIT = 120
FROZEN = [
    "filled_by",
    "filled_on",
    "submitted_at",
    "submitted_by",
    "frozen_json",
    "frozen_sha256",
]


@transaction.atomic
def create_checklist(
    *,
    municipality: Municipality,
    department: Department,
    edition: Edition,
    items: Sequence[CheckItem],
    phase: str,
    context: models.Model,
    title: str,
    respondent: str,
    by: User,
    at: datetime,
) -> Checklist:
    """A table of one phase with one empty answer an item, in the order of `items`.

    `context` is the engagement whose page lists its events. The number of queries doesn't
    depend on the number of items. Raises Refused when there is nothing to ask.
    """
    require(by, Permission.CHECKLIST_FILL)
    if not items:
        raise Refused("この時期に確認する項目がありません。")
    checklist = Checklist.objects.create(
        municipality=municipality,
        department=department,
        edition=edition,
        phase=phase,
        context=subject_of(context),
        title=title,
        respondent=respondent,
        n_total=len(items),
        n_unanswered=len(items),
        created_at=at,
    )
    _create_answers(checklist, items)
    record(
        "checklists.created",
        subject=checklist,
        context=context,
        by=by,
        at=at,
        title=title,
        phase=str(phase),
        items=len(items),
    )
    return checklist


def _create_answers(checklist: Checklist, items: Sequence[CheckItem]) -> None:
    Answer.objects.bulk_create(
        Answer(
            municipality_id=checklist.municipality_id,
            checklist=checklist,
            item=item,
            position=position,
        )
        for position, item in enumerate(items, 1)
    )


@transaction.atomic
def submit(
    checklist: Checklist, *, filled_by: str, filled_on: date, by: User, at: datetime
) -> None:
    """Freeze the answers: one canonical JSON, its hash in the ledger, and rows for judging.

    Raises Refused while an answer is missing, or when it was submitted before.
    """
    require(by, Permission.CHECKLIST_FILL)
    checklist = lock(checklist.pk, by)
    if checklist.is_submitted:
        raise Refused("この確認表は提出済みです。")
    if reasons := _reasons_against_submitting(checklist, tidy(filled_by), filled_on, at):
        raise Refused(reasons)
    checklist.filled_by, checklist.filled_on = tidy(filled_by), filled_on
    checklist.submitted_at, checklist.submitted_by = at, by
    checklist.frozen_json = dumps(answers_content(checklist))
    checklist.frozen_sha256 = sha256_hex(checklist.frozen_json)
    checklist.save(update_fields=FROZEN)
    Judgement.objects.bulk_create(
        Judgement(municipality_id=checklist.municipality_id, checklist=checklist, item_id=item_id)
        for item_id in checklist.answers.order_by("position").values_list("item_id", flat=True)
    )
    record(
        "checklists.submitted",
        subject=checklist,
        by=by,
        at=at,
        context_key=checklist.context,
        title=checklist.title,
        sha256=checklist.frozen_sha256,
        filled_by=checklist.filled_by,
    )


def _reasons_against_submitting(
    checklist: Checklist, filled_by: str, filled_on: date, at: datetime
) -> list[str]:
    """What is missing, counted from the rows and not from the counters."""
    reasons = []
    missing = checklist.answers.filter(value=AnswerValue.UNANSWERED).count()
    if missing:
        reasons.append(f"未回答の項目が{missing}件あります。すべて回答してから提出してください。")
    if not filled_by:
        reasons.append("記入者の氏名を入力してください。")
    elif len(filled_by) > FILLED_BY_LIMIT:
        reasons.append(f"記入者は{FILLED_BY_LIMIT}字以内で入力してください。")
    if filled_on > timezone.localtime(at).date():
        reasons.append("記入日が先の日付になっています。実際に記入した日を入力してください。")
    return reasons
