"""回答用リンク: given to a firm, opened by whoever holds it, taken back."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Municipality, User
from accounts.permissions import Permission, require
from accounts.respondents import Respondent
from common.canonical import sha256_hex
from common.errors import Refused
from engagements.gates import enter
from engagements.models import AnswerLink, Bid, Stage
from engagements.told import NOTICES, told_documents
from ledger.actions import record, subject_of
from ledger.models import LedgerEvent

STAGES = (Stage.NOTICE, Stage.SELECTION)
TOKEN_BYTES = 32
# After the deadline a firm may still read what it sent.
READABLE = timedelta(days=30)
# Tries of one kind that the ledger tells one by one; more in this time are turned away unread.
TRIES, TRIES_WITHIN = 20, timedelta(minutes=15)


class LinkRefused(Exception):
    """A link opened nothing. `too_many` when nobody even looked."""

    def __init__(self, too_many: bool = False) -> None:
        super().__init__("the link opens nothing")
        self.too_many = too_many


@transaction.atomic
def issue_link(bid: Bid, *, by: User, at: datetime) -> tuple[AnswerLink, str]:
    """A new secret address for the firm's 記入者, and its token, which is shown once.

    Addresses given to the firm before stop working. Raises Refused for a firm that stepped
    back, after the deadline or without one, and before the requirement notice was issued.
    """
    fresh = enter(bid.engagement, by=by, permission=Permission.BID_EDIT, stages=STAGES)
    bid = Bid.objects.select_related("vendor", "checklist").get(pk=bid.pk, engagement=fresh)
    closes_at = bid.checklist.opens_at
    if bid.withdrawn_on is not None:
        raise Refused("辞退した事業者には、回答用リンクを発行できません。")
    if not told_documents(fresh).filter(kind__in=NOTICES).exists():
        raise Refused(
            "要件通知一式（又は要件通知書）を発行してから、回答用リンクを発行してください。"
        )
    if closes_at is None:
        raise Refused("確認表の提出期限を決めてから、回答用リンクを発行してください。")
    if at >= closes_at:
        raise Refused("提出期限を過ぎているため、回答用リンクを発行できません。")
    former = AnswerLink.objects.filter(bid=bid, revoked_at=None)
    former.update(revoked_at=at, revoked_reason="新しいリンクを発行した。")
    link, token = _create(bid, AnswerLink.Role.FILL, closes_at + READABLE, by, at)
    record(
        "engagements.link_issued",
        subject=link,
        context=fresh,
        by=by,
        at=at,
        vendor=bid.vendor.name,
        role=str(link.role),
    )
    return link, token


@transaction.atomic
def issue_approver_link(
    link: AnswerLink, *, by: Respondent, at: datetime
) -> tuple[AnswerLink, str]:
    """A secret address for the firm's 責任者, made by its 記入者 who holds `link`.

    The one made before stops working. Raises Refused for a link that opens nothing.
    """
    require(by, Permission.CHECKLIST_FILL)
    link = (
        AnswerLink.objects.select_for_update(of=("self",))
        .select_related("bid__vendor", "bid__engagement")
        .get(pk=link.pk)
    )
    if by.checklist_id != link.bid.checklist_id or link.refusal(at):
        raise Refused("このリンクは使えません。")
    former = AnswerLink.objects.filter(bid=link.bid, role=AnswerLink.Role.APPROVE, revoked_at=None)
    former.update(revoked_at=at, revoked_reason="新しいリンクを発行した。")
    made, token = _create(link.bid, AnswerLink.Role.APPROVE, link.expires_at, None, at)
    record(
        "engagements.link_issued",
        subject=made,
        context=link.bid.engagement,
        by=by,
        at=at,
        vendor=link.bid.vendor.name,
        role=str(made.role),
    )
    return made, token


@transaction.atomic
def revoke_link(link: AnswerLink, *, reason: str, by: User, at: datetime) -> None:
    """Make an address useless, at once and for good. Raises Refused without a reason."""
    fresh = enter(link.bid.engagement, by=by, permission=Permission.BID_EDIT, stages=Stage)
    if not reason.strip():
        raise Refused("無効にする理由を入力してください。")
    changed = AnswerLink.objects.filter(pk=link.pk, revoked_at=None).update(
        revoked_at=at, revoked_reason=reason.strip()[:200]
    )
    if not changed:
        raise Refused("このリンクは無効になっています。")
    record(
        "engagements.link_revoked",
        subject=link,
        context=fresh,
        by=by,
        at=at,
        vendor=link.bid.vendor.name,
        reason=reason.strip()[:200],
    )


def open_link(code: str, token: str, *, address: str, at: datetime) -> AnswerLink:
    """The link behind a secret address, marked as used.

    `code` is the municipality's, `address` the network address that asks. A try that opens
    nothing is told in the ledger, with no word of the token. Raises LinkRefused.
    """
    municipality = Municipality.objects.filter(code=code).first()
    if municipality is None:
        raise LinkRefused
    with transaction.atomic():
        rows = AnswerLink.objects.select_for_update(of=("self",)).select_related(
            "bid__vendor", "bid__engagement"
        )
        link = rows.filter(municipality=municipality, token_sha256=sha256_hex(token)).first()
        refusal = link.refusal(at) if link else "unknown"
        if link is not None and not refusal:
            _use(link, at)
            return link
        too_many = _refuse(link or municipality, refusal, link, address, at)
    raise LinkRefused(too_many)


def respondent_of(link: AnswerLink) -> Respondent:
    """Who acts at a link."""
    return Respondent(
        municipality_id=link.municipality_id,
        checklist_id=link.bid.checklist_id,
        name=f"{link.bid.vendor.name}・{link.get_role_display()}",
    )


def _create(
    bid: Bid, role: str, expires_at: datetime, by: User | None, at: datetime
) -> tuple[AnswerLink, str]:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = AnswerLink.objects.create(
        municipality_id=bid.municipality_id,
        bid=bid,
        role=role,
        token_sha256=sha256_hex(token),
        created_at=at,
        created_by=by,
        expires_at=expires_at,
    )
    return link, token


def _use(link: AnswerLink, at: datetime) -> None:
    first = link.first_used_at is None
    link.first_used_at, link.last_used_at = link.first_used_at or at, at
    link.save(update_fields=["first_used_at", "last_used_at"])
    if first:
        record(
            "engagements.link_opened",
            subject=link,
            context=link.bid.engagement,
            by=respondent_of(link),
            at=at,
            vendor=link.bid.vendor.name,
        )


def _refuse(
    about: AnswerLink | Municipality,
    refusal: str,
    link: AnswerLink | None,
    address: str,
    at: datetime,
) -> bool:
    """Tell the ledger; True when there were so many tries that it was not told again."""
    municipality_id = link.municipality_id if link else about.pk
    told = LedgerEvent.objects.filter(
        municipality_id=municipality_id,
        subject=subject_of(about),
        verb="engagements.link_refused",
        at__gt=at - TRIES_WITHIN,
    )
    if told.count() >= TRIES:
        return True
    record(
        "engagements.link_refused",
        subject=about,
        context=link.bid.engagement if link else None,
        by=None,
        at=at,
        municipality_id=municipality_id,
        why=refusal,
        address=address,
    )
    return False
