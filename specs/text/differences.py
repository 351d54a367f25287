"""The phrases in which two texts differ, as a page marks them."""

from specs.text.compare.phrases import spans as phrase_spans
from specs.text.compare.units import units


def spans(old: str, new: str) -> list[tuple[str, str]]:
    """(kind, words) in the order of the text: "same", "removed" from `old`, "added" in `new`."""
    return [(each.kind, each.old or each.new) for each in phrase_spans(units(old), units(new))]
