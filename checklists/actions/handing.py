"""Inside a firm: who fills hands over, who is responsible sends or gives back."""

from datetime import date, datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.permissions import Permission, require
from checklists.actions.lifecycle import reasons_against_submitting
from checklists.locking import lock, lock_open
from checklists.models import Checklist
from checklists.typed import NOTE_LIMIT, check_length, tidy
from common.errors import Refused
from ledger.actions import record


@transaction.atomic
def hand_over(
    checklist: Checklist, *, filled_by: str, filled_on: date, by: Actor, at: datetime
) -> Checklist:
    """記入者 → 責任者: a complete table waits for the one who answers for it.

    Nothing can be changed meanwhile. Raises Refused while an answer or a name is missing.
    """
    require(by, Permission.CHECKLIST_FILL)
    checklist = lock_open(checklist.pk, by, at)
    if checklist.handed_over_at is not None:
        raise Refused("責任者の確認に回しています。")
    if reasons := reasons_against_submitting(checklist, tidy(filled_by), filled_on, at):
        raise Refused(reasons)
    checklist.filled_by, checklist.filled_on = tidy(filled_by), filled_on
    checklist.handed_over_at, checklist.handed_back_note = at, ""
    checklist.save(update_fields=["filled_by", "filled_on", "handed_over_at", "handed_back_note"])
    _record("checklists.handed_over", checklist, by, at)
    return checklist


@transaction.atomic
def hand_back(checklist: Checklist, *, note: str, by: Actor, at: datetime) -> Checklist:
    """責任者 → 記入者: the table can be changed again; `note` says what to change.

    Raises Refused for a table that wasn't handed over.
    """
    require(by, Permission.CHECKLIST_FILL)
    checklist = lock(checklist.pk, by)
    if checklist.is_submitted or checklist.handed_over_at is None:
        raise Refused("責任者の確認に回っていません。")
    note = tidy(note)
    check_length(note, NOTE_LIMIT, "差戻しの理由")
    checklist.handed_over_at, checklist.handed_back_note = None, note
    checklist.save(update_fields=["handed_over_at", "handed_back_note"])
    _record("checklists.handed_back", checklist, by, at)
    return checklist


def _record(verb: str, checklist: Checklist, by: Actor, at: datetime) -> None:
    record(verb, subject=checklist, by=by, at=at, context_key=checklist.context)
