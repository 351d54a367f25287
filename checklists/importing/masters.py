"""The master set that an imported text is compared with."""

from accounts.models import Municipality
from checklists.master.loading import KEY
from specs.models import Edition, EditionStatus
from specs.printing import document_of
from specs.text.tree import Document


def master_of(municipality: Municipality) -> Edition | None:
    """The published edition of the shipped set, or the newest published one of any other."""
    published = Edition.objects.filter(
        municipality=municipality, status=EditionStatus.PUBLISHED
    ).select_related("specification", "municipality")
    shipped = published.filter(specification__key=KEY).first()
    return shipped or published.order_by("-published_at", "-pk").first()


def master_document(master: Edition) -> Document:
    """The clauses of the master as one document. Three queries."""
    return document_of(
        master.clauses.order_by("position"),
        master.annexes.order_by("position"),
        master.forms.order_by("number"),
    )
