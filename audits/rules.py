"""Rules of verification: rhythm of reports, severity of findings, terms for correction.

The figures are defaults of this product, not of any law.
"""

from datetime import date, timedelta

from audits.models import Finding
from checklists.models import ItemLevel, Verdict
from common.dates import add_working_days, next_working_day, wareki

CORRECTION_WORKING_DAYS = {
    Finding.Severity.MAJOR: 5,
    Finding.Severity.MINOR: 14,
    Finding.Severity.OBSERVATION: 30,
}
REPORT_GRACE_WORKING_DAYS = 10


def severity_of(verdict: str, level: str) -> Finding.Severity:
    """How grave a deviation is: by the municipality's verdict and the item's level.

    不適 on a 必須 or 条件 item is 重大; 推奨 items only give 観察; all else is 軽微.
    """
    if level == ItemLevel.RECOMMENDED:
        return Finding.Severity.OBSERVATION
    return Finding.Severity.MAJOR if verdict == Verdict.UNFIT else Finding.Severity.MINOR


def correction_due(severity: str, found_on: date) -> date:
    """The working day by which a finding must be put right."""
    return add_working_days(found_on, CORRECTION_WORKING_DAYS[Finding.Severity(severity)])


def report_schedule(period_from: date, period_to: date, per_year: int) -> list[tuple[str, date]]:
    """(label, due date) of every periodic report of a contract.

    The contract is cut into spans of 12/per_year months from its first day; each report is due
    ten working days after its span, the last one after the last day of the contract. A few days
    left over that would fall due on the day of the report before them are reported with it, so
    no two are due on one day. `per_year` is 1, 2, 4 or 12. Labels are like
    第1回（令和8年4月1日から令和8年6月30日まで）.
    """
    months = 12 // per_year
    spans: dict[date, tuple[date, date]] = {}
    start = period_from
    while start <= period_to:
        end = min(_add_months(start, months) - timedelta(days=1), period_to)
        due = add_working_days(next_working_day(end), REPORT_GRACE_WORKING_DAYS)
        first, _ = spans.get(due, (start, end))
        spans[due] = (first, end)
        start = end + timedelta(days=1)
    return [
        (f"第{number}回（{wareki(first)}から{wareki(last)}まで）", due)
        for number, (due, (first, last)) in enumerate(spans.items(), 1)
    ]


def _add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month where it has none."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
