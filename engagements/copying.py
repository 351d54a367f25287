"""翌年度の案件: what an earlier engagement offers to the next one, before anything is copied."""

from collections.abc import Iterable
from datetime import date

from common.dates import advanced_years
from engagements.models import Criteria, Engagement, Stage, Tailoring
from engagements.models.tailoring import SETTLED
from engagements.schedules import years_to_offer
from specs.models import Edition, EditionStatus

TITLE_LIMIT = 120
# Stages in which the work of the year has begun: what one renews.
RENEWED = (Stage.PERFORMANCE, Stage.CLOSING, Stage.CLOSED)


def year_to_propose(source: Engagement, today: date) -> int:
    """The year after the source's, if one may register in it; else the nearest one."""
    first, last = years_to_offer(today)
    return min(max(source.fiscal_year + 1, first), last)


def title_for(source: Engagement, year: int) -> str:
    """The title with the years in it moved on."""
    return advanced_years(source.title, year - source.fiscal_year)[:TITLE_LIMIT]


def edition_for(source: Engagement) -> Edition | None:
    """The published edition of the source's specification; one query, or none."""
    if source.edition is None or source.edition.status == EditionStatus.PUBLISHED:
        return source.edition
    published = Edition.objects.filter(
        specification_id=source.edition.specification_id, status=EditionStatus.PUBLISHED
    )
    return published.select_related("specification", "municipality").first()


def own_decisions(source: Engagement) -> list[Tailoring]:
    """The omissions and changes of staff that were in force, in clause order; one query."""
    rows = source.tailorings.current().filter(
        origin=Tailoring.Origin.PERSON,
        decision__in=[Tailoring.Decision.OMITTED, Tailoring.Decision.CHANGED],
        approval__in=SETTLED,
    )
    return list(rows.order_by("clause__position"))


def criteria_of_staff(source: Engagement) -> Criteria | None:
    """Weights and knock-out items, if staff set any; one query. The opening of the answers
    leaves empty ones behind."""
    criteria = Criteria.objects.filter(engagement=source).first()
    return criteria if criteria and (criteria.weights or criteria.knock_outs) else None


def criteria_words(source: Engagement) -> str:
    """What there is of them, in words; empty where there is nothing."""
    criteria = criteria_of_staff(source)
    if criteria is None:
        return ""
    return f"重みを変えた条{len(criteria.weights)}、失格項目{len(criteria.knock_outs)}"


def copies_of(sources: Iterable[int], year: int) -> dict[int, list[Engagement]]:
    """Source id → its copies for that year which were not cancelled; one query."""
    rows = Engagement.objects.filter(copied_from__in=list(sources), fiscal_year=year)
    found: dict[int, list[Engagement]] = {}
    for copy in rows.exclude(stage=Stage.CANCELLED).select_related("department").order_by("pk"):
        found.setdefault(copy.copied_from_id or 0, []).append(copy)
    return found
