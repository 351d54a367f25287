"""委託先選定評価・理由書 (D4)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from common.errors import Refused
from documents.kinds import register
from documents.widths import colgroup, column_widths
from engagements.annex import annex_of
from engagements.documents.base import (
    DATE_CELL,
    EngagementDocument,
    WordFromTemplate,
    deviations_of,
    one_line,
)
from engagements.grading import grading_of, overrides_of
from engagements.models import Bid, Engagement, Override, Selection, UnmetDecision
from engagements.progress import Unmet
from engagements.rows import BidRow, bid_rows
from engagements.standing import Standing, reasons_to_go_on, standings

APPROVERS = ("課長", "課長補佐", "係長", "担当")


@register
class SelectionReport(WordFromTemplate, EngagementDocument):
    """委託先選定評価・理由書: who answered what, who was chosen, and why."""

    slug = "selection-report"
    code = "D4"
    title = "委託先選定評価・理由書"
    template_name = "documents/selection_report.html"
    word_template = "documents/_selection_report.html"
    template_version = "2"

    def context(self, subject: Engagement, *, at: datetime) -> dict[str, Any]:
        """Bidders with their counts and what they can't meet; the choice and why."""
        choice = Selection.objects.filter(engagement=subject, is_current=True)
        selection = choice.select_related("bid__vendor", "decided_by").first()
        bids = Bid.objects.filter(engagement=subject).select_related("vendor", "checklist")
        if bids.filter(checklist__opens_at__isnull=False, checklist__opened_at=None).exists():
            raise Refused("回答を開封してから発行してください。")
        rows = bid_rows(list(bids.order_by("pk")), selection.bid_id if selection else None)
        today = timezone.localtime(at).date()
        known = standings([row.bid.vendor for row in rows], today, until=subject.period_to)
        standing = [(row.bid, known[row.bid.vendor_id]) for row in rows]
        written = reasons_to_go_on([row.bid for row in rows])
        chosen = [unmet for row in rows if row.is_chosen for unmet in row.unmet]
        others = [
            (row.bid, "、".join(unmet.item.code for unmet in row.unmet))
            for row in rows
            if row.unmet and not row.is_chosen
        ]
        overrides = overrides_of(subject)
        grading = grading_of(subject, overrides=overrides)
        return {
            "engagement": subject,
            "approvers": APPROVERS,
            "bids": rows,
            "standing": standing,
            "standing_columns": _standing_columns(standing),
            "despite": [(row.bid, written[row.bid.pk]) for row in rows if row.bid.pk in written],
            "selection": selection,
            "unmet": chosen,
            "unmet_columns": _unmet_columns(chosen),
            "others": others,
            "others_columns": _others_columns(others),
            "impossible": _impossible(subject, met_by_nobody(rows)),
            **deviations_of(annex_of(subject)),
            "grading": grading,
            **_preset_change(subject, overrides.get(Override.Subject.PRESET)),
        }


def met_by_nobody(rows: Sequence[BidRow]) -> list[str]:
    """Codes of the binding items that no answering bidder meets, where two or more answered.

    Such an item is a fault of the requirements rather than of the bidders.
    """
    answered = [{u.item.code for u in row.unmet} for row in rows if row.is_answered]
    return sorted(set.intersection(*answered)) if len(answered) > 1 else []


def _impossible(engagement: Engagement, codes: list[str]) -> str:
    """K080（代替措置を認める：理由）, or 扱いは未定."""
    decided = {
        row.item.code: f"{row.word}。{row.reason}"
        for row in UnmetDecision.objects.filter(
            engagement=engagement, is_current=True
        ).select_related("item")
    }
    return "、".join(f"{code}（{decided.get(code, '扱いは未定')}）" for code in codes)


def _standing_columns(rows: Sequence[tuple[Bid, Standing]]) -> SafeString:
    cells = [
        (
            bid.vendor.name,
            max([line.words for line in known.certifications], key=len, default="なし"),
            max([line.words for line in known.suspensions], key=len, default="なし"),
            max(known.past_words, "重大1件・軽微1件", key=len),
        )
        for bid, known in rows
    ]
    header = ("応募者", "第三者認証", "指名停止", "指摘")
    return colgroup(column_widths(cells, header=header))


def _preset_change(engagement: Engagement, change: Override | None) -> dict[str, Any]:
    """The preset in words, where staff chose another than the proposed one."""
    if change is None or engagement.edition is None:
        return {"preset_change": None}
    titles = dict(engagement.edition.presets.values_list("key", "title"))
    return {
        "preset_change": change,
        "preset": titles.get(change.chosen, change.chosen),
        "preset_proposed": titles.get(change.proposed, change.proposed),
    }


def _unmet_columns(rows: Sequence[Unmet]) -> SafeString:
    cells = [
        (
            row.item.code,
            row.item.before,
            one_line(f"条件付き対応可{row.answer.note}"),
            one_line(f"条件を契約に入れる{row.measure.text}") if row.measure else "未定",
            DATE_CELL if row.measure else "",
        )
        for row in rows
    ]
    header = ("項目", "確認事項", "回答及び条件", "代替措置", "承認")
    return colgroup(column_widths(cells, header=header))


def _others_columns(others: Sequence[tuple[Bid, str]]) -> SafeString:
    cells = [(bid.vendor.name, codes) for bid, codes in others]
    return colgroup(column_widths(cells, header=("応募者", "項目")))
