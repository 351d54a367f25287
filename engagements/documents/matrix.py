"""応募者の比較表: the matrix as paper and as a workbook to go on with."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from openpyxl import Workbook

from common.errors import Refused
from documents.kinds import register
from documents.sheets import saved, table
from documents.widths import LANDSCAPE_MM, colgroup
from engagements.actions.criteria import criteria_of
from engagements.annex import annex_of
from engagements.documents.base import EngagementDocument
from engagements.matrix import COUNTING_RULE, Matrix, matrix_of
from engagements.models import Bid, Engagement

if TYPE_CHECKING:
    from documents.paper import Paper

# So many bidders stand side by side on one page and can still be read.
BESIDE = 5
ITEM_MM, QUESTION_MM, NARROW_MM = 17.0, 58.0, 12.0


def matrix_for(engagement: Engagement) -> Matrix:
    """The engagement's comparison. Raises Refused while the answers are sealed."""
    bids = list(
        Bid.objects.filter(engagement=engagement)
        .select_related("vendor", "checklist")
        .order_by("pk")
    )
    if any(bid.checklist.is_sealed for bid in bids):
        raise Refused("回答を開封してから、応募者を比べてください。")
    return matrix_of(bids, annex_of(engagement).labels, criteria_of(engagement))


@register
class BidComparison(EngagementDocument):
    """応募者の比較表, laid before the review body and kept with D4."""

    slug = "bid-comparison"
    code = "D4C"
    title = "応募者の比較表"
    template_name = "documents/bid_comparison.html"
    stylesheets = ("documents/engagements.css", "documents/check_table.css")
    formats = ("pdf", "xlsx")

    def context(self, subject: Engagement, *, at: datetime) -> dict[str, Any]:
        """The matrix in blocks of a few bidders each, with the rule of counting."""
        matrix = matrix_for(subject)
        return {
            "engagement": subject,
            "matrix": matrix,
            "rule": COUNTING_RULE,
            "criteria": matrix.criteria,
            "blocks": [
                _block(matrix, range(start, min(start + BESIDE, len(matrix.bids))))
                for start in range(0, len(matrix.bids), BESIDE)
            ],
        }

    def write(self, format: str, subject: Engagement, *, paper: "Paper") -> bytes:
        """Two sheets: every item with every bidder, and the counts."""
        matrix = matrix_for(subject)
        workbook = Workbook()
        above = [
            f"{paper.title}　{paper.number}",
            f"{subject.title}（{subject.number}）　{subject.edition}",
        ]
        names = [bid.vendor.name for bid in matrix.bids]
        items = workbook.active
        if items is None:
            raise RuntimeError("a new workbook has a sheet")
        items.title = "項目ごとの比較"
        header = ["項目", "区分", "条", "確認事項", "失格項目"]
        header += [f"{name}　{word}" for name in names for word in ("回答", "理由・条件", "判定")]
        table(
            items,
            header,
            _item_rows(matrix),
            widths=[8, 7, 9, 44, 9, *([13, 30, 9] * len(names))],
            above=above,
        )
        counts = workbook.create_sheet("条ごとの集計")
        table(
            counts,
            ["条", "見出し", "重み", *_count_header(names)],
            _count_rows(matrix),
            widths=[10, 26, 7, *([9, 9, 14] * len(names))],
            above=[*above, f"数え方：{COUNTING_RULE}"],
        )
        return saved(workbook)


def _block(matrix: Matrix, which: range) -> dict[str, Any]:
    """What one table of a few bidders prints."""
    return {
        "names": [matrix.bids[n].vendor.name for n in which],
        "rows": [(row, [row.cells[n] for n in which]) for row in matrix.rows],
        "clauses": [(clause, [clause.counts[n] for n in which]) for clause in matrix.clauses],
        "totals": [matrix.totals[n] for n in which],
        "item_columns": _columns([ITEM_MM, QUESTION_MM], len(which)),
        "count_columns": _columns([ITEM_MM, QUESTION_MM - NARROW_MM, NARROW_MM], len(which)),
    }


def _columns(first: Sequence[float], bidders: int) -> SafeString:
    share = (LANDSCAPE_MM - sum(first)) / bidders
    return colgroup([*first, *([round(share, 1)] * bidders)])


def _item_rows(matrix: Matrix) -> list[list[object]]:
    rows: list[list[object]] = []
    for row in matrix.rows:
        line: list[object] = [
            row.item.code,
            row.item.level,
            row.label,
            row.item.before,
            "○" if row.is_knock_out else "",
        ]
        for cell in row.cells:
            line += [cell.words, cell.note, cell.verdict]
        rows.append(line)
    return rows


def _count_header(names: Sequence[str]) -> list[str]:
    return [f"{name}　{word}" for name in names for word in ("得点", "満点", "満たさない必須")]


def _count_rows(matrix: Matrix) -> list[list[object]]:
    rows: list[list[object]] = []
    for clause in matrix.clauses:
        line: list[object] = [clause.label, clause.caption, clause.weight]
        for count in clause.counts:
            line += [count.points, count.most, count.missing]
        rows.append(line)
    total: list[object] = ["合計", "", ""]
    for count in matrix.totals:
        total += [count.points, count.most, count.missing]
    return [*rows, total]
