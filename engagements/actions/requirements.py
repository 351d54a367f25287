"""要件の確定と追補: what bidders are told, and what happens when it changes afterwards."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from checklists.actions import put_off, remake_table
from checklists.models import Checklist, Phase
from common.canonical import dumps, sha256_hex
from common.errors import Refused
from engagements.actions.links import READABLE
from engagements.content import requirements_content
from engagements.gates import enter
from engagements.items import items_for
from engagements.models import (
    AlternativeMeasure,
    AnswerLink,
    Bid,
    Engagement,
    Stage,
    ToldRequirements,
)
from engagements.requirements import (
    as_data,
    changes_between,
    is_asked_again,
    newest_told,
    requirements_of,
)
from engagements.told import NOTICES, told_documents
from ledger.actions import record


@transaction.atomic
def explain_change(engagement: Engagement, reason: str, *, by: User, at: datetime) -> None:
    """Keep why requirements are taken back to be changed, for the addendum to print."""
    fresh = enter(engagement, by=by, permission=Permission.ENGAGEMENT_MOVE, stages=[Stage.PLANNING])
    fresh.change_reason = reason.strip()
    fresh.save(update_fields=["change_reason"])


@transaction.atomic
def confirm_requirements(engagement: Engagement, *, by: User, at: datetime) -> ToldRequirements:
    """Fix what bidders have to meet, when the notice stage begins.

    Where bidders were told something else before, it is an addendum: tables of firms that take
    part are asked anew with the answers whose questions stay, sealed until the new deadline, and
    a choice made before is set aside. Nothing new is written where nothing changed.
    Raises Refused for a deadline that is over, or earlier than the one that firms were told.
    """
    fresh = enter(engagement, by=by, permission=Permission.ENGAGEMENT_MOVE, stages=[Stage.NOTICE])
    content = requirements_of(fresh)
    last = newest_told(fresh)
    closes_at = _closing(fresh, at)
    tables = _tables(fresh)
    if last is not None and last.content == content:
        _put_off(tables, closes_at, at)
        return last
    former = _known_to_bidders(fresh)
    changes = as_data(changes_between(former.content, content)) if former else []
    row = ToldRequirements(
        municipality_id=fresh.municipality_id,
        engagement=fresh,
        follows=former,
        number=former.number + 1 if former else 0,
        content=content,
        changes=changes,
        reason=fresh.change_reason if former else "",
        confirmed_at=at,
        confirmed_by=by,
    )
    row.sha256 = sha256_hex(dumps(requirements_content(row)))
    row.save(force_insert=True)
    since_last = as_data(changes_between(last.content, content)) if last else []
    asked_again = is_asked_again(since_last)
    if asked_again:
        _ask_again(fresh, tables, closes_at, by, at)
    else:
        _put_off(tables, closes_at, at)
    record(
        "engagements.requirements_confirmed",
        subject=row,
        context=fresh,
        by=by,
        at=at,
        number=row.number,
        changes=len(changes),
        asked_again=len(tables) if asked_again else 0,
        sha256=row.sha256,
    )
    return row


def _known_to_bidders(engagement: Engagement) -> ToldRequirements | None:
    """The newest requirements of which a paper was issued that tells them."""
    told = told_documents(engagement).filter(kind__in=NOTICES)
    pks = {made.get("told") for made in told.values_list("made_from", flat=True)}
    rows = ToldRequirements.objects.filter(engagement=engagement, pk__in=pks - {None})
    return rows.order_by("-pk").first()


def _closing(engagement: Engagement, at: datetime) -> datetime:
    closes_at = engagement.answers_close_at
    if closes_at is None or closes_at <= at:
        raise Refused("確認表の提出期限が過ぎています。これからの日時に直してください。")
    return closes_at


def _tables(engagement: Engagement) -> list[tuple[Bid, Checklist]]:
    """The bids that were not withdrawn with their tables, locked in one order."""
    bids = Bid.objects.filter(engagement=engagement, withdrawn_on=None).order_by("checklist")
    locked = Checklist.objects.select_for_update().filter(bid__in=bids).order_by("pk")
    tables = {table.pk: table for table in locked}
    return [(bid, tables[bid.checklist_id]) for bid in bids]


def _put_off(tables: Sequence[tuple[Bid, Checklist]], closes_at: datetime, at: datetime) -> None:
    """The deadline of tables that stay, where it moved."""
    moved = [
        (bid, table)
        for bid, table in tables
        if table.is_sealed and table.opens_at is not None and table.opens_at != closes_at
    ]
    put_off([table for _, table in moved], closes_at)
    _extend_links([bid for bid, _ in moved], closes_at, at)


def _ask_again(
    engagement: Engagement,
    tables: Sequence[tuple[Bid, Checklist]],
    closes_at: datetime,
    by: User,
    at: datetime,
) -> None:
    items = items_for(engagement, Phase.PRE)
    if engagement.edition is None or not items:
        raise Refused("契約前に確認する項目がありません。確認表の型を確かめてください。")
    for bid, table in tables:
        if table.opens_at is not None and closes_at < table.opens_at:
            raise Refused("提出期限を、応募者に伝えた期限より早めることはできません。")
        made = remake_table(
            table,
            edition=engagement.edition,
            items=items,
            title=engagement.title,
            opens_at=closes_at,
            context=engagement,
            by=by,
            at=at,
        )
        bid.checklist = made.checklist
        bid.save(update_fields=["checklist"])
    _extend_links([bid for bid, _ in tables], closes_at, at)
    # What covered an item that is asked no more, or in other words, covers nothing now.
    AlternativeMeasure.objects.filter(bid__in=[bid for bid, _ in tables], is_current=True).exclude(
        item__in=items
    ).update(is_current=False)
    if tables:
        engagement.selections.filter(is_current=True).update(is_current=False)
        engagement.unmet_decisions.filter(is_current=True).update(is_current=False)


def _extend_links(bids: Sequence[Bid], closes_at: datetime, at: datetime) -> None:
    """As long as the new table can be read. One that has expired needs to be issued anew."""
    live = AnswerLink.objects.filter(bid__in=bids, revoked_at=None, expires_at__gt=at)
    live.update(expires_at=closes_at + READABLE)
