"""伝達の記録 as a table: bidders down, papers across, and in each cell when and how."""

from collections import defaultdict
from dataclasses import dataclass

from documents.models import IssuedDocument
from engagements.models import Bid, Delivery, Engagement
from engagements.told import TOLD, told_documents, told_now


@dataclass(frozen=True)
class DeliveryRow:
    """One bidder (None: what was made public for all) with its deliveries of each paper."""

    bid: Bid | None
    cells: list[list[Delivery]]

    @property
    def missing(self) -> int:
        """How many papers nobody is known to have given to it."""
        return sum(not cell for cell in self.cells)


@dataclass(frozen=True)
class DeliveryTable:
    """Every paper, kind by kind in the order of issue, and a row a bidder."""

    papers: list[IssuedDocument]
    rows: list[DeliveryRow]

    @property
    def is_public(self) -> bool:
        """Whether anything was made public for all."""
        return any(row.bid is None for row in self.rows)


def delivery_table(engagement: Engagement, *, current_only: bool = False) -> DeliveryTable:
    """Who was told what; three queries, whatever the number of bidders and papers.

    `current_only` leaves out papers that a newer one followed.
    """
    documents = told_now(engagement) if current_only else told_documents(engagement)
    papers = sorted(documents, key=lambda paper: (TOLD.index(paper.kind), paper.pk))
    bids = Bid.objects.filter(engagement=engagement).select_related("vendor")
    cells: dict[tuple[int | None, int], list[Delivery]] = defaultdict(list)
    rows = Delivery.objects.filter(engagement=engagement).select_related("recorded_by")
    for delivery in rows.order_by("told_on", "pk"):
        cells[delivery.bid_id, delivery.document_id].append(delivery)
    public = any(pk is None for pk, _ in cells)
    found = [
        DeliveryRow(bid, [cells.get((bid.pk if bid else None, paper.pk), []) for paper in papers])
        for bid in [*([None] if public else []), *bids.order_by("pk")]
    ]
    return DeliveryTable(papers, found)
