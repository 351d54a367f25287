"""What bidders are told before the contract, and nothing that came later."""

from django.db.models import Exists, OuterRef, Q

from documents.models import IssuedDocument, IssuedDocumentQuerySet
from engagements.models import Engagement
from ledger.actions import subject_of

# The papers that tell the requirements as they stand: any of them will do.
NOTICES = ("notice-bundle", "requirement-notice")
# Everything in one file, then each paper by itself, and what was told afterwards.
TOLD = (
    "notice-bundle",
    "requirement-notice",
    "annex",
    "check-table-blank",
    "requirement-changes",
    "inquiry-answers",
)


def told_documents(engagement: Engagement) -> IssuedDocumentQuerySet:
    """Every paper that was issued for all bidders alike, the superseded too.

    An annex of the contract carries what was agreed with one of them (made_from says so), and
    is no bidder's to read here; the draft before it stays.
    """
    rows: IssuedDocumentQuerySet = IssuedDocument.objects.filter(_for_all(engagement))
    return rows


def told_now(engagement: Engagement) -> IssuedDocumentQuerySet:
    """Of those, the newest of each paper and format."""
    newer = IssuedDocument.objects.filter(
        _for_all(engagement),
        kind=OuterRef("kind"),
        format=OuterRef("format"),
        pk__gt=OuterRef("pk"),
    )
    return told_documents(engagement).exclude(Exists(newer))


def _for_all(engagement: Engagement) -> Q:
    return Q(
        municipality_id=engagement.municipality_id,
        subject=subject_of(engagement),
        kind__in=TOLD,
    ) & ~Q(made_from__has_key="contract")
