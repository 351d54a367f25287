"""Who acts: a member of staff, or a firm at its link."""

from accounts.models import User
from accounts.respondents import Respondent

Actor = User | Respondent


def user_of(actor: Actor) -> User | None:
    """The member of staff behind an actor; None for a firm."""
    return None if isinstance(actor, Respondent) else actor
