"""罰則の適用 (D22): the penalty table of the edition, as a paper of its own."""

from datetime import datetime
from typing import Any

from common.errors import Refused
from documents.kinds import register
from documents.widths import colgroup, column_widths
from engagements.annex import annex_of
from engagements.documents.base import EngagementDocument, WordFromTemplate
from engagements.models import Engagement

TABLE_KEY = "penalties"


@register
class PenaltyTable(WordFromTemplate, EngagementDocument):
    """The 別表 that shows workers what the law threatens; also printed within the annex (D2)."""

    slug = "penalties"
    code = "D22"
    title = "罰則の適用"
    template_name = "documents/penalties.html"
    word_template = "documents/_penalties.html"

    def context(self, subject: Engagement, *, at: datetime) -> dict[str, Any]:
        """The table. Raises Refused when the edition has none, or its clause was left out."""
        annex = annex_of(subject)
        for number, table in enumerate(annex.tables, 1):
            related = annex.printed.related(table.clause_key)
            if table.key == TABLE_KEY and related:
                return {
                    "engagement": subject,
                    "table": table,
                    "columns": colgroup(column_widths(table.rows, header=table.columns)),
                    "place": f"別表{f'第{number}' if len(annex.tables) > 1 else ''}{related}",
                }
        raise Refused("この案件の特記仕様書には、罰則の別表がありません。")
