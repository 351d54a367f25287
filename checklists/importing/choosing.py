"""What is proposed to the person: pairs that are likely, with their check items."""

from checklists.importing.composing import Choices
from checklists.importing.reading import Reading


def proposed(reading: Reading) -> Choices:
    """The choices that stand on the page at first, and that the console takes."""
    pairs = reading.matching.main
    return Choices(pairs, frozenset(pairs.values()), keep_keys=reading.source.kind == "lawxml")
