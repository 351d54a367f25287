"""What bidders are told: the requirement notice (D1) and the blank check table (D3)."""

from datetime import datetime
from typing import Any

from checklists.document_tables import blank_lines, choices, columns
from checklists.models import Phase
from documents.kinds import register
from engagements.annex import annex_of
from engagements.contacts import contact_of
from engagements.documents.base import EngagementDocument, WordFromTemplate, pairs
from engagements.grading import grading_of
from engagements.items import items_for
from engagements.models import Engagement
from engagements.questions import BY_KEY, NO, QUESTIONS, YES
from engagements.requirements import newest_told

HANDLED = {YES: "取り扱います。", NO: "取り扱いません。"}
APPLIES = {YES: "該当", NO: "－"}
# These answers stand in the outline of the notice, not in its list of premises.
IN_OUTLINE = ("persons", "my_number", "sensitive")


@register
class RequirementNotice(WordFromTemplate, EngagementDocument):
    """個人情報取扱要件通知書: tells bidders which requirements will bind them."""

    slug = "requirement-notice"
    code = "D1"
    title = "個人情報取扱要件通知書"
    template_name = "documents/requirement_notice.html"
    word_template = "documents/_requirement_notice.html"

    def context(self, subject: Engagement, *, at: datetime) -> dict[str, Any]:
        """The engagement's facts, its clauses by number, and the answers that chose them."""
        grading = grading_of(subject)
        facts = grading.facts
        return {
            "engagement": subject,
            "annex": annex_of(subject),
            "persons": BY_KEY["persons"].words(facts.get("persons", "")),
            "my_number": HANDLED.get(facts.get("my_number", ""), "未定"),
            "sensitive": HANDLED.get(facts.get("sensitive", ""), "未定"),
            "fact_pairs": pairs(
                [
                    (question.fact, APPLIES.get(facts.get(question.key, ""), "未定"))
                    for question in QUESTIONS
                    if question.key not in IN_OUTLINE
                ]
            ),
            "items": len(items_for(subject, Phase.PRE)),
            "rhythm": grading.rhythm,
            "contact": contact_of(subject),
            "told": newest_told(subject),
        }


@register
class BlankCheckTable(EngagementDocument):
    """項目遵守の確認表 to be filled in by hand before the contract."""

    slug = "check-table-blank"
    code = "D3"
    title = "項目遵守の確認表（契約前）"
    template_name = "documents/check_table.html"
    stylesheets = ("documents/check_table.css",)

    def context(self, subject: Engagement, *, at: datetime) -> dict[str, Any]:
        """Lines without answers."""
        items = items_for(subject, Phase.PRE)
        lines = blank_lines(items, annex_of(subject).labels, Phase.PRE)
        return {
            "case_title": f"{subject.title}（{subject.number}）",
            "edition": str(subject.edition),
            "lines": lines,
            "columns": columns(lines, blank=True),
            "choices": choices(Phase.PRE),
            "blank": True,
            "deadline": subject.answers_close_at,
            "told": newest_told(subject),
        }
