"""追補 at a firm's page: what changed since it was first told."""

from typing import Any

from django.utils import timezone

from engagements import actions
from engagements.documents.changes import Row
from engagements.replying.access import FirmRequest
from engagements.requirements import is_asked_again, newest_told
from engagements.told import told_now


def addendum_of(request: FirmRequest) -> dict[str, Any]:
    """The newest change of the requirements for the page; that the firm was shown it is noted.

    No query where there was none.
    """
    none = not getattr(request.link, "addendum", 0)
    told = None if none else newest_told(request.link.bid.engagement)
    if told is None:
        return {"addendum": None, "changed_codes": set()}
    papers = told_now(told.engagement).filter(kind="requirement-changes", made_from__told=told.pk)
    shown = list(papers)
    actions.note_seen(request.link, shown, by=request.respondent, at=timezone.now())
    return {
        "addendum": told,
        "changes": [Row.of(change) for change in told.changes],
        "changed_codes": told.changed_codes,
        "asked_again": is_asked_again(told.changes),
        "paper": shown[0] if shown else None,
    }
