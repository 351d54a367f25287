"""選定結果通知書 (D4L): what each bidder is told of the choice, and nothing of another's answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.safestring import SafeString

from accounts.models import Department, Municipality
from common.dates import add_working_days
from documents.kinds import register
from documents.widths import colgroup, column_widths
from engagements.conditions import Promise, promises_of
from engagements.contacts import contact_of
from engagements.documents.base import WordFromTemplate, one_line
from engagements.letters import KIND, chosen_for_letters
from engagements.models import Bid
from engagements.progress import LONG, Unmet, unmet_by_bid


@register
class SelectionResult(WordFromTemplate):
    """選定結果通知書, to the chosen firm and to each that was not.

    A firm reads the outcome, who was chosen, how many took part, and of the answers only its
    own. The period for asking why is a default of the installation, no claim about a law, and
    nothing is said of appeals: a choice of contractor is no 行政処分.
    """

    slug = KIND
    code = "D4L"
    title = "選定結果通知書"
    template_name = "documents/selection_result.html"
    word_template = "documents/_selection_result.html"
    subject_model = "engagements.Bid"
    stylesheets = ("documents/engagements.css",)

    def subjects(self) -> models.QuerySet[Any]:
        """Bids of engagements in which somebody was chosen, but for those withdrawn."""
        rows = Bid.objects.filter(engagement__selections__is_current=True, withdrawn_on=None)
        return rows.select_related(
            "municipality", "vendor", "checklist", "engagement__department"
        ).order_by("pk")

    def context(self, subject: Bid, *, at: datetime) -> dict[str, Any]:
        """The outcome for one firm. Raises Refused before the choice and its report (D4)."""
        engagement = subject.engagement
        selection = chosen_for_letters(engagement, subject)
        is_chosen = selection.bid_id == subject.pk
        answered = subject.checklist.is_submitted
        unmet = unmet_by_bid([subject]).get(subject.pk, []) if answered else []
        lacking = [row for row in unmet if not row.is_covered]
        promises = promises_of(subject) if is_chosen else []
        days = selection.explanation_days or settings.EXPLANATION_DAYS
        return {
            "bid": subject,
            "engagement": engagement,
            "selection": selection,
            "bidders": Bid.objects.filter(engagement=engagement, withdrawn_on=None).count(),
            "is_chosen": is_chosen,
            "is_answered": answered,
            "lacking": [] if is_chosen else lacking,
            "lacking_columns": _lacking_columns(lacking),
            "promises": [(promise, len(promise.text) > LONG) for promise in promises],
            "promise_columns": _promise_columns(promises),
            "explanation_days": days,
            "explain_by": add_working_days(at.date(), days),
            "contact": contact_of(engagement),
        }

    def number(self, subject: Bid) -> str:
        """The number of the firm's table, e.g. R8-福祉-0001-T12."""
        return f"{subject.engagement.number}-T{subject.checklist_id}"

    def owner(self, subject: Bid) -> tuple[Municipality, Department | None]:
        """The department whose engagement it is about."""
        return subject.engagement.municipality, subject.engagement.department

    def case_name(self, subject: Bid) -> str:
        """The engagement; the firm stands in the address."""
        return subject.engagement.title

    def filename(self, subject: Bid) -> str:
        """選定結果通知書_株式会社甲."""
        return f"{self.title}_{subject.vendor.name[:40]}"

    def made_from(self, subject: Bid) -> dict[str, Any]:
        """The choice that it tells of."""
        current = subject.engagement.selections.filter(is_current=True)
        return {"selection": current.values_list("pk", flat=True).first()}

    def event_context(self, subject: Bid) -> models.Model:
        """The engagement's page lists the issue."""
        engagement: models.Model = subject.engagement
        return engagement


def _lacking_columns(rows: Sequence[Unmet]) -> SafeString:
    cells = [
        (row.item.code, row.item.before, one_line(f"条件付き対応可{row.answer.note}"))
        for row in rows
    ]
    return colgroup(column_widths(cells, header=("項目", "確認事項", "貴社の回答")))


def _promise_columns(promises: Sequence[Promise]) -> SafeString:
    cells = [(p.item.code, p.item.before, one_line(p.text)) for p in promises]
    return colgroup(column_widths(cells, header=("項目", "確認事項", "条件又は代わりの措置")))
