"""Where a marked line goes: the next of an open list, a new list under the last line, a new 項.

Which sign stands above which is not fixed: each text has its own order, and it shows in the text
itself. A sign opens a list where it first comes; the same sign, one further, goes on with it.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from typing import Literal

from specs.text.importing.marks import BULLET, Mark
from specs.text.importing.openings import OPEN_END

# 次に掲げる, 次の各号, 以下のとおり: what announces a list.
_ANNOUNCES = re.compile(r"次[にの]|次号|以下の|左の|下記|各号|とおり|掲げる|[：:]$")
_TAIL = 120


@dataclass
class Level:
    """An open list: its series ("" for the first 項, which mostly bears no number) and the place
    of its last member."""

    series: str
    last: int


@dataclass(frozen=True)
class Choice:
    """What a mark does: `depth` 0 is a 項. `problem` is for the person, or empty."""

    depth: int
    mark: Mark
    problem: str = ""


@dataclass
class Ladder:
    """The open lists of one article, from the 項 down."""

    paragraphs: str
    known: set[str] = field(default_factory=set)
    levels: list[Level] = field(default_factory=lambda: [Level("", 0)])
    coming: Set[str] = frozenset()

    def choose(
        self,
        marks: Sequence[Mark],
        before: str,
        *,
        empty: bool,
        coming: Set[str] = frozenset(),
    ) -> Choice | None:
        """What the line is, of all readings of its start; None when it is no marker here.

        `before` are the words so far of the provision before; `empty`: the article has no text
        yet; `coming` are the series whose second sign stands on one of the next lines.
        """
        unfinished = goes_on(before)
        self.coming = coming
        ways = (self._next, self._first, self._paragraph, self._astray)
        for way in ways:
            for mark in marks:
                if self._is_words(mark, before, unfinished):
                    continue
                if choice := way(mark, before, empty=empty):
                    return choice
        return None

    def take(self, choice: Choice) -> None:
        """Go on from this choice."""
        mark = choice.mark
        del self.levels[choice.depth + 1 :]
        if choice.depth == len(self.levels):
            self.levels.append(Level(mark.series, mark.index))
        else:
            level = self.levels[choice.depth]
            level.series, level.last = mark.series, mark.index
        if choice.depth:
            self.known.add(mark.series)

    @staticmethod
    def _is_words(mark: Mark, before: str, unfinished: bool) -> bool:
        """Whether the sentence before simply goes on here: 「1 年以内」, 「(1)に規定する」."""
        if mark.tight and (unfinished or mark.amount):
            return True
        if unfinished and (mark.amount or mark.refers):
            return True
        return unfinished and before.endswith("第")

    def _next(self, mark: Mark, before: str, *, empty: bool) -> Choice | None:
        for depth in range(len(self.levels) - 1, -1, -1):
            level = self.levels[depth]
            due = level.series == mark.series and (
                mark.index == level.last + 1 or mark.series.startswith(BULLET)
            )
            if due and not (not mark.bracketed and OPEN_END.search(before) and not mark.rest):
                return Choice(depth, mark)
        return None

    def _first(self, mark: Mark, before: str, *, empty: bool) -> Choice | None:
        # A 項 that bears the same sign does not begin again at 1; a list under it may.
        is_open = any(level.series == mark.series for level in self.levels[1:])
        if mark.index or mark.tight or is_open:
            return None
        if empty and not mark.series.startswith(BULLET):
            return Choice(0, mark)
        announced = _ANNOUNCES.search(before[-_TAIL:]) is not None
        if not announced and OPEN_END.search(before):
            return None
        plain = mark.series.startswith(BULLET) or not mark.bracketed
        if plain and not announced and goes_on(before) and mark.series not in self.coming:
            return None
        return Choice(len(self.levels), mark)

    def _paragraph(self, mark: Mark, before: str, *, empty: bool) -> Choice | None:
        top = self.levels[0]
        starts = mark.index == 1 and top.series == "" and mark.series == self.paragraphs
        if not starts or (OPEN_END.search(before) and not mark.bracketed):
            return None
        return Choice(0, mark)

    def _astray(self, mark: Mark, before: str, *, empty: bool) -> Choice | None:
        """A number out of turn: kept where it seems to belong, and told."""
        if goes_on(before) or mark.tight or mark.amount:
            return None
        found = f"番号「{mark.words}」は順序どおりではありません。抜けや重なりを確かめてください。"
        for depth in range(len(self.levels) - 1, -1, -1):
            if self.levels[depth].series == mark.series:
                return Choice(depth, mark, found)
        if mark.series == self.paragraphs:
            return Choice(0, mark, found)
        if mark.series in self.known:
            return Choice(len(self.levels), mark, found)
        return None


def goes_on(before: str) -> bool:
    """Whether the words so far are no finished sentence."""
    return bool(before) and re.search(r"[。．][）)」』]*$", before) is None


def paragraph_series(articles: Sequence[Sequence[Sequence[Mark]]]) -> str:
    """The series that numbers the 項 of a text, given the readings of every line, by article.

    It is the one that begins with 2, for the first 項 mostly bears no number.
    """
    votes: dict[str, int] = {}
    for lines in articles:
        first: dict[str, int] = {}
        for marks in lines:
            for mark in marks:
                if not (mark.amount or mark.refers):
                    first.setdefault(mark.series, mark.index)
        for series, index in first.items():
            if series in ("number", "circle", "paren", "kanji", "half-paren"):
                votes[series] = votes.get(series, 0) + (index == 1) - (index == 0)
    best: Literal["number"] | str = max(votes, key=lambda s: votes[s], default="number")
    return best if votes.get(best, 0) > 0 else "number"
