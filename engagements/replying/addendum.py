"""追補 at a firm's page: what changed since it was first told."""

from typing import Any

from django.utils import timezone

from engagements import actions
from engagements.documents.changes import rows_of
from engagements.replying.access import FirmRequest
from engagements.requirements import addenda_of, is_asked_again
from engagements.told import told_now


def addendum_of(request: FirmRequest) -> dict[str, Any]:
    """The newest change of the requirements for the page; that the firm was shown it is noted.

    No query where there was none.
    """
    none = not getattr(request.link, "addendum", 0)
    addenda = [] if none else addenda_of(request.link.bid.engagement)
    if not addenda:
        return {"addendum": None, "changed_codes": set()}
    told = addenda[0]
    papers = told_now(told.engagement).filter(kind="requirement-changes", made_from__told=told.pk)
    shown = list(papers)
    actions.note_seen(request.link, shown, by=request.respondent, at=timezone.now())
    return {
        "addendum": told,
        "changes": [(each, rows_of(each)) for each in addenda],
        "changed_codes": told.changed_codes,
        "asked_again": is_asked_again(told.changes),
        "paper": shown[0] if shown else None,
    }
