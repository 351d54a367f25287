"""Taking a filled file back: every answer of it and the submission, or nothing."""

from datetime import date, datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.permissions import Permission, require
from accounts.respondents import Respondent
from checklists.actions.answers import write_answers
from checklists.actions.lifecycle import check_received, freeze
from checklists.locking import lock
from checklists.models import Answer, Checklist
from checklists.replies.reply import Reply
from common.errors import Refused


@transaction.atomic
def take_reply(
    checklist: Checklist,
    reply: Reply,
    *,
    channel: str,
    received_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Checklist:
    """Fill a table from a file that was read without a fault, and submit it.

    Staff may do so for a firm that sent its file, without seeing an answer, also while the
    table is sealed, and say on which day it came. Answers given before are replaced. Raises
    Refused for a submitted table, for a firm after its deadline, and for a file that came too
    late.
    """
    require(by, Permission.CHECKLIST_FILL)
    checklist = lock(checklist.pk, by)
    if checklist.is_submitted:
        raise Refused(
            "提出済みです。出し直すときは、先に提出を取り下げてください。"
            if checklist.is_sealed
            else "提出済みの確認表の回答は変えられません。"
        )
    if isinstance(by, Respondent) and checklist.is_over(at):
        raise Refused("提出期限を過ぎたため、提出できません。")
    if not isinstance(by, Respondent):
        check_received(checklist, received_on, at)
    given = {answer.code: answer for answer in reply.answers}
    rows = Answer.objects.filter(checklist=checklist).select_related("item").order_by("position")
    write_answers(
        checklist,
        [
            (
                row,
                given[row.item.code].value,
                given[row.item.code].note,
                given[row.item.code].evidence,
            )
            for row in rows
        ],
        by=by,
        at=at,
    )
    freeze(
        checklist,
        filled_by=reply.filled_by,
        filled_on=reply.filled_on,
        approved_by=reply.approved_by,
        channel=channel,
        received_on=received_on,
        by=by,
        at=at,
    )
    return checklist
