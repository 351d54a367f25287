"""Writing to the ledger. Everything that matters calls `record` in its own transaction."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.transaction import TransactionManagementError

from ledger.models import LedgerEvent, LedgerHead

if TYPE_CHECKING:
    from accounts.actors import Actor


def subject_of(thing: models.Model) -> str:
    """How the ledger names a row: `app.Model:id`."""
    return f"{thing._meta.label}:{thing.pk}"


def record(
    verb: str,
    *,
    subject: models.Model,
    by: "Actor | None",
    at: datetime,
    context: models.Model | None = None,
    context_key: str = "",
    municipality_id: int | None = None,
    **data: Any,
) -> LedgerEvent:
    """Append one event to the chain of the subject's municipality.

    `verb` is `app.past_tense`; `context` is the thing whose page should list the event (the
    engagement, mostly), or `context_key` its name where only that is known; `data` must be
    JSON. Three queries. Raises
    TransactionManagementError outside a transaction: an event is written with its change or
    not at all.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("a ledger event needs the transaction of its change")
    if municipality_id is None:
        municipality_id = getattr(subject, "municipality_id", None) or subject.pk
    head = _lock_head(municipality_id)
    event = LedgerEvent(
        municipality_id=municipality_id,
        seq=head.seq + 1,
        at=at,
        actor_id=by.pk if by else None,
        actor=str(by) if by else "システム",
        verb=verb,
        subject=subject_of(subject),
        context=subject_of(context) if context is not None else context_key,
        data=data,
        prev_hash=head.hash,
    )
    event.hash = event.computed_hash()
    event.save(force_insert=True)
    LedgerHead.objects.filter(pk=head.pk).update(seq=event.seq, hash=event.hash)
    return event


def _lock_head(municipality_id: int) -> LedgerHead:
    """The chain's head, locked until the transaction ends; made at the first event."""
    heads = LedgerHead.objects.select_for_update()
    try:
        return heads.get(municipality_id=municipality_id)
    except LedgerHead.DoesNotExist:
        LedgerHead.objects.get_or_create(municipality_id=municipality_id)
        return heads.get(municipality_id=municipality_id)
