"""指名停止: entering and lifting one, and going on in spite of one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from common.canonical import dumps, sha256_hex
from common.errors import Refused
from engagements.actions.vendors import enter_register
from engagements.content import SUSPENSION_FIELDS, lifting_content, suspension_content
from engagements.gates import validate
from engagements.models import Bid, DespiteSuspension, Suspension, Vendor
from engagements.standing import suspended_sentence, suspensions_in_force
from ledger.actions import record

# Characters of a reason to go on, which stands in D4.
LIMIT = 2000


class SuspendedWithoutReason(Refused):
    """The firm is under 指名停止, and nobody wrote why the procedure goes on with it."""

    def __init__(self, vendor: Vendor, suspensions: Sequence[Suspension]) -> None:
        super().__init__(
            f"{suspended_sentence(vendor, suspensions)}この措置がこの案件に及ばないなど、"
            "手続を続ける理由があるときは、その理由を入力してください。"
        )


@transaction.atomic
def enter_suspension(vendor: Vendor, *, by: User, at: datetime, **fields: str | date) -> Suspension:
    """Enter a suspension of a firm. It can't be changed afterwards, only lifted. Raises Refused."""
    fresh = enter_register(vendor, by=by, permission=Permission.SUSPENSION_EDIT)
    suspension = Suspension(
        municipality_id=fresh.municipality_id,
        vendor=fresh,
        entered_at=at,
        entered_by=by,
        **_known(fields),
    )
    if suspension.origin == Suspension.Origin.OWN:
        suspension.body = suspension.source = ""
    validate(suspension)
    if _already(suspension):
        raise Refused("同じ期間の同じ措置が、既に記録されています。")
    suspension.save(force_insert=True)
    record(
        "engagements.suspension_entered",
        subject=suspension,
        context=fresh,
        by=by,
        at=at,
        vendor=fresh.name,
        sha256=sha256_hex(dumps(suspension_content(suspension))),
    )
    return suspension


@transaction.atomic
def lift_suspension(
    suspension: Suspension, *, lifted_on: date, reason: str, by: User, at: datetime
) -> Suspension:
    """End a suspension before its last day: it holds no more from `lifted_on` on.

    On its first day: it never held, which is how an entry in error is put right. Raises
    Refused, also when it was lifted before.
    """
    vendor = enter_register(suspension.vendor.firm, by=by, permission=Permission.SUSPENSION_EDIT)
    fresh = Suspension.objects.select_for_update(of=("self",)).get(pk=suspension.pk)
    if fresh.lifted_on is not None:
        raise Refused("この指名停止は、既に解除されています。")
    fresh.lifted_on, fresh.lifted_reason = lifted_on, reason.strip()
    fresh.lifted_at, fresh.lifted_by = at, by
    validate(fresh)
    fresh.save(update_fields=["lifted_on", "lifted_reason", "lifted_at", "lifted_by"])
    record(
        "engagements.suspension_lifted",
        subject=fresh,
        context=vendor,
        by=by,
        at=at,
        vendor=vendor.name,
        lifted_on=lifted_on.isoformat(),
        reason=fresh.lifted_reason,
        sha256=sha256_hex(dumps(lifting_content(fresh))),
    )
    return fresh


def reasons_missing(bid: Bid, day: date) -> list[Suspension]:
    """The municipality's own suspensions of a bid's firm on `day` without a reason to go on."""
    answered = DespiteSuspension.objects.filter(bid=bid).values("suspension")
    return list(suspensions_in_force(bid.vendor, day).exclude(pk__in=answered))


def go_on_despite(
    bid: Bid, suspensions: Sequence[Suspension], reason: str, *, by: User, at: datetime
) -> dict[str, Any]:
    """Keep the reason for going on with a bid; what the event of the act tells of it.

    Raises Refused for a reason too long for the paper it is printed on.
    """
    if len(reason) > LIMIT:
        raise Refused(f"手続を続ける理由は、{LIMIT}字以内で入力してください。")
    DespiteSuspension.objects.bulk_create(
        DespiteSuspension(
            municipality_id=bid.municipality_id,
            bid=bid,
            suspension=suspension,
            reason=reason.strip(),
            recorded_at=at,
            recorded_by=by,
        )
        for suspension in suspensions
    )
    return {"suspensions": [s.pk for s in suspensions], "despite": reason.strip()}


def _already(suspension: Suspension) -> bool:
    """Whether the same was entered before, by a button pressed twice."""
    same = {name: getattr(suspension, name) for name in SUSPENSION_FIELDS}
    return Suspension.objects.filter(vendor=suspension.vendor, lifted_on=None, **same).exists()


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - set(SUSPENSION_FIELDS)
    if unknown:
        raise TypeError(f"a suspension has no {', '.join(sorted(unknown))}")
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in fields.items()
    }
