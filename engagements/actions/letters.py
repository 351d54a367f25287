"""選定結果通知書: all letters of an engagement at one go."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from documents.actions import issue
from documents.kinds import by_name
from documents.models import IssuedDocument
from engagements.gates import enter
from engagements.letters import KIND, chosen_for_letters, newest_letters
from engagements.models import Bid, Engagement, Stage

STAGES = (Stage.SELECTION, Stage.CONTRACTING, Stage.PERFORMANCE)
# A tenth of a second each; the person waits for the page.
AT_ONCE = 40


@dataclass(frozen=True)
class Posted:
    """How many letters were made now, and how many bidders wait for the next click."""

    made: int
    left: int


def issue_letters(engagement: Engagement, *, by: User, at: datetime) -> Posted:
    """A letter to each bidder that didn't withdraw, unless one exists that says the same.

    Each letter is a transaction of its own, for layout takes its time: what was interrupted
    goes on with the next call, and so does what is more than AT_ONCE. Raises Refused outside
    the stages, without a choice and its report; DocumentFailed.
    """
    with transaction.atomic():
        fresh = enter(engagement, by=by, permission=Permission.DOCUMENT_ISSUE, stages=STAGES)
        chosen_for_letters(fresh)
        bids = list(
            Bid.objects.filter(engagement=fresh, withdrawn_on=None)
            .select_related(
                "vendor", "checklist", "engagement__municipality", "engagement__department"
            )
            .order_by("pk")
        )
    kind, made = by_name(KIND), 0
    former = newest_letters(IssuedDocument.objects.all(), fresh, bids)
    for done, bid in enumerate(bids):
        if made == AT_ONCE:
            return Posted(made, len(bids) - done)
        letter = issue(kind, bid, by=by, at=at)
        made += bid.pk not in former or former[bid.pk].pk != letter.pk
    return Posted(made, 0)
