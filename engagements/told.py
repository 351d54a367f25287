"""What bidders are told before the contract, and nothing that came later."""

from django.db.models import Exists, OuterRef, Q

from documents.models import IssuedDocument, IssuedDocumentQuerySet
from engagements.models import Engagement
from ledger.actions import subject_of

# Everything in one file, then each paper by itself.
TOLD = ("notice-bundle", "requirement-notice", "annex", "check-table-blank")


def told(rows: IssuedDocumentQuerySet, engagement: Engagement) -> IssuedDocumentQuerySet:
    """Of `rows`, the newest of each paper and format that was issued for all bidders alike.

    An annex of the contract carries what was agreed with one of them (made_from says so), and
    is no bidder's to read here; the draft before it stays.
    """
    for_all = Q(
        municipality_id=engagement.municipality_id,
        subject=subject_of(engagement),
        kind__in=TOLD,
    ) & ~Q(made_from__has_key="contract")
    newer = IssuedDocument.objects.filter(
        for_all, kind=OuterRef("kind"), format=OuterRef("format"), pk__gt=OuterRef("pk")
    )
    found: IssuedDocumentQuerySet = rows.filter(for_all).exclude(Exists(newer))
    return found
