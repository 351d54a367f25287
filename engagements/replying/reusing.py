"""What a firm answered about itself in other engagements, and may use again here.

Only from tables that the municipality has opened, and from those whose links the same browser
has opened: to whoever holds just this one link, a sealed answer shows nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from checklists.actions.reusing import Reusable
from checklists.models import Answer, AnswerValue
from engagements.models import Bid
from engagements.replying.access import FirmRequest, held_links
from engagements.replying.table import FirmRow


@dataclass(frozen=True)
class Offer:
    """Answers that would fill open rows, and the days on which they were given."""

    answers: list[Reusable]
    first_on: date
    last_on: date


def offer_for(request: FirmRequest, rows: Iterable[FirmRow]) -> Offer | None:
    """What can be taken over into the open ones of `rows`; None where there is nothing.

    The newest answer to a question with the same words counts. One query, or two where the
    browser holds several links; none where nothing about the firm is open.
    """
    wanted = {
        (row.asked.code, row.asked.prompt, row.asked.ok_when): row.item_id
        for row in rows
        if row.about_firm and row.is_open
    }
    if not wanted:
        return None
    found = {
        wanted[key]: Reusable(wanted[key], answer, _given_on(answer))
        for answer in _answers(request.link.bid, [link.bid_id for link in held_links(request)])
        if (key := (answer.item.code, answer.item.before, answer.item.ok_when)) in wanted
    }
    if not found:
        return None
    days = [one.given_on for one in found.values()]
    return Offer(list(found.values()), min(days), max(days))


def _answers(bid: Bid, held: list[int]) -> QuerySet[Answer]:
    """Those of the firm's other tables that it may read here, the oldest first."""
    opened = Q(checklist__submitted_at__isnull=False, checklist__opened_at__isnull=False)
    rows = Answer.objects.filter(
        opened | Q(checklist__bid__in=held),
        checklist__bid__vendor=bid.vendor_id,
        municipality=bid.municipality_id,
        item__about_firm=True,
    )
    others = rows.exclude(value=AnswerValue.UNANSWERED).exclude(checklist=bid.checklist_id)
    return others.select_related("item").order_by("answered_at", "pk")


def _given_on(answer: Answer) -> date:
    if answer.reused_on is not None:
        return answer.reused_on
    return timezone.localtime(answer.answered_at).date()
