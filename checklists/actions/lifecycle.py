"""The life of a table: created with its rows, submitted once."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone

from accounts.actors import Actor, user_of
from accounts.models import Department, Municipality, User
from accounts.permissions import Permission, require
from checklists.canonical import answers_content
from checklists.locking import lock, open_for
from checklists.models import (
    Answer,
    AnswerValue,
    Channel,
    CheckItem,
    Checklist,
    Evidence,
    Judgement,
)
from checklists.typed import check_length, tidy
from common.canonical import dumps, sha256_hex
from common.errors import Refused
from ledger.actions import record, subject_of
from specs.models import Edition

FILLED_BY_LIMIT = 120
FROZEN = [
    "filled_by",
    "filled_on",
    "approved_by",
    "channel",
    "received_on",
    "handed_over_at",
    "submitted_at",
    "submitted_by",
    "submitted_as",
    "submission_number",
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
    opens_at: datetime | None = None,
    by: User,
    at: datetime,
) -> Checklist:
    """A table of one phase with one empty answer an item, in the order of `items`.

    With `opens_at` it is sealed: its firm's until then, and nobody else's to read until it is
    opened. `context` is the engagement whose page lists its events. The number of queries doesn't
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
        opens_at=opens_at,
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
    checklist: Checklist,
    *,
    filled_by: str,
    filled_on: date,
    approved_by: str = "",
    received_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Checklist:
    """Freeze the answers: one canonical JSON, its hash in the ledger, and rows for judging.

    `approved_by` is the firm's 責任者, who stands for the answers. What staff submit of a
    bidder's table is a transcription of paper, and needs the scan beside it and the day on which
    the paper came. Raises Refused while an answer is missing, when it was submitted before, for a
    firm after the deadline, and for paper that came after it.
    """
    require(by, Permission.CHECKLIST_FILL)
    checklist = lock(checklist.pk, by)
    if checklist.is_submitted:
        raise Refused("この確認表は提出済みです。")
    if checklist.handed_over_at is None:
        open_for(by, at)(checklist)
    elif checklist.is_over(at):
        raise Refused("提出期限を過ぎたため、提出できません。")
    approved_by = tidy(approved_by)
    if reasons := reasons_against_submitting(checklist, tidy(filled_by), filled_on, at):
        raise Refused(reasons)
    check_length(approved_by, FILLED_BY_LIMIT, "責任者")
    transcribed = user_of(by) is not None and checklist.opens_at is not None
    if transcribed and not Evidence.objects.filter(checklist=checklist, item=None).exists():
        raise Refused("紙で届いた確認表を転記したときは、原本の写しを添えてから提出してください。")
    if transcribed:
        check_received(checklist, received_on, at)
    freeze(
        checklist,
        filled_by=tidy(filled_by),
        filled_on=filled_on,
        approved_by=approved_by,
        channel=_channel(by, transcribed),
        received_on=received_on if transcribed else None,
        by=by,
        at=at,
    )
    return checklist


def _channel(by: Actor, transcribed: bool) -> str:
    if transcribed:
        return Channel.PAPER
    return Channel.STAFF if user_of(by) else Channel.WEB


def freeze(
    checklist: Checklist,
    *,
    filled_by: str,
    filled_on: date | None,
    approved_by: str,
    channel: str,
    received_on: date | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Submit a locked, complete table. Only for actions that have checked who may, and when."""
    checklist.filled_by, checklist.filled_on = filled_by, filled_on
    checklist.approved_by, checklist.channel = approved_by, channel
    checklist.received_on = received_on
    checklist.handed_over_at = None
    checklist.submitted_at, checklist.submitted_by = at, user_of(by)
    checklist.submitted_as = "" if user_of(by) else str(by)
    checklist.submission_number += 1
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
        number=checklist.submission_number,
        channel=str(channel),
    )


def check_received(checklist: Checklist, received_on: date | None, at: datetime) -> None:
    """Raises Refused where paper or a file came on no day, a day to come, or too late."""
    if received_on is None:
        raise Refused("事業者から受け取った日を入力してください。")
    if received_on > timezone.localtime(at).date():
        raise Refused("受け取った日が先の日付になっています。")
    if checklist.opens_at and received_on > timezone.localtime(checklist.opens_at).date():
        raise Refused("提出期限を過ぎて受け取った回答は受け付けられません。")


def reasons_against_submitting(
    checklist: Checklist, filled_by: str, filled_on: date, at: datetime
) -> list[str]:
    """What stands against submitting, as sentences; counted from the rows, not the counters."""
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
