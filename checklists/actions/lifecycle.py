"""The life of a table: created with its rows, submitted once."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone

from accounts.models import Department, Municipality, User
from accounts.permissions import Permission, require
from checklists.canonical import answers_content
from checklists.models import Answer, CheckItem, Checklist, Judgement
from common.canonical import dumps, sha256_hex
from common.errors import Refused
from ledger.actions import record, subject_of
from specs.models import Edition


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
    depend on the number of items.
    """
    require(by, Permission.CHECKLIST_FILL)
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
    Answer.objects.bulk_create(
        Answer(municipality=municipality, checklist=checklist, item=item, position=position)
        for position, item in enumerate(items, 1)
    )
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


@transaction.atomic
def submit(
    checklist: Checklist, *, filled_by: str, filled_on: date, by: User, at: datetime
) -> None:
    """Freeze the answers: one canonical JSON, its hash in the ledger, and rows for judging.

    Raises Refused while an answer is missing, or when it was submitted before.
    """
    require(by, Permission.CHECKLIST_FILL)
    checklist = Checklist.objects.select_for_update().get(pk=checklist.pk)
    if checklist.is_submitted:
        raise Refused("この確認表は提出済みです。")
    if checklist.n_unanswered:
        raise Refused(
            f"未回答の項目が{checklist.n_unanswered}件あります。すべて回答してから提出してください。"
        )
    if not filled_by.strip():
        raise Refused("記入者の氏名を入力してください。")
    if filled_on > timezone.localtime(at).date():
        raise Refused("記入日が先の日付になっています。実際に記入した日を入力してください。")
    checklist.filled_by, checklist.filled_on = filled_by.strip(), filled_on
    checklist.submitted_at, checklist.submitted_by = at, by
    checklist.frozen_json = dumps(answers_content(checklist))
    checklist.frozen_sha256 = sha256_hex(checklist.frozen_json)
    checklist.save(
        update_fields=[
            "filled_by",
            "filled_on",
            "submitted_at",
            "submitted_by",
            "frozen_json",
            "frozen_sha256",
        ]
    )
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
