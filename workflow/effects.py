"""What a move does beside changing the stage."""

from datetime import date, datetime

from django.utils import timezone

from accounts.models import User
from audits.actions import schedule_reports
from engagements.actions import confirm_requirements, explain_change, fix_contract
from engagements.actions.conditions import derive_conditions
from workflow.snapshot import Snapshot


def local_date(at: datetime) -> date:
    """The day in Japan at this moment."""
    return timezone.localtime(at).date()


def fix_the_requirements(now: Snapshot, by: User, at: datetime, reason: str) -> None:
    """Fix what bidders have to meet; what changes something they know is an addendum."""
    confirm_requirements(now.engagement, by=by, at=at)


def keep_the_reason(now: Snapshot, by: User, at: datetime, reason: str) -> None:
    """Keep why requirements are changed, to be told to bidders."""
    explain_change(now.engagement, reason, by=by, at=at)


def take_the_conditions(now: Snapshot, by: User, at: datetime, reason: str) -> None:
    """Make the chosen bidder's conditions tasks of the contract."""
    derive_conditions(now.engagement, by=by, at=at)


def fix_the_contract(now: Snapshot, by: User, at: datetime, reason: str) -> None:
    """Tie the contract to the annex issued for it and lay out its periodic reports."""
    contract = now.contract
    if contract is None:  # the guards have refused already
        return
    fix_contract(contract, annex=now.documents["annex"], by=by, at=at)
    schedule_reports(contract, by=by, at=at)
