"""Template filters that print dates as public documents do."""

from datetime import date, datetime

from django import template
from django.utils import timezone

from common.dates import fiscal_year_label
from common.dates import wareki as wareki_text
from common.dates import wareki_time as wareki_time_text

register = template.Library()


def _day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


@register.filter
def wareki(value: date | datetime | None) -> str:
    """令和8年11月23日; nothing for no date."""
    return wareki_text(_day(value)) if value else ""


@register.filter
def wareki_time(value: datetime | None) -> str:
    """令和8年11月23日 14時05分, Japanese time; nothing for no time."""
    return wareki_time_text(value) if value else ""


@register.filter
def fiscal_year(year: int) -> str:
    """令和8年度, of the year in which it begins."""
    return fiscal_year_label(year)
