"""Looking at the lines that are still to come, for what a sign on this one means."""

from collections.abc import Sequence

from specs.text.importing.levels import paragraph_series
from specs.text.importing.lines import Line
from specs.text.importing.marks import BULLET, Mark, marks_of
from specs.text.importing.openings import Openings

# How far on the second sign of a list may stand: the first may hold a list of its own.
_AHEAD = 80


class Ahead:
    """The lines of a text, asked from a position on."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines

    def line(self, position: int) -> Line | None:
        """The line there; None after the last."""
        return self.lines[position] if position < len(self.lines) else None

    def coming(self, position: int) -> set[str]:
        """The series whose second sign stands on one of the next lines of the article."""
        found: set[str] = set()
        for line in self.lines[position : position + _AHEAD]:
            if Openings.looks_open(line.text):
                break
            marks = marks_of(line.text)
            found |= {m.series for m in marks if m.index == 1 or m.series.startswith(BULLET)}
        return found

    def begins_list(self, text: str, position: int) -> list[Mark]:
        """The first sign of a list inside a line, if the next line bears the second."""
        following = self.line(position)
        if following is None:
            return []
        second = {mark.series for mark in marks_of(following.text) if mark.index == 1}
        marks = [mark for mark in marks_of(text) if mark.index == 0 and mark.series in second]
        return [mark for mark in marks if not mark.tight]


def series_of_paragraphs(lines: Sequence[Line]) -> str:
    """The series that numbers the 項 of a text."""
    articles: list[list[list[Mark]]] = [[]]
    for line in lines:
        if Openings.looks_open(line.text):
            articles.append([])
        elif marks := marks_of(line.text):
            articles[-1].append(marks)
    return paragraph_series(articles[1:])
