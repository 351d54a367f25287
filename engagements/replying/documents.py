"""What a firm prints for itself: the table with boxes for its own approval."""

from datetime import datetime
from typing import Any

from accounts.respondents import Respondent
from checklists.documents import CheckTable
from checklists.models import Checklist

APPROVERS = ("代表者", "責任者", "確認者", "記入者")


class ApprovalCopy(CheckTable):
    """社内決裁用の写し: as the firm has filled the table so far, never issued."""

    slug = "approval-copy"
    title = "項目遵守の確認表　社内決裁用の写し"

    def __init__(self, reader: Respondent) -> None:
        self.reader = reader

    def context(self, subject: Checklist, *, at: datetime) -> dict[str, Any]:
        """The filled table, with 決裁欄."""
        return {**super().context(subject, at=at), "approvers": APPROVERS}

    def number(self, subject: Checklist) -> str:
        """None: a copy has no number of the municipality's."""
        return ""
