"""D1, D2, D3 (blank) and D4: what an engagement prints up to the contract."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.safestring import SafeString

from checklists.document_tables import blank_lines, choices, columns
from checklists.models import Phase
from common.canonical import dumps
from common.errors import Refused
from documents.kinds import DocumentKind, register
from documents.rendering import Attachment
from documents.widths import colgroup, column_widths
from engagements.annex import AnnexText, annex_of
from engagements.comparison import compare_engagement
from engagements.items import items_for
from engagements.models import Bid, Contract, Engagement, Selection
from engagements.progress import Unmet
from engagements.questions import BY_KEY, NO, QUESTIONS, YES
from engagements.rows import BidRow, bid_rows
from engagements.scope import facts_of, rhythm_of, risk_level
from specs.comparison.kind import ComparisonKind
from specs.comparison.sheet import Sheet
from specs.text.codec import to_json

APPROVERS = ("課長", "課長補佐", "係長", "担当")
HANDLED = {YES: "取り扱います。", NO: "取り扱いません。"}
APPLIES = {YES: "該当", NO: "－"}
# These answers stand in the outline of the notice, not in its list of premises.
IN_OUTLINE = ("persons", "my_number", "sensitive")


class EngagementDocument(DocumentKind):
    """What the papers of an engagement share."""

    subject_model = "engagements.Engagement"
    stylesheets: ClassVar[tuple[str, ...]] = ("documents/engagements.css",)

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
            "form_pairs": pairs(annex.forms),
            "tables": [
                (
                    table,
                    colgroup(column_widths(table.rows, header=table.columns)),
                    annex.printed.related(table.clause_key),
                )
                for table in annex.tables
            ],
            **deviations_of(annex),
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
        """Bidders with their counts and what they can't meet; the choice and why."""
        choice = Selection.objects.filter(engagement=subject, is_current=True)
        selection = choice.select_related("bid__vendor", "decided_by").first()
        bids = Bid.objects.filter(engagement=subject).select_related("vendor", "checklist")
        rows = bid_rows(list(bids.order_by("pk")), selection.bid_id if selection else None)
        chosen = [unmet for row in rows if row.is_chosen for unmet in row.unmet]
        others = [
            (row.bid, "、".join(unmet.item.code for unmet in row.unmet))
            for row in rows
            if row.unmet and not row.is_chosen
        ]
        level, reasons = risk_level(facts_of(subject))
        return {
            "engagement": subject,
            "approvers": APPROVERS,
            "bids": rows,
            "selection": selection,
            "unmet": chosen,
            "unmet_columns": _unmet_columns(chosen),
            "others": others,
            "others_columns": _others_columns(others),
            "impossible": "、".join(met_by_nobody(rows)),
            **deviations_of(annex_of(subject)),
            "risk": level,
            "risk_reasons": reasons,
        }


@register
class AnnexComparison(ComparisonKind, EngagementDocument):
    """新旧対照表 of one engagement: how its annex differs from the edition, and why."""

    slug = "annex-comparison"

    def sheet(self, subject: Engagement) -> Sheet:
        """The standard text and the annex as settled. Raises Refused without an edition."""
        return compare_engagement(subject)


def pairs(things: Sequence[Any]) -> list[Sequence[Any]]:
    """Two and two, for tables that print two lists side by side."""
    return [things[start : start + 2] for start in range(0, len(things), 2)]


def deviations_of(annex: AnnexText) -> dict[str, Any]:
    """What _deviations.html takes."""
    rows = annex.deviations
    cells = [(row.name, row.word, one_line(row.reason), one_line(row.alternative)) for row in rows]
    header = ("条項", "区分", "理由", "代替措置")
    return {"deviations": rows, "deviation_columns": colgroup(column_widths(cells, header=header))}


def one_line(text: str) -> str:
    """A text of several lines as wide as all of them, for widths go by a cell's whole length."""
    return text.replace("\n", "")


def met_by_nobody(rows: Sequence[BidRow]) -> list[str]:
    """Codes of the binding items that no answering bidder meets, where two or more answered.

    Such an item is a fault of the requirements rather than of the bidders.
    """
    answered = [{u.item.code for u in row.unmet} for row in rows if row.is_answered]
    return sorted(set.intersection(*answered)) if len(answered) > 1 else []


def _unmet_columns(rows: Sequence[Unmet]) -> SafeString:
    cells = [
        (
            row.item.code,
            row.item.before,
            one_line(f"条件付き対応可{row.answer.note}"),
            one_line(f"条件を契約に入れる{row.measure.text}") if row.measure else "未定",
            "令和10年12月31日" if row.measure else "",
        )
        for row in rows
    ]
    header = ("項目", "確認事項", "回答及び条件", "代替措置", "承認")
    return colgroup(column_widths(cells, header=header))


def _others_columns(others: Sequence[tuple[Bid, str]]) -> SafeString:
    cells = [(bid.vendor.name, codes) for bid, codes in others]
    return colgroup(column_widths(cells, header=("応募者", "項目")))
