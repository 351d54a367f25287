"""選定結果通知書: when letters may go out, and which have."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from common.errors import Refused
from documents.models import IssuedDocument, IssuedDocumentQuerySet
from engagements.models import Bid, Engagement, Selection
from ledger.actions import subject_of

KIND = "selection-result"
REPORT = "selection-report"


@dataclass(frozen=True)
class LetterRow:
    """One bidder and its newest letter; `is_current` when that tells of the present choice."""

    bid: Bid
    is_chosen: bool
    letter: IssuedDocument | None
    is_current: bool


def chosen_for_letters(engagement: Engagement, bid: Bid | None = None) -> Selection:
    """The choice that letters tell of.

    Raises Refused before somebody was chosen, before the report (D4) of that choice was
    issued, and for a `bid` that was withdrawn.
    """
    rows = engagement.selections.filter(is_current=True)
    selection: Selection | None = rows.select_related("bid__vendor").first()
    if selection is None:
        raise Refused("委託先を選んでから、選定結果通知書を発行してください。")
    if bid is not None and bid.withdrawn_on is not None:
        raise Refused("辞退した事業者への選定結果通知書は作りません。")
    if not report_is_issued(engagement, selection.decided_at):
        raise Refused(
            "選定評価・理由書を発行してから、選定結果通知書を発行してください。"
            "委託先を選び直したときは、選定評価・理由書も発行し直します。"
        )
    return selection


def report_is_issued(engagement: Engagement, decided_at: datetime) -> bool:
    """Whether D4 was issued since the choice. Documents are dated to the second."""
    reports = IssuedDocument.objects.about(subject_of(engagement), REPORT).filter(
        municipality_id=engagement.municipality_id,
        format="pdf",
        issued_at__gte=decided_at.replace(microsecond=0),
    )
    found: bool = reports.exists()
    return found


def newest_letters(
    rows: IssuedDocumentQuerySet, engagement: Engagement, bids: Iterable[Bid]
) -> dict[int, IssuedDocument]:
    """Bid id → its newest letter among `rows`; one query."""
    subjects = {subject_of(bid): bid.pk for bid in bids}
    found = rows.filter(
        municipality_id=engagement.municipality_id,
        kind=KIND,
        subject__in=list(subjects),
        format="pdf",
    )
    return {subjects[document.subject]: document for document in found.order_by("pk")}


def letter_rows(
    rows: IssuedDocumentQuerySet,
    engagement: Engagement,
    bids: Iterable[Bid],
    selection: Selection | None,
) -> list[LetterRow]:
    """Each bidder that didn't withdraw, with its letter; one query."""
    taking_part = [bid for bid in bids if bid.withdrawn_on is None]
    letters = newest_letters(rows, engagement, taking_part)
    found = []
    for bid in taking_part:
        letter = letters.get(bid.pk)
        told = letter.made_from.get("selection") if letter else None
        is_current = selection is not None and told == selection.pk
        is_chosen = selection is not None and selection.bid_id == bid.pk
        found.append(LetterRow(bid, is_chosen, letter, is_current))
    return found
