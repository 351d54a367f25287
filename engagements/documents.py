"""D1, D2, D3 (blank) and D4: what an engagement prints up to the contract."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models

from checklists.document_tables import blank_lines, choices, columns
from checklists.models import Phase
from common.canonical import dumps
from common.errors import Refused
from documents.kinds import DocumentKind, register
from documents.rendering import Attachment
from documents.widths import PORTRAIT_MM, colgroup, column_widths
from engagements.annex import annex_of
from engagements.items import items_for
from engagements.models import Bid, Contract, Engagement, Selection
from engagements.progress import Unmet, unmet_by_bid
from engagements.scope import QUESTIONS, facts_of, rhythm_of, risk_level
from specs.text.codec import to_json


class EngagementDocument(DocumentKind):
    """What the papers of an engagement share."""

    subject_model = "engagements.Engagement"

    def subjects(self) -> models.QuerySet[Any]:
        """Engagements that have an edition."""
        rows = Engagement.objects.filter(edition__isnull=False).select_related(
            "municipality", "department", "edition__specification", "preset"
        )
        return rows.order_by("pk")

    def number(self, subject: Engagement) -> str:
        """案件番号."""
        return subject.number

    def made_from(self, subject: Engagement) -> dict[str, Any]:
        """The edition by id, number and hash."""
        edition = subject.edition
        if edition is None:
            return {}
        return {
            "edition": edition.pk,
            "edition_number": edition.number,
            "edition_sha256": edition.content_sha256,
        }


@register
class RequirementNotice(EngagementDocument):
    """個人情報取扱要件通知書: tells bidders which requirements will bind them."""

    slug = "requirement-notice"
    code = "D1"
    title = "個人情報取扱要件通知書"
    template_name = "documents/requirement_notice.html"

    def context(self, subject: Engagement, *, at: datetime) -> dict[str, Any]:
        """The engagement's facts, its clauses by number, and the answers that chose them."""
        facts = facts_of(subject)
        annex = annex_of(subject)
        return {
            "engagement": subject,
            "fact_pairs": pairs(
                [
                    (question.fact, question.words(facts[question.key]))
                    for question in QUESTIONS
                    if question.key in facts
                ]
            ),
            "kept_pairs": pairs(annex.kept),
            "items": len(items_for(subject, Phase.PRE)),
            "rhythm": rhythm_of(facts),
            "contact": subject.contact or f"{subject.department}　{subject.department.phone}",
        }


@register
class AnnexDocument(EngagementDocument):
    """特記仕様書: the annex of the contract, with its tables, and its clauses as data."""

    slug = "annex"
    code = "D2"
    title = "個人情報の取扱いに関する特記仕様書"
    template_name = "documents/annex.html"

    def heading(self, subject: Engagement) -> str:
        """The specification's own title."""
        return subject.edition.specification.title if subject.edition else self.title

    def context(self, subject: Engagement, *, at: datetime) -> dict[str, Any]:
        """Articles, and the tables behind them. Raises Refused for references to nothing."""
        annex = annex_of(subject)
        if annex.faults:
            raise Refused(annex.faults)
        contract = Contract.objects.filter(engagement=subject).first()
        client, contractor = subject.municipality.party_names
        return {
            "engagement": subject,
            "annex": annex,
            "kept_pairs": pairs(annex.kept),
            "tables": [
                (
                    table,
                    colgroup(
                        column_widths(
                            table.rows, header=table.columns, total_mm=PORTRAIT_MM, font_pt=9
                        )
                    ),
                )
                for table in annex.tables
            ],
            "omitted": annex.omitted,
            "changed": annex.changed,
            "contract": contract,
            "client": client,
            "contractor": contractor,
        }

    def attachments(self, subject: Engagement, *, at: datetime) -> list[Attachment]:
        """The clauses as JSON, so that the paper can be read by a machine."""
        annex = annex_of(subject)
        articles = {article.key: article for article in annex.printed.document.articles}
        data = {
            "engagement": subject.number,
            "edition": self.made_from(subject),
            "clauses": [
                {"key": clause.key, "label": label, "text": to_json(articles[clause.key])}
                for clause, label, _ in annex.kept
            ],
        }
        return [
            Attachment(name="clauses.json", content=dumps(data).encode(), description="条文", at=at)
        ]


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
            "deadline": subject.answer_deadline,
        }


@register
class SelectionReport(EngagementDocument):
    """委託先選定評価・理由書: who answered what, who was chosen, and why."""

    slug = "selection-report"
    code = "D4"
    title = "委託先選定評価・理由書"
    template_name = "documents/selection_report.html"

    def context(self, subject: Engagement, *, at: datetime) -> dict[str, Any]:
        """Bidders with their counts and what they can't meet; the choice."""
        bids = list(
            Bid.objects.filter(engagement=subject)
            .select_related("vendor", "checklist")
            .order_by("pk")
        )
        unmet = unmet_by_bid(bids)
        choice = Selection.objects.filter(engagement=subject, is_current=True)
        annex = annex_of(subject)
        level, reasons = risk_level(facts_of(subject))
        rows = [(unmet_of, bid) for bid in bids for unmet_of in unmet.get(bid.pk, [])]
        return {
            "engagement": subject,
            "bids": [(bid, unmet.get(bid.pk, [])) for bid in bids],
            "selection": choice.select_related("bid__vendor", "decided_by").first(),
            "unmet": rows,
            "unmet_columns": _unmet_columns(rows),
            "omitted": annex.omitted,
            "changed": annex.changed,
            "risk": level,
            "risk_reasons": reasons,
        }


def pairs(things: Sequence[Any]) -> list[Sequence[Any]]:
    """Two and two, for tables that print two lists side by side."""
    return [things[start : start + 2] for start in range(0, len(things), 2)]


def _unmet_columns(rows: list[tuple[Unmet, Bid]]) -> Any:
    header = ("事業者", "項目", "確認事項", "回答と条件", "代替措置等")
    cells = [
        (
            bid.vendor.name,
            unmet.item.code,
            unmet.item.before,
            f"条件付き対応可 {unmet.answer.note}",
            unmet.measure.text if unmet.measure else "なし",
        )
        for unmet, bid in rows
    ]
    return colgroup(column_widths(cells, header=header, total_mm=PORTRAIT_MM, font_pt=9))
