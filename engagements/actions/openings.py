"""開封: the answers of every bidder are opened together, after the deadline, once."""

from datetime import date, datetime, time

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from checklists.actions import open_tables, put_off
from checklists.models import Checklist
from common.errors import Refused
from common.templatetags.dates import wareki_time
from engagements.actions.criteria import fix_criteria
from engagements.actions.links import READABLE
from engagements.gates import claim, enter
from engagements.models import AnswerLink, Bid, Engagement, Stage
from ledger.actions import record, subject_of


@transaction.atomic
def open_answers(engagement: Engagement, *, by: User, at: datetime) -> int:
    """Open the answers of every bidder; how many had submitted. The criteria are fixed by it.

    The ledger tells who opened them, when, and who had submitted what. Raises Refused before
    the deadline, when they were opened before, and when nobody takes part.
    """
    fresh = enter(engagement, by=by, permission=Permission.ANSWERS_OPEN, stages=[Stage.SELECTION])
    bids = list(Bid.objects.filter(engagement=fresh).select_related("vendor").order_by("pk"))
    tables = _locked(bids)
    sealed = [table for table in tables.values() if table.is_sealed]
    if not bids:
        raise Refused("応募者がいません。応募者を登録してください。")
    if not sealed:
        raise Refused("開封は済んでいます。")
    fix_criteria(fresh, by=by, at=at)
    open_tables([*sealed, *_replaced(fresh, at)], by=by, at=at)
    submitted = [bid for bid in bids if tables[bid.checklist_id].is_submitted]
    record(
        "engagements.answers_opened",
        subject=fresh,
        context=fresh,
        by=by,
        at=at,
        deadline=_deadline_words(fresh),
        submitted={bid.vendor.name: tables[bid.checklist_id].frozen_sha256 for bid in submitted},
        not_submitted=[bid.vendor.name for bid in bids if bid not in submitted],
    )
    return len(submitted)


@transaction.atomic
def extend_deadline(
    engagement: Engagement,
    *,
    answer_deadline: date,
    answer_deadline_time: time,
    reason: str,
    revision: int | None = None,
    by: User,
    at: datetime,
) -> Engagement:
    """Put the deadline of every bidder off, for all alike.

    Raises Refused for an earlier one, a past one, without a reason, and after the opening.
    """
    fresh = enter(
        engagement,
        by=by,
        permission=Permission.ENGAGEMENT_EDIT,
        stages=[Stage.NOTICE, Stage.SELECTION],
    )
    claim(fresh, revision)
    former = _deadline_words(fresh)
    before = fresh.answers_close_at
    fresh.answer_deadline, fresh.answer_deadline_time = answer_deadline, answer_deadline_time
    closes_at = fresh.answers_close_at
    if closes_at is None or closes_at <= at or (before and closes_at <= before):
        raise Refused("提出期限は、今の期限より後の、これからの日時にしてください。")
    if not reason.strip():
        raise Refused("提出期限を延ばす理由を入力してください。応募者全員に伝わります。")
    bids = list(Bid.objects.filter(engagement=fresh))
    tables = _locked(bids)
    if any(table.opened_at is not None for table in tables.values()):
        raise Refused("回答を開封したため、提出期限を延ばせません。")
    put_off(list(tables.values()), closes_at)
    AnswerLink.objects.filter(bid__in=bids, revoked_at=None).update(expires_at=closes_at + READABLE)
    fresh.save(update_fields=["answer_deadline", "answer_deadline_time"])
    record(
        "engagements.deadline_extended",
        subject=fresh,
        context=fresh,
        by=by,
        at=at,
        former=former,
        deadline=_deadline_words(fresh),
        reason=reason.strip(),
    )
    return fresh


def _replaced(engagement: Engagement, at: datetime) -> list[Checklist]:
    """Tables of former requirements: nobody counts them, but whoever audits may read them."""
    rows = Checklist.objects.select_for_update().filter(
        municipality_id=engagement.municipality_id,
        context=subject_of(engagement),
        replaced_at__isnull=False,
        opened_at=None,
        opens_at__lte=at,
    )
    return list(rows.order_by("pk"))


def _locked(bids: list[Bid]) -> dict[int, Checklist]:
    """The tables of `bids` by id, locked in one order until the transaction ends."""
    rows = Checklist.objects.select_for_update().filter(pk__in=[bid.checklist_id for bid in bids])
    return {table.pk: table for table in rows.order_by("pk")}


def _deadline_words(engagement: Engagement) -> str:
    closes_at = engagement.answers_close_at
    return wareki_time(closes_at) if closes_at else ""
