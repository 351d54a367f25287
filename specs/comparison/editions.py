"""Two editions → a comparison."""

from django.db.models import QuerySet

from specs.models import ClauseFate, Edition
from specs.printing import PrintedEdition
from specs.text.compare import Comparison, Fate, compare_documents


def compare_editions(old: Edition, new: Edition) -> Comparison:
    """What differs, clause by clause, in the words that print; eight queries.

    The editions may be of different specifications: clauses keep their keys. What became of
    clauses is taken from the editions between the two, when they are of one specification.
    """
    return compare_printed(PrintedEdition.of(old), PrintedEdition.of(new), fates_between(old, new))


def compare_printed(
    old: PrintedEdition, new: PrintedEdition, fates: list[Fate] | None = None
) -> Comparison:
    """As compare_editions, of editions that were read already, or are tailored."""
    return compare_documents(old.printer, new.printer, fates=fates or ())


def fates_between(old: Edition, new: Edition) -> list[Fate]:
    """What became of the clauses of `old` on the way to `new`; none backwards. One query."""
    if old.specification_id != new.specification_id or old.number >= new.number:
        return []
    rows: QuerySet[ClauseFate] = ClauseFate.objects.filter(
        edition__specification=new.specification_id,
        edition__number__gt=old.number,
        edition__number__lte=new.number,
    )
    return [
        Fate(row.clause_key, row.caption, row.fate, tuple(row.into), row.reason)
        for row in rows.order_by("edition__number", "pk")
    ]


def predecessor(edition: Edition) -> Edition | None:
    """The edition that this one changes: the one it was made from, or the one before it."""
    if edition.based_on_id:
        return edition.based_on
    before = Edition.objects.filter(
        specification=edition.specification_id, number__lt=edition.number
    )
    return before.select_related("specification", "municipality").order_by("-number").first()
