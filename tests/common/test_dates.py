"""和暦, 年度 and working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.dates import (
    add_working_days,
    fiscal_year,
    fiscal_year_label,
    is_working_day,
    next_working_day,
    parse_date,
    wareki,
)

DAYS = st.dates(min_value=date(1873, 1, 1), max_value=date(2099, 12, 31))


@given(DAYS)
def test_wareki_is_read_back(day: date) -> None:
    assert parse_date(wareki(day)) == day


@given(DAYS)
def test_iso_dates_are_read(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(day.strftime("%Y%m%d")) == day


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 23), "令和8年11月23日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
    ],
)
def test_wareki(day: date, text: str) -> None:
    assert wareki(day) == text


@pytest.mark.parametrize(
    "text",
    ["令和８年１１月２３日", "R8.11.23", "r8/11/23", "2026/11/23", " 2026年11月23日 ", "20261123"],
)
def test_parse_date_takes_what_staff_write(text: str) -> None:
    assert parse_date(text) == date(2026, 11, 23)


@pytest.mark.parametrize(
    "text", ["平成40年1月1日", "令和8年2月30日", "2026-13-01", "昭和64年1月8日"]
)
def test_parse_date_refuses_days_that_were_not(text: str) -> None:
    with pytest.raises(ValueError, match="という日はありません"):
        parse_date(text)


@pytest.mark.parametrize("text", ["", "きのう", "8/11/23", "令和8年11月"])
def test_parse_date_says_how_to_write_a_date(text: str) -> None:
    with pytest.raises(ValueError, match="令和8年11月23日"):
        parse_date(text)


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2027, 1, 1), 2026)]
)
def test_fiscal_year_begins_in_april(day: date, year: int) -> None:
    assert fiscal_year(day) == year


def test_fiscal_year_label() -> None:
    assert fiscal_year_label(2026) == "令和8年度"
    assert fiscal_year_label(2019) == "令和元年度"


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 11, 21), date(2026, 11, 24)),  # Saturday, Sunday, 勤労感謝の日
        (date(2026, 5, 2), date(2026, 5, 7)),  # the long weekend with 振替休日 on 5/6
        (date(2026, 9, 19), date(2026, 9, 24)),  # 敬老の日, 国民の休日, 秋分の日
        (date(2026, 12, 29), date(2027, 1, 4)),
        (date(2026, 11, 24), date(2026, 11, 24)),
    ],
)
def test_next_working_day(day: date, following: date) -> None:
    assert next_working_day(day) == following


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31)), st.integers(0, 40))
def test_add_working_days_counts_open_days(day: date, count: int) -> None:
    found = add_working_days(day, count)
    first = next_working_day(day)
    opened = [
        first + timedelta(days=n)
        for n in range((found - first).days + 1)
        if is_working_day(first + timedelta(days=n))
    ]
    assert len(opened) == count + 1
    assert opened[-1] == found
