"""Rhythm of reports, severity, terms of correction."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.models import Finding
from audits.rules import correction_due, report_schedule, severity_of
from checklists.models import ItemLevel, Verdict
from common.dates import is_working_day

STARTS = st.dates(min_value=date(2024, 1, 1), max_value=date(2030, 12, 31))


@given(STARTS, st.integers(0, 1200), st.sampled_from([1, 2, 4, 12]))
def test_reports_cover_the_contract_without_gaps(start, length, per_year):
    end = start + timedelta(days=length)
    schedule = report_schedule(start, end, per_year)
    assert len(schedule) == len({label for label, _ in schedule})
    assert all(is_working_day(due) for _, due in schedule)
    assert [due for _, due in schedule] == sorted({due for _, due in schedule})
    assert schedule[-1][1] > end
    assert len(schedule) <= length * per_year / 365 + 1.1


def test_a_report_is_due_ten_working_days_after_its_span():
    (first, due), *_ = report_schedule(date(2026, 4, 1), date(2027, 3, 31), 4)
    assert first == "第1回（令和8年4月1日から令和8年6月30日まで）"
    assert due == date(2026, 7, 14)


def test_days_left_over_are_reported_with_the_report_due_on_the_same_day():
    # Saturday, Sunday and a holiday: both spans end before Tuesday 24 November.
    schedule = report_schedule(date(2025, 11, 22), date(2026, 11, 23), 1)
    assert schedule == [("第1回（令和7年11月22日から令和8年11月23日まで）", date(2026, 12, 8))]


def test_a_month_without_the_day_uses_its_last():
    labels = [label for label, _ in report_schedule(date(2026, 8, 31), date(2027, 8, 30), 2)]
    assert labels[0].endswith("令和9年2月27日まで）")


@pytest.mark.parametrize(
    ("verdict", "level", "severity"),
    [
        (Verdict.UNFIT, ItemLevel.REQUIRED, Finding.Severity.MAJOR),
        (Verdict.UNFIT, ItemLevel.CONDITIONAL, Finding.Severity.MAJOR),
        (Verdict.CORRECT, ItemLevel.REQUIRED, Finding.Severity.MINOR),
        (Verdict.UNFIT, ItemLevel.RECOMMENDED, Finding.Severity.OBSERVATION),
    ],
)
def test_severity(verdict, level, severity):
    assert severity_of(verdict, level) == severity


def test_graver_findings_are_due_sooner():
    day = date(2026, 11, 20)
    due = [correction_due(severity, day) for severity in Finding.Severity]
    assert due == sorted(due)
    assert due[0] == date(2026, 11, 30)  # five working days over 勤労感謝の日
