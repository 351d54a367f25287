"""要件変更通知書 (D1A): what an addendum changes of what bidders were told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.errors import Refused
from documents.kinds import register
from engagements.contacts import contact_of
from engagements.documents.base import EngagementDocument, WordFromTemplate
from engagements.models import Engagement, ToldRequirements
from engagements.requirements import PARTS, addenda_of, is_asked_again

HEADER = ("区分", "事項", "変更前", "変更後")
NOTHING = "（なし）"
SAME = "（ほかの行は同じ）"
# More in one cell may break across pages.
LONG = 400


@register
class RequirementChanges(WordFromTemplate, EngagementDocument):
    """要件変更通知書: the newest addendum and those before it, for every bidder alike."""

    slug = "requirement-changes"
    code = "D1A"
    title = "個人情報取扱要件変更通知書"
    template_name = "documents/requirement_changes.html"
    word_template = "documents/_requirement_changes.html"

    def context(self, subject: Engagement, *, at: datetime) -> dict[str, Any]:
        """Each change with both sides. Raises Refused while nothing was changed."""
        addenda = addenda_of(subject)
        if not addenda:
            raise Refused("応募者に伝えた後で変えた要件はありません。")
        told = addenda[0]
        return {
            "engagement": subject,
            "told": told,
            "rows": rows_of(told),
            "earlier": [(each, rows_of(each)) for each in addenda[1:]],
            "header": HEADER,
            "asked_again": is_asked_again(told.changes),
            "contact": contact_of(subject),
        }


@dataclass(frozen=True)
class Row:
    """One change as the paper and the pages list it."""

    part: str
    name: str
    before: str
    after: str

    @property
    def is_long(self) -> bool:
        """Whether the row may break across pages."""
        return len(self.before) + len(self.after) > LONG

    @classmethod
    def of(cls, change: Mapping[str, Any]) -> "Row":
        """A stored change in words: of a clause only the lines that differ."""
        before, after = change["before"], change["after"]
        if change["part"] == "clause":
            before, after = _clause_sides(before, after)
        return cls(PARTS[change["part"]], change["name"], before or NOTHING, after or NOTHING)


def rows_of(told: ToldRequirements) -> list[Row]:
    """What an addendum changed, in words."""
    return [Row.of(change) for change in told.changes]


def _clause_sides(before: str | None, after: str | None) -> tuple[str, str]:
    if before is None:
        return NOTHING, "この条を加える（条文は特記仕様書案のとおり）。"
    if after is None:
        return "この条を適用する。", "この条を適用しない。"
    old, new = before.splitlines(), after.splitlines()
    return (
        "\n".join(line for line in old if line not in new) or SAME,
        "\n".join(line for line in new if line not in old) or SAME,
    )
