"""What a document says of itself: whose it is, its number, and when it was issued."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Department, Municipality
from documents.sanitise import clean, clip

FOOTER_CHARACTERS = 40


@dataclass(frozen=True)
class Paper:
    """What a template prints about the document itself, as `document`.

    `issued_at` is local time. A preview has neither number nor code.
    """

    title: str
    case_name: str
    number: str
    verification_code: str
    issued_at: datetime
    municipality: Municipality
    department: Department | None
    is_preview: bool

    @property
    def author(self) -> str:
        """Who speaks: 自治体 and 課."""
        return f"{self.municipality.name} {self.department or ''}".strip()

    @property
    def footer_case(self) -> str:
        """The case name, short enough for the footer."""
        return clip(clean(self.case_name), FOOTER_CHARACTERS).replace("（以下略）", "")
