"""封: answers that nobody at the municipality reads before a moment that was told to all."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.models import User
from accounts.permissions import Permission, require
from checklists.locking import lock
from checklists.models import Checklist, FormerSubmission, Judgement
from common.errors import Refused
from common.templatetags.dates import wareki_time
from ledger.actions import record

TAKEN_BACK = [
    "filled_by",
    "filled_on",
    "approved_by",
    "channel",
    "received_on",
    "submitted_at",
    "submitted_by",
    "submitted_as",
    "frozen_json",
    "frozen_sha256",
]


@transaction.atomic
def withdraw_submission(checklist: Checklist, *, by: Actor, at: datetime) -> Checklist:
    """Take a submission back before the deadline; the answers can be changed again.

    What was submitted is kept as a former submission. Raises Refused for a table that isn't
    submitted, isn't sealed, or whose deadline has passed.
    """
    require(by, Permission.CHECKLIST_FILL)
    checklist = lock(checklist.pk, by)
    submitted_at = checklist.submitted_at
    if submitted_at is None:
        raise Refused("まだ提出していません。")
    if not checklist.is_sealed or checklist.is_over(at):
        raise Refused("提出期限を過ぎたため、取り下げられません。")
    FormerSubmission.objects.create(
        municipality_id=checklist.municipality_id,
        checklist=checklist,
        number=checklist.submission_number,
        submitted_at=submitted_at,
        submitted_as=checklist.submitter,
        frozen_json=checklist.frozen_json,
        frozen_sha256=checklist.frozen_sha256,
        withdrawn_at=at,
        withdrawn_as=str(by),
    )
    Judgement.objects.filter(checklist=checklist).delete()
    checklist.filled_by = checklist.approved_by = checklist.channel = ""
    checklist.filled_on = checklist.received_on = None
    checklist.submitted_at = checklist.submitted_by = None
    checklist.submitted_as = checklist.frozen_json = checklist.frozen_sha256 = ""
    checklist.save(update_fields=TAKEN_BACK)
    record(
        "checklists.submission_withdrawn",
        subject=checklist,
        by=by,
        at=at,
        context_key=checklist.context,
        number=checklist.submission_number,
    )
    return checklist


def open_tables(checklists: Sequence[Checklist], *, by: User, at: datetime) -> None:
    """Break the seals of `checklists`, locked by the caller, who records the opening.

    Raises Refused before the deadline of any of them, and for one that was opened before.
    """
    for checklist in checklists:
        if checklist.opens_at is None or checklist.opened_at is not None:
            raise Refused("開封は済んでいます。")
        if at < checklist.opens_at:
            raise Refused(f"提出期限（{wareki_time(checklist.opens_at)}）までは開封できません。")
    Checklist.objects.filter(pk__in=[checklist.pk for checklist in checklists]).update(
        opened_at=at, opened_by=by
    )


def put_off(checklists: Sequence[Checklist], opens_at: datetime) -> None:
    """Move the deadline of sealed tables to a later moment. The caller locks and records.

    Raises Refused for an earlier one.
    """
    for checklist in checklists:
        if checklist.opens_at is not None and opens_at < checklist.opens_at:
            raise Refused("提出期限を早めることはできません。後の日時にしてください。")
    Checklist.objects.filter(pk__in=[checklist.pk for checklist in checklists]).update(
        opens_at=opens_at
    )
