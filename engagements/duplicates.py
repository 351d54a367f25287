"""同じ事業者と思われる登録: firms whose name, former name or nearly whose name is the same."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import Coalesce
from rapidfuzz import fuzz, process

from engagements.history import TOLD
from engagements.models import Bid, FormerName, Vendor
from engagements.naming import name_key

# Indel similarity of two name keys, 0 – 100, from which they are taken for spellings of one name.
NEAR = 90
SHOWN = 10


@dataclass(frozen=True)
class Alike:
    """A registered firm that may be the same one, why, and in how many bids it stands."""

    vendor: Vendor
    why: str
    bids: int


def alike(municipality_id: int, name: str, *, but: Collection[int] = ()) -> list[Alike]:
    """Firms of the municipality that may be the one called `name`, the surest first; at most ten.

    Duplicates that were merged stand for what they were merged into; `but` are ids to leave
    out. Four queries.
    """
    key = name_key(name)
    reasons: dict[int, str] = {}
    rows = list(
        Vendor.objects.filter(municipality=municipality_id).values_list(
            "pk", "merged_into", "name_key"
        )
    )
    firms = {pk: merged_into or pk for pk, merged_into, _ in rows}
    for pk, _, other in rows:
        if other == key:
            reasons.setdefault(firms[pk], "名称が同じです")
    former = FormerName.objects.filter(municipality=municipality_id, name_key=key)
    for pk in former.values_list("vendor", flat=True):
        reasons.setdefault(firms[pk], "以前の名称が同じです")
    keys = {pk: other for pk, _, other in rows if other}
    for _, _, pk in process.extract(key, keys, scorer=fuzz.ratio, score_cutoff=NEAR, limit=SHOWN):
        reasons.setdefault(firms[pk], "名称がよく似ています")
    wanted = [pk for pk in reasons if pk not in but][:SHOWN]
    vendors = Vendor.objects.in_bulk(wanted)
    bids = bid_counts(wanted)
    return [Alike(vendors[pk], reasons[pk], bids.get(pk, 0)) for pk in wanted]


def bid_counts(vendors: Collection[int]) -> dict[int, int]:
    """Firm id → its bids whose answers are open, with those of merged duplicates; one query."""
    rows = Bid.objects.filter(TOLD).annotate(firm=Coalesce("vendor__merged_into", "vendor"))
    counted = rows.filter(firm__in=vendors).values("firm").annotate(n=Count("pk"))
    return {row["firm"]: row["n"] for row in counted.order_by("firm")}
