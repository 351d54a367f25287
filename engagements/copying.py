"""翌年度の案件: what an earlier engagement offers to the next one, before anything is copied."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from common.dates import add_working_days, advanced_years, fiscal_year, next_working_day, years_on
from engagements.models import Engagement, Stage, Tailoring
from engagements.models.tailoring import SETTLED
from specs.models import Edition, EditionStatus

# Working days that bidders get to answer, where nobody says otherwise. Ours, of no law.
DAYS_TO_ANSWER = 10
TITLE_LIMIT = 120
# Stages in which the work of the year has begun: what one renews.
RENEWED = (Stage.PERFORMANCE, Stage.CLOSING, Stage.CLOSED)


@dataclass(frozen=True)
class Schedule:
    """The dates to propose. `answer_deadline` is a working day; the others are where they were
    in the earlier year, for contracts begin on 1 April whatever day of the week it is."""

    answer_deadline: date
    period_from: date | None
    period_to: date | None


def years_to_offer(today: date) -> tuple[int, int]:
    """The 年度 in which an engagement may be registered: this one and the next."""
    return fiscal_year(today), fiscal_year(today) + 1


def year_to_propose(source: Engagement, today: date) -> int:
    """The year after the source's, if one may register in it; else the nearest one."""
    first, last = years_to_offer(today)
    return min(max(source.fiscal_year + 1, first), last)


def title_for(source: Engagement, year: int) -> str:
    """The title with the years in it moved on."""
    return advanced_years(source.title, year - source.fiscal_year)[:TITLE_LIMIT]


def schedule_for(source: Engagement, year: int, today: date) -> Schedule:
    """The source's dates moved on; bidders get ten working days from today at the least."""
    count = year - source.fiscal_year
    deadline = add_working_days(today, DAYS_TO_ANSWER)
    if source.answer_deadline is not None:
        deadline = max(deadline, next_working_day(years_on(source.answer_deadline, count)))
    return Schedule(
        deadline,
        years_on(source.period_from, count) if source.period_from else None,
        years_on(source.period_to, count) if source.period_to else None,
    )


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


def copies_of(sources: Iterable[int], year: int) -> dict[int, list[Engagement]]:
    """Source id → its copies for that year which were not cancelled; one query."""
    rows = Engagement.objects.filter(copied_from__in=list(sources), fiscal_year=year)
    found: dict[int, list[Engagement]] = {}
    for copy in rows.exclude(stage=Stage.CANCELLED).select_related("department").order_by("pk"):
        found.setdefault(copy.copied_from_id or 0, []).append(copy)
    return found
