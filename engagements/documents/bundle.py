"""要件通知一式 (D1B): the notice, the draft annex and the blank table as one document."""

from datetime import datetime
from typing import Any

from documents.kinds import register
from documents.rendering import Attachment
from engagements.documents.annex import AnnexDocument
from engagements.documents.base import EngagementDocument
from engagements.documents.notice import BlankCheckTable, RequirementNotice
from engagements.models import Engagement

DRAFT = "（案）"


@register
class NoticeBundle(EngagementDocument):
    """Everything a bidder is told, in one file with one count of pages.

    The annex in it is a draft: it names no contractor and no contract, whatever is known.
    """

    slug = "notice-bundle"
    code = "D1B"
    title = "個人情報取扱要件通知一式"
    template_name = "documents/notice_bundle.html"
    template_version = "2"
    stylesheets = (
        "documents/engagements.css",
        "documents/check_table.css",
        "documents/notice_bundle.css",
    )

    notice = RequirementNotice()
    annex = AnnexDocument()
    table = BlankCheckTable()

    def context(self, subject: Engagement, *, at: datetime) -> dict[str, Any]:
        """What the three documents print, and the contents. Raises Refused as the annex does."""
        annex_title = f"{self.annex.heading(subject)}{DRAFT}"
        return {
            **self.annex.context(subject, at=at),
            **self.table.context(subject, at=at),
            **self.notice.context(subject, at=at),
            "contract": None,
            "conditions": [],
            "notice_title": self.notice.title,
            "annex_title": annex_title,
            "table_title": self.table.title,
            "parts": [
                (self.notice.title, "part-notice"),
                (annex_title, "part-annex"),
                (self.table.title, "part-table"),
            ],
        }

    def attachments(self, subject: Engagement, *, at: datetime) -> list[Attachment]:
        """The clauses as data, as in the annex."""
        return self.annex.attachments(subject, at=at)
