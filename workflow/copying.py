"""Many copies at once: 200 renewals in March, one draft each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from common.errors import Refused
from engagements.actions import CopyExists, copy_engagement
from engagements.copying import title_for
from engagements.models import Engagement
from engagements.schedules import schedule_for


@dataclass(frozen=True)
class Copied:
    """What became of one source: a draft, or the reasons against it and the copies there are."""

    source: Engagement
    made: Engagement | None
    reasons: tuple[str, ...] = ()
    copies: tuple[Engagement, ...] = ()


def copy_each(
    sources: Iterable[Engagement], *, fiscal_year: int, again: bool, by: User, at: datetime
) -> list[Copied]:
    """Copy every source with all that can go with it, each in a transaction of its own.

    One that can't be copied doesn't stop the others.
    """
    today = timezone.localtime(at).date()
    found = []
    for source in sources:
        try:
            made = copy_engagement(
                source,
                fiscal_year=fiscal_year,
                title=title_for(source, fiscal_year),
                **vars(schedule_for(source, fiscal_year, today)),
                again=again,
                by=by,
                at=at,
            )
        except CopyExists as refusal:
            found.append(Copied(source, None, copies=tuple(refusal.copies)))
        except Refused as refusal:
            found.append(Copied(source, None, reasons=tuple(refusal.reasons)))
        else:
            found.append(Copied(source, made))
    return found
