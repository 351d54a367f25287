"""代替措置: how an item that a bidder can't meet is covered before the contract."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from accounts.scoping import ScopedQuerySet
from checklists.models import Answer, AnswerValue, CheckItem
from common.canonical import dumps, sha256_hex
from common.errors import Refused
from engagements.actions.conditions import follow_promises
from engagements.content import alternative_content
from engagements.gates import enter
from engagements.models import AlternativeMeasure, Bid, Engagement, Stage
from ledger.actions import record

STAGES = (Stage.SELECTION, Stage.CONTRACTING)
APPROVAL = AlternativeMeasure.Approval


@transaction.atomic
def propose_alternative(
    bid: Bid, item: CheckItem, *, kind: str, text: str, by: User, at: datetime
) -> AlternativeMeasure:
    """Propose what takes the place of an item the bidder answered 対応不可 or 条件付き.

    A new proposal replaces the former one, which stays readable. Raises Refused.
    """
    fresh = enter(bid.engagement, by=by, permission=Permission.SELECTION_DECIDE, stages=STAGES)
    if kind not in AlternativeMeasure.Kind.values:
        raise Refused("扱いを選んでください。")
    if not text.strip():
        raise Refused("代替措置の内容を入力してください。")
    answer = Answer.objects.visible_to(by).filter(checklist=bid.checklist_id, item=item).first()
    if answer is None and bid.checklist.is_sealed:
        raise Refused("回答を開封してから、代替措置を決めてください。")
    if answer is None:
        raise Refused("この応募の確認表に、その項目はありません。")
    if answer.value not in (AnswerValue.NO, AnswerValue.PARTIAL):
        raise Refused("代替措置は、「対応不可」又は「条件付き対応可」の項目について決めます。")
    former = bid.alternatives.filter(item=item, is_current=True)
    former.update(is_current=False)
    if fresh.stage == Stage.CONTRACTING:
        follow_promises(fresh, by=by, at=at)
    measure = AlternativeMeasure.objects.create(
        municipality_id=fresh.municipality_id,
        bid=bid,
        item=item,
        kind=kind,
        text=text.strip(),
        proposed_at=at,
        proposed_by=by,
    )
    record(
        "engagements.alternative_proposed",
        subject=measure,
        context=fresh,
        by=by,
        at=at,
        item=item.code,
        vendor=bid.vendor.name,
        kind=str(kind),
        text=measure.text,
    )
    return measure


@transaction.atomic
def answer_alternative(
    alternative: AlternativeMeasure,
    *,
    approve: bool,
    note: str,
    and_alike: bool = False,
    by: User,
    at: datetime,
) -> AlternativeMeasure:
    """The policy division approves or refuses an alternative; a refusal needs a note.

    With `and_alike` the same answer goes to what `alike` gives: one text proposed for several
    bidders is answered once. Raises Refused when it was answered or replaced before.
    """
    fresh = enter(
        alternative.bid.engagement, by=by, permission=Permission.ALTERNATIVE_APPROVE, stages=STAGES
    )
    if not approve and not note.strip():
        raise Refused("承認しないときは、理由を入力してください。")
    others = list(alike(alternative)) if and_alike else []
    for one in [*others, alternative]:
        _answer(one, fresh, approve, note, by, at)
    return alternative


def alike(alternative: AlternativeMeasure) -> "ScopedQuerySet[AlternativeMeasure]":
    """Other proposals of the engagement for the same item in the same words that wait too."""
    return (
        AlternativeMeasure.objects.filter(
            bid__engagement=alternative.bid.engagement_id,
            item=alternative.item_id,
            kind=alternative.kind,
            text=alternative.text,
            is_current=True,
            approval=APPROVAL.WAITING,
        )
        .exclude(pk=alternative.pk)
        .select_related("bid__vendor", "item")
        .order_by("pk")
    )


def _answer(
    alternative: AlternativeMeasure,
    engagement: Engagement,
    approve: bool,
    note: str,
    by: User,
    at: datetime,
) -> None:
    waiting = AlternativeMeasure.objects.filter(
        pk=alternative.pk, is_current=True, approval=APPROVAL.WAITING
    )
    changed = waiting.update(
        approval=APPROVAL.APPROVED if approve else APPROVAL.REFUSED,
        approved_at=at,
        approved_by=by,
        approval_note=note.strip(),
    )
    if not changed:
        raise Refused(
            "この代替措置は、回答済みか、新しい提案に替わっています。画面を開き直してください。"
        )
    alternative.refresh_from_db()
    if engagement.stage == Stage.CONTRACTING:
        follow_promises(engagement, by=by, at=at)
    record(
        "engagements.alternative_answered",
        subject=alternative,
        context=engagement,
        by=by,
        at=at,
        item=alternative.item.code,
        approve=approve,
        note=alternative.approval_note,
        sha256=sha256_hex(dumps(alternative_content(alternative))),
    )
