"""What a move does beside changing the stage."""

from datetime import date, datetime

from django.utils import timezone

from accounts.models import User
from audits.actions import schedule_reports
from engagements.actions.conditions import derive_conditions
from engagements.actions.contracts import fix_contract
from workflow.snapshot import Snapshot


def local_date(at: datetime) -> date:
    """The day in Japan at this moment."""
    return timezone.localtime(at).date()


def take_the_conditions(now: Snapshot, by: User, at: datetime) -> None:
    """Make the chosen bidder's conditions tasks of the contract."""
    derive_conditions(now.engagement, by=by, at=at)


def fix_the_contract(now: Snapshot, by: User, at: datetime) -> None:
    """Tie the contract to the annex issued for it and lay out its periodic reports."""
    contract = now.contract
    if contract is None:  # the guards have refused already
        return
    fix_contract(contract, annex=now.documents["annex"], by=by, at=at)
    schedule_reports(contract, by=by, at=at)
