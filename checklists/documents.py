"""D3: the filled check table."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from accounts.models import Department, Municipality
from accounts.respondents import Respondent
from checklists.document_tables import choices, columns, filled_lines
from checklists.models import Checklist
from checklists.rows import table_rows
from documents.kinds import DocumentKind, register


@register
class CheckTable(DocumentKind):
    """項目遵守の確認表, as a firm has filled it."""

    slug = "check-table"
    code = "D3"
    title = "項目遵守の確認表"
    template_name = "documents/check_table.html"
    stylesheets = ("documents/check_table.css",)
    subject_model = "checklists.Checklist"

    # Whose eyes it is made for; None are the municipality's.
    reader: Respondent | None = None

    def subjects(self) -> models.QuerySet[Any]:
        """Every table, with what its number needs."""
        return Checklist.objects.select_related(
            "municipality", "department", "edition__municipality"
        ).order_by("pk")

    def context(self, subject: Checklist, *, at: datetime) -> dict[str, Any]:
        """The table's lines; a table that is still open prints as it stands."""
        lines = filled_lines(table_rows(subject, reader=self.reader))
        return {
            "checklist": subject,
            "case_title": subject.title,
            "phase": subject.get_phase_display(),
            "lines": lines,
            "columns": columns(lines, blank=False),
            "choices": choices(subject.phase),
            "blank": False,
            "edition": str(subject.edition),
        }

    def number(self, subject: Checklist) -> str:
        """The engagement's number and the table's own, e.g. R8-福祉-0001-T12."""
        return f"{self._engagement(subject).number}-T{subject.pk}"

    def owner(self, subject: Checklist) -> tuple[Municipality, Department | None]:
        """The department whose engagement it is about."""
        return subject.municipality, subject.department

    def heading(self, subject: Checklist) -> str:
        """項目遵守の確認表（契約前）."""
        return f"{self.title}（{subject.get_phase_display()}）"

    def case_name(self, subject: Checklist) -> str:
        """The engagement and the firm."""
        return f"{subject.title}　{subject.respondent}"

    def made_from(self, subject: Checklist) -> dict[str, Any]:
        """What the table was frozen as."""
        return {"edition": subject.edition_id, "frozen_sha256": subject.frozen_sha256}

    def event_context(self, subject: Checklist) -> models.Model:
        """The engagement's page lists the issue."""
        engagement: models.Model = self._engagement(subject)
        return engagement

    @staticmethod
    def _engagement(subject: Checklist) -> Any:
        model, _, pk = subject.context.partition(":")
        return apps.get_model(model)._default_manager.select_related("department").get(pk=pk)
