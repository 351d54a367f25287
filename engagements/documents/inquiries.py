"""質問回答書 (D1Q): every published question and its answer, without who asked."""

from datetime import datetime
from typing import Any

from common.errors import Refused
from documents.kinds import register
from engagements.contacts import contact_of
from engagements.documents.base import EngagementDocument, WordFromTemplate
from engagements.models import Engagement, Inquiry


@register
class InquiryAnswers(WordFromTemplate, EngagementDocument):
    """質問回答書: what all bidders are answered."""

    slug = "inquiry-answers"
    code = "D1Q"
    title = "質問回答書"
    template_name = "documents/inquiry_answers.html"
    word_template = "documents/_inquiry_answers.html"

    def context(self, subject: Engagement, *, at: datetime) -> dict[str, Any]:
        """In the order in which they were asked. Raises Refused while none is published."""
        inquiries = list(published_inquiries(subject))
        if not inquiries:
            raise Refused("公表した回答がありません。先に回答を公表してください。")
        return {
            "engagement": subject,
            "inquiries": inquiries,
            "contact": contact_of(subject),
        }


def published_inquiries(engagement: Engagement) -> Any:
    """Questions whose answers every bidder may read, by number."""
    rows = Inquiry.objects.filter(engagement=engagement, published_at__isnull=False)
    return rows.order_by("number")
