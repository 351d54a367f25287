"""確かめたい点: patterns in the bids' answers that a person should look at before believing them.

They accuse nobody: each says what was seen and what to ask. None changes a point or a verdict.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Max, Min

from checklists.models import Answer, AnswerValue, Channel, Evidence
from engagements.models import Bid
from engagements.scope import Facts

# A firm that reads its questions needs longer.
AT_ONCE = timedelta(minutes=1)
# Shorter texts are alike by chance.
LONG_ENOUGH = 12
# Whether the firm's capacity suffices for the volume: an assertion needs a figure.
CAPACITY = "K067"
MANY_PERSONS = ("up_to_10000", "over_10000")


@dataclass(frozen=True)
class Concern:
    """One pattern: what was seen at which bidders, and what to do about it."""

    title: str
    advice: str
    bids: list[Bid]
    codes: list[str] = field(default_factory=list)


def concerns_about(bids: Sequence[Bid], facts: Facts) -> list[Concern]:
    """Every pattern in submitted and opened tables; four queries, whatever their number."""
    read = {
        bid.checklist_id: bid
        for bid in bids
        if bid.checklist.is_submitted and not bid.checklist.is_sealed and bid.withdrawn_on is None
    }
    found = [
        *_all_yes_at_once(read),
        *_same_words(read),
        *_same_files(read),
        *_capacity_without_figure(read, facts),
    ]
    return found


def _all_yes_at_once(read: dict[int, Bid]) -> list[Concern]:
    """対応可 to everything within a minute, at the firm's own page."""
    candidates = [
        pk
        for pk, bid in read.items()
        if bid.checklist.channel == Channel.WEB and bid.checklist.n_yes == bid.checklist.n_total
    ]
    spans = (
        Answer.objects.filter(checklist__in=candidates)
        .values("checklist")
        .annotate(first=Min("answered_at"), last=Max("answered_at"))
    )
    quick = [read[row["checklist"]] for row in spans if row["last"] - row["first"] <= AT_ONCE]
    if not quick:
        return []
    return [
        Concern(
            "すべての項目に、1分以内に「対応可」と答えています",
            "質問を読んで答えたかどうか、いくつかの項目について根拠を聞いてください。",
            sorted(quick, key=lambda bid: bid.pk),
        )
    ]


def _same_words(read: dict[int, Bid]) -> list[Concern]:
    """The same reason, word for word, from more than one bidder."""
    places: dict[str, set[tuple[int, str]]] = defaultdict(set)
    notes = Answer.objects.filter(checklist__in=list(read)).exclude(note="")
    for checklist, code, note in notes.values_list("checklist", "item__code", "note"):
        plain = "".join(unicodedata.normalize("NFKC", note).split())
        if len(plain) >= LONG_ENOUGH:
            places[plain].add((checklist, code))
    return _shared(
        read,
        places.values(),
        "複数の応募者の理由・条件が、一字一句同じです",
        "同じ人が書いたか、ひな型を写した可能性があります。各応募者に自社の実情を聞いてください。",
    )


def _same_files(read: dict[int, Bid]) -> list[Concern]:
    """The same file as evidence of more than one bidder."""
    places: dict[str, set[tuple[int, str]]] = defaultdict(set)
    files = Evidence.objects.filter(checklist__in=list(read), item__isnull=False)
    for checklist, code, sha256 in files.values_list("checklist", "item__code", "sha256"):
        places[sha256].add((checklist, code))
    return _shared(
        read,
        places.values(),
        "複数の応募者が、同じファイルを根拠資料としています",
        "どの応募者の資料かを確かめ、自社のものを出してもらってください。",
    )


def _shared(
    read: dict[int, Bid], groups: Iterable[set[tuple[int, str]]], title: str, advice: str
) -> list[Concern]:
    """One concern for each group of bidders that share something, with the items."""
    by_firms: dict[tuple[int, ...], set[str]] = defaultdict(set)
    for places in groups:
        firms = tuple(sorted({checklist for checklist, _ in places}))
        if len(firms) > 1:
            by_firms[firms] |= {code for _, code in places}
    return [
        Concern(title, advice, [read[pk] for pk in firms], sorted(codes))
        for firms, codes in sorted(by_firms.items())
    ]


def _capacity_without_figure(read: dict[int, Bid], facts: Facts) -> list[Concern]:
    """Enough capacity for many persons is claimed, and no figure or document says so."""
    if facts.get("persons") not in MANY_PERSONS:
        return []
    claims = Answer.objects.filter(
        checklist__in=list(read), item__code=CAPACITY, value=AnswerValue.YES
    )
    bare = [
        read[checklist]
        for checklist, note, evidence in claims.values_list("checklist", "note", "evidence")
        if not any(character.isdigit() for character in note + evidence)
    ]
    if not bare:
        return []
    return [
        Concern(
            "対象者の数に見合う処理能力の根拠が示されていません",
            "従事者の人数、端末の台数、1日に処理できる件数を聞き、対象者の人数と比べてください。",
            sorted(bare, key=lambda bid: bid.pk),
            [CAPACITY],
        )
    ]
