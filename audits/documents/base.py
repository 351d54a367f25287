"""What the papers about a contract in performance share."""

from typing import Any, ClassVar

from django.db import models

from accounts.models import Department, Municipality
from engagements.documents.base import WordFromTemplate
from engagements.models import Contract


class ContractPaper(WordFromTemplate):
    """A paper about something that hangs on a contract: a round, a finding."""

    stylesheets: ClassVar[tuple[str, ...]] = ("documents/engagements.css",)

    def contract(self, subject: Any) -> Contract:
        """The contract that the subject belongs to."""
        contract: Contract = subject.contract
        return contract

    def owner(self, subject: Any) -> tuple[Municipality, Department | None]:
        """The department whose contract it is."""
        engagement = self.contract(subject).engagement
        return engagement.municipality, engagement.department

    def case_name(self, subject: Any) -> str:
        """The contract's title."""
        return self.contract(subject).title

    def event_context(self, subject: Any) -> models.Model:
        """The engagement's page lists the issue."""
        engagement: models.Model = self.contract(subject).engagement
        return engagement

    def made_from(self, subject: Any) -> dict[str, Any]:
        """The contract by id."""
        return {"contract": self.contract(subject).pk}
