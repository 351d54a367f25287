"""Where bidders ask."""

from engagements.models import Engagement


def contact_of(engagement: Engagement) -> str:
    """What was registered, else the department and its telephone."""
    return engagement.contact or f"{engagement.department}　{engagement.department.phone}".strip()
