"""要件伝達記録書 (D1R): what was told to whom, when and how."""

from datetime import datetime
from typing import Any

from common.errors import Refused
from common.templatetags.dates import wareki
from documents.kinds import register
from engagements.deliveries import delivery_table
from engagements.documents.base import EngagementDocument, WordFromTemplate
from engagements.models import Engagement

HEADER = ("応募者", "伝えた文書", "伝えた日", "方法", "記録した人・備考")
TO_ALL = "（公告・掲載）"


@register
class DeliveryRecord(WordFromTemplate, EngagementDocument):
    """要件伝達記録書: one line for each paper and bidder, and what nobody was given."""

    slug = "delivery-record"
    code = "D1R"
    title = "要件伝達記録書"
    template_name = "documents/delivery_record.html"
    word_template = "documents/_delivery_record.html"

    def context(self, subject: Engagement, *, at: datetime) -> dict[str, Any]:
        """Lines in the order of the bidders. Raises Refused while nothing was issued."""
        table = delivery_table(subject)
        if not table.papers:
            raise Refused("応募者に伝える文書をまだ発行していません。")
        lines = [
            (
                row.bid.vendor.name if row.bid else TO_ALL,
                f"{paper.title}（{paper.number}）",
                wareki(delivery.told_on),
                str(delivery.get_channel_display()),
                "　".join(part for part in (str(delivery.recorder), delivery.note) if part),
            )
            for row in table.rows
            for paper, cell in zip(table.papers, row.cells, strict=True)
            for delivery in cell
        ]
        missing = [
            (
                row.bid.vendor.name,
                "、".join(
                    paper.number
                    for paper, cell in zip(table.papers, row.cells, strict=True)
                    if not cell and not paper.is_superseded
                ),
            )
            for row in table.rows
            if row.bid is not None
        ]
        return {
            "engagement": subject,
            "papers": table.papers,
            "lines": lines,
            "header": HEADER,
            "missing": [(name, numbers) for name, numbers in missing if numbers],
        }
