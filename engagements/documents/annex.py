"""特記仕様書 (D2), and how it differs from its edition (D24)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from common.canonical import dumps
from common.errors import Refused
from documents.kinds import register
from documents.rendering import Attachment
from documents.widths import colgroup, column_widths
from documents.word_page import Slot
from engagements.annex import AnnexText, annex_of, blanks_of
from engagements.comparison import compare_engagement
from engagements.conditions import ConditionRow, condition_rows
from engagements.documents.base import (
    DATE_CELL,
    EngagementDocument,
    WordFromTemplate,
    deviations_of,
    one_line,
    pairs,
)
from engagements.models import Contract, Engagement, Stage
from specs.comparison.kind import ComparisonKind
from specs.comparison.sheet import Sheet
from specs.exporting.word import add_articles
from specs.text.codec import to_json
from specs.text.lawxml import write_edition

REIWA = 2018  # 令和N年 is this year and N
BEFORE_CONTRACT = (Stage.PLANNING, Stage.NOTICE, Stage.SELECTION)
LEAD = "{}は、この特記仕様書の規定によるほか、次に掲げる条件を守らなければならない。"


@register
class AnnexDocument(WordFromTemplate, EngagementDocument):
    """特記仕様書: the annex of the contract, with its tables, and its clauses as data."""

    slug = "annex"
    code = "D2"
    title = "個人情報の取扱いに関する特記仕様書"
    template_name = "documents/annex.html"
    template_version = "3"
    word_template = "documents/_annex.html"

    def heading(self, subject: Engagement) -> str:
        """The specification's own title."""
        return subject.edition.specification.title if subject.edition else self.title

    def context(self, subject: Engagement, *, at: datetime) -> dict[str, Any]:
        """Articles, and the tables behind them. Raises Refused for references to nothing."""
        annex = annex_of(subject)
        if annex.faults:
            raise Refused(annex.faults)
        if subject.stage == Stage.CONTRACTING and annex.unfilled:
            missing = [b["label"] for b in blanks_of(annex) if b["key"] in annex.unfilled]
            raise Refused(
                f"特記仕様書の記入事項（{'、'.join(missing)}）が空欄です。"
                "契約の内容の画面で入力してください。"
            )
        contract = Contract.objects.filter(engagement=subject).first()
        client, contractor = subject.municipality.party_names
        conditions = _in_appendix(subject, annex)
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
            "conditions": conditions,
            "conditions_lead": annex.printed.skin.words(LEAD.format(contractor)),
            "condition_columns": _condition_columns(conditions),
            "contract": contract,
            "client": client,
            "contractor": contractor,
        }

    def made_from(self, subject: Engagement) -> dict[str, Any]:
        """The edition, and the contract (None until it is registered) once the paper may say
        what was agreed with one firm; before that it is a draft for all."""
        contract = Contract.objects.filter(engagement=subject).values_list("pk", flat=True).first()
        made_from = super().made_from(subject)
        agreed = contract is not None or subject.stage not in BEFORE_CONTRACT
        return {**made_from, "contract": contract} if agreed else made_from

    def slots(self, context: dict[str, Any]) -> Mapping[str, Slot]:
        """The articles, under Word's own numbers."""
        printer = context["annex"].printed.printer
        return {"articles": lambda document: add_articles(document, printer)}

    def attachments(self, subject: Engagement, *, at: datetime) -> list[Attachment]:
        """The clauses as JSON and as law XML, so that the paper can be read by a machine."""
        annex = annex_of(subject)
        articles = {article.key: article for article in annex.printed.document.articles}
        data = {
            "engagement": subject.number,
            "edition": super().made_from(subject),
            "clauses": [
                {"key": clause.key, "label": label, "text": to_json(articles[clause.key])}
                for clause, label, _ in annex.kept
            ],
        }
        law = _law_xml(subject, annex, at)
        return [
            Attachment("clauses.json", dumps(data).encode(), "条文（JSON）", at),
            Attachment("clauses.xml", law, "条文（法令標準XML）", at),
        ]


@register
class AnnexComparison(ComparisonKind, EngagementDocument):
    """新旧対照表 of one engagement: how its annex differs from the edition, and why."""

    slug = "annex-comparison"

    def sheet(self, subject: Engagement) -> Sheet:
        """The standard text and the annex as settled. Raises Refused without an edition."""
        return compare_engagement(subject)


def _law_xml(engagement: Engagement, annex: AnnexText, at: datetime) -> bytes:
    """The annex as settled, of the year its edition applies from; else of the year of issue."""
    edition = engagement.edition
    assert edition is not None  # noqa: S101 annex_of has refused
    year = (edition.effective_on or at.date()).year - REIWA
    return write_edition(
        annex.printed.printer,
        title=edition.specification.title,
        number=edition.number,
        year=max(year, 1),
        tables=[(t.title, t.clause_key, [t.columns, *t.rows]) for t in annex.tables],
    )


def _in_appendix(engagement: Engagement, annex: AnnexText) -> list[ConditionRow]:
    """The conditions that no clause says but the contract binds to; none in a draft."""
    if engagement.stage in BEFORE_CONTRACT:
        return []
    return [row for row in condition_rows(engagement, annex.labels) if row.is_in_appendix]


def _condition_columns(rows: Sequence[ConditionRow]) -> SafeString:
    header = ("番号", "条", "条件", "履行及び確認の方法", "期限")
    cells = [
        (
            "10",
            row.label,
            one_line(row.condition.text),
            one_line(row.settlement.detail if row.settlement else ""),
            DATE_CELL,
        )
        for row in rows
    ]
    return colgroup(column_widths(cells, header=header))
