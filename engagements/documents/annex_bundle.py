"""特記仕様書一式 (D2B): the annex and every form of its clauses, as one document to hand out."""

from datetime import datetime
from typing import Any

from documents.kinds import register
from documents.rendering import Attachment
from engagements.documents.annex import AnnexDocument
from engagements.documents.base import EngagementDocument
from engagements.documents.forms.base import forms_in_force
from engagements.models import Engagement


@register
class AnnexBundle(EngagementDocument):
    """What is bound with the contract: a cover, the annex with its tables, and the forms.

    The annex alone (D2) stays the paper that the contract is tied to.
    """

    slug = "annex-bundle"
    code = "D2B"
    title = "個人情報の取扱いに関する特記仕様書一式"
    template_name = "documents/annex_bundle.html"
    stylesheets = (
        "documents/engagements.css",
        "documents/notice_bundle.css",
        "documents/contractor_form.css",
    )

    annex = AnnexDocument()

    def heading(self, subject: Engagement) -> str:
        """The specification's own title, and 一式."""
        return f"{self.annex.heading(subject)}一式"

    def context(self, subject: Engagement, *, at: datetime) -> dict[str, Any]:
        """The annex, its forms and the contents. Raises Refused as the annex does."""
        context = self.annex.context(subject, at=at)
        pages = [
            kind.page(subject, context["annex"]) for kind, _ in forms_in_force(context["annex"])
        ]
        return {
            **context,
            "annex_title": self.annex.heading(subject),
            "forms": [page for page in pages if page is not None],
        }

    def made_from(self, subject: Engagement) -> dict[str, Any]:
        """As the annex."""
        return self.annex.made_from(subject)

    def attachments(self, subject: Engagement, *, at: datetime) -> list[Attachment]:
        """The clauses as data, as in the annex."""
        return self.annex.attachments(subject, at=at)
