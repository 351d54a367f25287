"""伝達の記録: who was given which paper, when and how."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission, require
from accounts.respondents import Respondent
from common.errors import Refused
from documents.models import IssuedDocument
from engagements.gates import enter
from engagements.models import AnswerLink, Bid, Delivery, Engagement, Stage
from engagements.told import told_documents
from ledger.actions import record

STAGES = (Stage.NOTICE, Stage.SELECTION, Stage.CONTRACTING)


@transaction.atomic
def record_delivery(
    engagement: Engagement,
    *,
    documents: Iterable[IssuedDocument],
    bids: Iterable[Bid],
    channel: str,
    told_on: date,
    note: str = "",
    by: User,
    at: datetime,
) -> int:
    """Record that papers were given to bidders by hand, mail or post, or made public (no bids).

    Returns how many lines it wrote. Raises Refused without a paper, without a bidder where the
    way needs one, with one where it needs none, and for a day to come or before the issue.
    """
    fresh = enter(engagement, by=by, permission=Permission.BID_EDIT, stages=STAGES)
    papers = list(told_documents(fresh).filter(pk__in=[paper.pk for paper in documents]))
    firms = list(
        Bid.objects.filter(engagement=fresh, pk__in=[bid.pk for bid in bids]).select_related(
            "vendor"
        )
    )
    _check(papers, firms, channel, told_on, at)
    targets: Sequence[Bid | None] = firms or [None]
    rows = [
        Delivery(
            municipality_id=fresh.municipality_id,
            engagement=fresh,
            bid=firm,
            document=paper,
            channel=channel,
            told_on=told_on,
            note=note.strip(),
            recorded_at=at,
            recorded_by=by,
        )
        for paper in papers
        for firm in targets
    ]
    Delivery.objects.bulk_create(rows)
    record(
        "engagements.delivery_recorded",
        subject=fresh,
        context=fresh,
        by=by,
        at=at,
        papers={paper.number: paper.sha256 for paper in papers},
        bidders=[firm.vendor.name for firm in firms],
        channel=str(channel),
        told_on=told_on.isoformat(),
        note=note.strip(),
    )
    return len(rows)


@transaction.atomic
def note_seen(
    link: AnswerLink, documents: Iterable[IssuedDocument], *, by: Respondent, at: datetime
) -> int:
    """Record that a firm opened papers at its page: once for each, in the ledger too.

    The caller has found `documents` by the firm's own link. Returns how many were new.
    """
    require(by, Permission.CHECKLIST_FILL)
    bid = link.bid
    papers = {paper.pk: paper for paper in documents}
    known = Delivery.objects.filter(
        bid=bid, document__in=list(papers), channel=Delivery.Channel.PAGE
    )
    for pk in set(known.values_list("document_id", flat=True)):
        del papers[pk]
    if not papers:
        return 0
    Delivery.objects.bulk_create(
        [
            Delivery(
                municipality_id=bid.municipality_id,
                engagement_id=bid.engagement_id,
                bid=bid,
                document=paper,
                channel=Delivery.Channel.PAGE,
                told_on=timezone.localtime(at).date(),
                recorded_at=at,
                recorded_as=str(by),
            )
            for paper in papers.values()
        ],
        ignore_conflicts=True,
    )
    record(
        "engagements.papers_seen",
        subject=bid,
        context=bid.engagement,
        by=by,
        at=at,
        vendor=bid.vendor.name,
        papers={paper.number: paper.sha256 for paper in papers.values()},
    )
    return len(papers)


def _check(
    papers: Sequence[IssuedDocument],
    firms: Sequence[Bid],
    channel: str,
    told_on: date,
    at: datetime,
) -> None:
    reasons = []
    if not papers:
        reasons.append("伝えた文書を選んでください。")
    if channel not in Delivery.Channel.values or channel == Delivery.Channel.PAGE:
        reasons.append("伝えた方法を選んでください。")
    elif channel == Delivery.Channel.PUBLIC and firms:
        reasons.append("公告・掲載はすべての応募者に宛てたものです。応募者を選ばないでください。")
    elif channel != Delivery.Channel.PUBLIC and not firms:
        reasons.append("伝えた応募者を選んでください。")
    if told_on > timezone.localtime(at).date():
        reasons.append("伝えた日が先の日付になっています。実際に伝えた日を入力してください。")
    elif late := [p.number for p in papers if timezone.localtime(p.issued_at).date() > told_on]:
        reasons.append(
            f"{'、'.join(late)}は、伝えた日より後に発行した文書です。日を確かめてください。"
        )
    if reasons:
        raise Refused(reasons)
