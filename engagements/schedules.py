"""日程の案: the dates to propose for an engagement, new or copied. Defaults of ours, of no law."""

from dataclasses import dataclass
from datetime import date

from common.dates import add_working_days, fiscal_year, next_working_day, years_on
from engagements.models import Engagement

# Working days that bidders get to answer, where nobody says otherwise.
DAYS_TO_ANSWER = 10
# Working days from the bidders' deadline to the first day of the work: choice and contract.
DAYS_TO_CONTRACT = 20


@dataclass(frozen=True)
class Schedule:
    """Dates to propose. Only the deadline is moved to a working day: contracts begin on
    1 April and end on 31 March whatever day of the week it is."""

    answer_deadline: date
    period_from: date | None
    period_to: date | None


def years_to_offer(today: date) -> tuple[int, int]:
    """The 年度 in which an engagement may be registered: this one and the next."""
    return fiscal_year(today), fiscal_year(today) + 1


def new_schedule(year: int, today: date) -> Schedule:
    """For an engagement of the 年度 `year` that copies nothing: its whole year if it is still to
    come, else from the earliest day after a choice; no period where the year is too short."""
    deadline = add_working_days(today, DAYS_TO_ANSWER)
    start = max(date(year, 4, 1), add_working_days(deadline, DAYS_TO_CONTRACT))
    end = date(year + 1, 3, 31)
    if start > end:
        return Schedule(deadline, None, None)
    return Schedule(deadline, start, end)


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
