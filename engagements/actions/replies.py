"""Taking back a filled workbook or PDF form, for a firm or by it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from accounts.respondents import Respondent
from checklists.actions import take_reply
from checklists.models import Checklist
from checklists.replies.files import read_file
from common.errors import Refused
from engagements.gates import enter
from engagements.models import Bid, Stage
from engagements.questionnaires import questionnaire_of
from ledger.actions import record


def take_own_file(bid: Bid, data: bytes, *, by: Respondent, at: datetime) -> Checklist:
    """A firm submits its table as a file. Raises FileRefused with every fault, Refused."""
    today = timezone.localtime(at).date()
    reply, channel = read_file(data, questionnaire_of(bid, by), today=today)
    return take_reply(bid.checklist, reply, channel=channel, by=by, at=at)


def take_firms_file(
    bid: Bid, data: bytes, *, received_on: date, by: User, at: datetime
) -> Checklist:
    """Staff take in a file that a firm sent them by the deadline, without seeing an answer.

    Raises FileRefused with every fault; Refused for a firm that stepped back, and for a day
    after the deadline or to come.
    """
    today = timezone.localtime(at).date()
    reply, channel = read_file(data, questionnaire_of(bid), today=today)
    with transaction.atomic():
        fresh = enter(
            bid.engagement,
            by=by,
            permission=Permission.BID_EDIT,
            stages=[Stage.NOTICE, Stage.SELECTION],
        )
        bid = Bid.objects.select_related("checklist", "vendor").get(pk=bid.pk, engagement=fresh)
        if bid.withdrawn_on is not None:
            raise Refused("辞退した事業者の回答は受け付けられません。")
        table = take_reply(
            bid.checklist, reply, channel=channel, received_on=received_on, by=by, at=at
        )
        record(
            "engagements.reply_taken",
            subject=bid,
            context=fresh,
            by=by,
            at=at,
            vendor=bid.vendor.name,
            channel=str(channel),
            received_on=received_on.isoformat(),
            sha256=table.frozen_sha256,
        )
    return table
