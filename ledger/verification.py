"""Proving the ledger: the chain, its head, its anchors, and the rows it tells of."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from ledger.models import GENESIS, LedgerEvent, LedgerHead
from ledger.witnesses import SWEEPS, WITNESSES


@dataclass(frozen=True)
class Problem:
    """One disagreement: which chain, which event or row, and what is wrong."""

    municipality_id: int
    where: str
    message: str


def verify() -> Iterator[Problem]:
    """Every disagreement, chain by chain, in the order of the events."""
    ids = set(LedgerHead.objects.values_list("municipality_id", flat=True))
    ids |= set(LedgerEvent.objects.values_list("municipality_id", flat=True).distinct())
    anchored = _anchored()
    for municipality_id in sorted(ids | set(anchored)):
        yield from _verify_chain(municipality_id, anchored.get(municipality_id, {}))
        for sweep in SWEEPS:
            for message in sweep(municipality_id):
                yield Problem(municipality_id, message.split(" ", 1)[0], message)


def _verify_chain(municipality_id: int, anchors: dict[int, str]) -> Iterator[Problem]:
    previous, expected = GENESIS, 1
    events = LedgerEvent.objects.filter(municipality_id=municipality_id).order_by("seq")
    for event in events.iterator(chunk_size=2000):
        where = f"event {event.seq}"
        if event.seq != expected:
            yield Problem(municipality_id, where, f"event {expected} is missing")
        if event.prev_hash != previous:
            yield Problem(municipality_id, where, "does not follow the event before it")
        if event.hash != event.computed_hash():
            yield Problem(municipality_id, where, "was edited: its hash does not match")
        if event.seq in anchors and anchors[event.seq] != event.hash:
            yield Problem(municipality_id, where, "differs from the anchored head")
        if (witness := WITNESSES.get(event.verb)) and (message := witness(event)):
            yield Problem(municipality_id, event.subject, f"{message} (event {event.seq})")
        previous, expected = event.hash, event.seq + 1
    yield from _verify_head(municipality_id, expected - 1, previous, max(anchors, default=0))


def _verify_head(municipality_id: int, seq: int, last: str, anchored: int) -> Iterator[Problem]:
    head = LedgerHead.objects.filter(municipality_id=municipality_id).first()
    if head is None:
        yield Problem(municipality_id, "head", "the head of the chain is missing")
    elif (head.seq, head.hash) != (seq, last):
        yield Problem(
            municipality_id, "head", f"the chain ends at event {seq}, its head says {head.seq}"
        )
    if anchored > seq:
        yield Problem(
            municipality_id, "anchor", f"events up to {anchored} were anchored, {seq} are left"
        )


def write_anchor(day: str) -> Path:
    """Write today's heads to LEDGER_ANCHOR_DIR/DAY.json, outside the database; the path.

    Copy the file to where the database's administrator can't write: it proves that no tail
    was cut off later.
    """
    directory = Path(settings.LEDGER_ANCHOR_DIR)
    directory.mkdir(parents=True, exist_ok=True)
    heads = LedgerHead.objects.order_by("municipality_id").values("municipality_id", "seq", "hash")
    path = directory / f"{day}.json"
    path.write_text(json.dumps(list(heads), indent=1), encoding="utf-8")
    return path


def _anchored() -> dict[int, dict[int, str]]:
    """Anchored heads: municipality id → {seq: hash}."""
    found: dict[int, dict[int, str]] = {}
    for path in sorted(Path(settings.LEDGER_ANCHOR_DIR).glob("*.json")):
        for head in json.loads(path.read_text(encoding="utf-8")):
            if head["seq"]:
                found.setdefault(head["municipality_id"], {})[head["seq"]] = head["hash"]
    return found
