"""Japanese dates: 和暦, 年度, and working days of a town hall.

Dates are stored as ISO dates and printed as 令和8年11月23日.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta

import jpholiday
from django.utils import timezone

# First day, name, initial. Source: 元号を改める政令 of each era.
ERAS = (
    (date(2019, 5, 1), "令和", "R"),
    (date(1989, 1, 8), "平成", "H"),
    (date(1926, 12, 25), "昭和", "S"),
    (date(1912, 7, 30), "大正", "T"),
    (date(1868, 10, 23), "明治", "M"),
)
_BY_NAME = {name: start for start, kanji, letter in ERAS for name in (kanji, letter)}
_WEEKDAYS = "月火水木金土日"

_WAREKI = re.compile(
    r"(令和|平成|昭和|大正|明治|[RHSTM])\s*(元|\d{1,2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?",
    re.IGNORECASE,
)
_WESTERN = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")


def wareki(day: date) -> str:
    """`day` as 令和8年11月23日; the first year of an era is 元年.

    Raises ValueError before 1868-10-23.
    """
    for start, name, _ in ERAS:
        if day >= start:
            year = day.year - start.year + 1
            return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    raise ValueError("明治より前の日付は和暦にできません。")


def wareki_with_weekday(day: date) -> str:
    """`day` as 令和8年11月23日（月）."""
    return f"{wareki(day)}（{_WEEKDAYS[day.weekday()]}）"


def wareki_time(moment: datetime) -> str:
    """A moment in Japan as 令和8年11月23日 14時05分."""
    local = timezone.localtime(moment)
    return f"{wareki(local.date())} {local.hour}時{local.minute:02d}分"


def parse_date(text: str) -> date:
    """Read a date as staff write it: 令和8年11月23日, R8.11.23, 2026-11-23, 20261123.

    Full-width digits are accepted. Raises ValueError with a sentence for the user.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        if match := _WAREKI.fullmatch(plain):
            return _from_wareki(*match.groups())
        if match := _WESTERN.fullmatch(plain) or _DIGITS.fullmatch(plain):
            year, month, day = (int(part) for part in match.groups())
            return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"「{text}」という日はありません。日付を確かめてください。") from error
    raise ValueError(
        f"「{text}」を日付として読めません。令和8年11月23日 又は 2026-11-23 のように入力してください。"
    )


def _from_wareki(era: str, year: str, month: str, day: str) -> date:
    start = _BY_NAME[era.upper()]
    number = 1 if year == "元" else int(year)
    found = date(start.year + number - 1, int(month), int(day))
    if number < 1 or found < start or not wareki(found).startswith(_era_name(start)):
        raise ValueError("the era had no such day")
    return found


def _era_name(start: date) -> str:
    return next(name for first, name, _ in ERAS if first == start)


def fiscal_year(day: date) -> int:
    """The 年度 that `day` is in: April to March, named by the year it begins."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_label(year: int) -> str:
    """年度 as 令和8年度."""
    return wareki(date(year, 5, 1)).split("年", 1)[0] + "年度"


def is_working_day(day: date) -> bool:
    """False on Saturdays, Sundays, holidays and 12/29–1/3.

    Source: 地方自治法第4条の2 and 国民の祝日に関する法律.
    """
    year_end = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < 5 and not year_end and not jpholiday.is_holiday(day)


def next_working_day(day: date) -> date:
    """`day` itself if the town hall is open, else the next day on which it is."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """The working day `count` working days after `day` (count ≥ 0)."""
    day = next_working_day(day)
    for _ in range(count):
        day = next_working_day(day + timedelta(days=1))
    return day


def years_on(day: date, count: int) -> date:
    """The same day `count` years later; 28 February for a 29th that the year hasn't got."""
    try:
        return day.replace(year=day.year + count)
    except ValueError:
        return day.replace(year=day.year + count, day=28)


_YEAR_IN_TITLE = re.compile(
    r"(?P<era>令和|平成)(?P<year>元|[0-9０-９]{1,2})(?=年)"
    r"|(?<![A-Za-z0-9])(?P<letter>[RＲ])(?P<short>[0-9０-９]{1,2})(?![A-Za-z0-9０-９])"
    r"|(?P<western>20[0-9]{2}|２０[０-９]{2})(?=年)"
)


def advanced_years(text: str, count: int) -> str:
    """`text` with each year in it `count` years later: 令和8年度 → 令和9年度, R8, 2026年度.

    Full-width digits stay full-width. Years written in other ways stay as they are.
    """
    return _YEAR_IN_TITLE.sub(lambda match: _advanced(match, count), text)


def _advanced(match: re.Match[str], count: int) -> str:
    era = match["era"] or ("令和" if match["letter"] else "")
    digits = match["year"] or match["short"] or match["western"]
    number = 1 if digits == "元" else int(unicodedata.normalize("NFKC", digits))
    if not era:
        return _as_written(str(number + count), digits)
    year = _BY_NAME[era].year + number - 1 + count
    label = fiscal_year_label(year).removesuffix("年度")
    new = _as_written(label[2:], digits)
    return f"{match['letter']}{new}" if match["letter"] else f"{label[:2]}{new}"


def _as_written(new: str, old: str) -> str:
    wide = old[0] in "０１２３４５６７８９"
    return (
        new.translate({ord(str(n)): "０１２３４５６７８９"[n] for n in range(10)}) if wide else new
    )
