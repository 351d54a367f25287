"""What is true of one engagement now, read once, for guards and the task list alike."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, Q

from audits.models import Disposal, Inspection
from checklists.models import Checklist
from documents.actions import is_current
from documents.kinds import by_name
from documents.models import IssuedDocument
from engagements.actions.suspensions import reasons_missing
from engagements.conditions import Standing, standing_of
from engagements.letters import letter_rows
from engagements.models import (
    Bid,
    Contract,
    Engagement,
    Inquiry,
    Selection,
    Stage,
    Suspension,
    ToldRequirements,
    UnmetDecision,
)
from engagements.progress import unmet_items, waiting_tailorings
from engagements.requirements import newest_told
from engagements.signing import empty_blanks
from engagements.told import NOTICES
from ledger.actions import subject_of


@dataclass(frozen=True)
class FollowUp:
    """Counts of what follows a contract."""

    open_findings: int
    overdue_reports: int
    received_reports: int
    all_reports: int


@dataclass
class Snapshot:
    """Lazily read facts; each is one query at the most, whatever the number of objects.

    `today` decides what is overdue.
    """

    engagement: Engagement
    today: date

    @property
    def stage(self) -> Stage:
        """The stage as the enumeration."""
        return Stage(self.engagement.stage)

    @cached_property
    def documents(self) -> dict[str, IssuedDocument]:
        """The newest issued PDF of each kind (slug) for this engagement.

        Files of other formats are to work on: what is signed and kept is the PDF.
        """
        issued = IssuedDocument.objects.filter(
            municipality_id=self.engagement.municipality_id,
            subject=subject_of(self.engagement),
            format="pdf",
        )
        return {document.kind: document for document in issued.order_by("id")}

    @property
    def notice(self) -> IssuedDocument | None:
        """What tells bidders these requirements: the bundle, or the notice by itself."""
        kinds = [kind for kind in NOTICES if self.tells_it(kind)]
        return self.documents[kinds[0]] if kinds else None

    @cached_property
    def told(self) -> ToldRequirements | None:
        """The requirements as bidders are told them; None before the notice stage."""
        return newest_told(self.engagement)

    @cached_property
    def inquiries(self) -> dict[str, int]:
        """How many questions there are, and how many wait for an answer or its publication."""
        rows = Inquiry.objects.filter(engagement=self.engagement)
        waits = Q(published_at=None, unanswered_reason="")
        return rows.aggregate(every=Count("pk"), open=Count("pk", waits))

    def tells_it(self, kind: str) -> bool:
        """Whether the newest document of a kind says these requirements."""
        issued = self.documents.get(kind)
        return issued is not None and (
            self.told is None or issued.made_from.get("told") == self.told.pk
        )

    @cached_property
    def annex_is_current(self) -> bool:
        """Whether the newest annex has the contract in it and says what would print now."""
        annex = self.documents.get("annex")
        if annex is None or self.contract is None:
            return False
        return is_current(by_name("annex"), self.engagement, annex)

    @cached_property
    def waiting_tailorings(self) -> int:
        """How many omissions and changes wait for the policy division."""
        return waiting_tailorings(self.engagement)

    @cached_property
    def bids(self) -> list[Bid]:
        """Bids that were not withdrawn, with vendor and check table."""
        bids = Bid.objects.filter(engagement=self.engagement, withdrawn_on=None)
        return list(bids.select_related("vendor", "checklist").order_by("id"))

    @cached_property
    def submitted_bids(self) -> int:
        """How many of them have answered."""
        return sum(bid.checklist.is_submitted for bid in self.bids)

    @cached_property
    def selection(self) -> Selection | None:
        """The current choice."""
        choices = Selection.objects.filter(engagement=self.engagement, is_current=True)
        return choices.select_related("bid__vendor", "bid__checklist").first()

    @cached_property
    def to_be_redone(self) -> list[str]:
        """Codes of items whose requirement is to be changed, or tendered again."""
        rows = UnmetDecision.objects.filter(engagement=self.engagement, is_current=True)
        again = rows.exclude(kind=UnmetDecision.Kind.ACCEPT)
        return list(again.order_by("item__code").values_list("item__code", flat=True))

    @cached_property
    def letters_to_send(self) -> int:
        """How many bidders have no letter that tells of the current choice."""
        rows = letter_rows(IssuedDocument.objects.all(), self.engagement, self.bids, self.selection)
        return sum(not row.is_current for row in rows)

    @cached_property
    def unmet(self) -> int:
        """必須 items that the chosen bidder can't meet and no approved alternative covers."""
        return len(unmet_items(self.selection.bid)) if self.selection else 0

    @cached_property
    def conditions(self) -> Standing:
        """How far the conditions of the chosen bidder are."""
        return standing_of(self.engagement, self.selection.bid if self.selection else None)

    @cached_property
    def contract(self) -> Contract | None:
        """The contract."""
        return Contract.objects.filter(engagement=self.engagement).select_related("annex").first()

    @cached_property
    def empty_blanks(self) -> list[str]:
        """Labels of the blanks that the annex would print without a value."""
        return empty_blanks(self.engagement, self.contract)

    @cached_property
    def unanswered_suspensions(self) -> list[Suspension]:
        """The municipality's own suspensions of the chosen firm on this day that nobody gave a
        reason to go on despite."""
        return reasons_missing(self.selection.bid, self.today) if self.selection else []

    @cached_property
    def follow_up(self) -> FollowUp:
        """How much of the contract's follow-up is open or overdue."""
        counts = Contract.objects.filter(engagement=self.engagement).aggregate(
            open_findings=Count(
                "findings", Q(findings__closed_at=None, findings__isnull=False), distinct=True
            ),
            overdue_reports=Count(
                "reports",
                Q(reports__received_on=None, reports__due_on__lt=self.today),
                distinct=True,
            ),
            received_reports=Count("reports", Q(reports__received_on__isnull=False), distinct=True),
            all_reports=Count("reports", distinct=True),
        )
        return FollowUp(**counts)

    @cached_property
    def inspections(self) -> list[Inspection]:
        """Every round, in order, with its check table."""
        rounds = Inspection.objects.filter(contract__engagement=self.engagement)
        return list(rounds.select_related("checklist").order_by("number"))

    @cached_property
    def concluded_rounds(self) -> int:
        """How many rounds are finished."""
        return sum(round_.concluded_at is not None for round_ in self.inspections)

    @cached_property
    def disposal(self) -> Disposal | None:
        """The proof of return, erasure or destruction."""
        return Disposal.objects.filter(contract__engagement=self.engagement).first()

    def end_tables(self) -> list[Checklist]:
        """Check tables of the end of the work."""
        return [r.checklist for r in self.inspections if r.checklist.phase == "end"]
