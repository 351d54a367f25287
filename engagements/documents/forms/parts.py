"""What a form is made of: lines to fill in, tables to fill in, and sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from django.utils.safestring import SafeString

from documents.widths import colgroup

# Between the margins of static/documents/base.css, in millimetres.
PORTRAIT, LANDSCAPE = 162.9, 251.8
# Of writing; a cell adds 2 mm of its own.
LINE_MM = 5
DATE = "令和　　年　　月　　日"
PERIOD = f"{DATE}から{DATE}まで"
# Over what the municipality writes itself, whatever it is: 市, 町, 村 or a union of them.
OFFICE = "発注機関の記入欄"
YES_NO = "□あり　　□なし"


@dataclass(frozen=True)
class Line:
    """One field: its name, what is printed in it already, and its height in lines."""

    name: str
    printed: str = ""
    lines: int = 1

    @property
    def height(self) -> int:
        """In millimetres, one of the classes of static/documents/contractor_form.css."""
        return self.lines * LINE_MM


@dataclass(frozen=True)
class Lines:
    """Fields under each other."""

    template: ClassVar[str] = "documents/forms/lines.html"

    lines: Sequence[Line]
    title: str = ""
    # Whether it stays on one page with its title.
    keep: bool = False


@dataclass(frozen=True)
class Table:
    """A table to write in: (heading, millimetres, 0 for the rest), and its empty rows.

    `first` are rows of which the first cells are printed.
    """

    template: ClassVar[str] = "documents/forms/table.html"

    columns: Sequence[tuple[str, float]]
    empty: int
    first: Sequence[Sequence[str]] = ()
    title: str = ""
    is_wide: bool = False
    # In millimetres, one of the classes of static/documents/contractor_form.css.
    height: int = LINE_MM

    @property
    def colgroup(self) -> SafeString:
        """The widths; the columns without one share the rest."""
        given = [width for _, width in self.columns]
        rest = (LANDSCAPE if self.is_wide else PORTRAIT) - sum(given)
        share = rest / max(given.count(0), 1)
        return colgroup([width or share for width in given])

    @property
    def rows(self) -> list[list[str]]:
        """Every row as wide as the head."""
        count = len(self.columns)
        printed = [[*row, *[""] * (count - len(row))] for row in self.first]
        return printed + [[""] * count for _ in range(self.empty)]


@dataclass(frozen=True)
class Sentences:
    """Numbered sentences, as a pledge has them."""

    template: ClassVar[str] = "documents/forms/sentences.html"

    sentences: Sequence[str]
    title: str = ""


Part = Lines | Table | Sentences


def filled(part: Part, words: Mapping[str, str]) -> Part:
    """The part with {client}, {contractor}, {clause} and {case} put in."""
    if isinstance(part, Lines):
        lines = [
            replace(each, name=each.name.format(**words), printed=each.printed.format(**words))
            for each in part.lines
        ]
        return replace(part, lines=lines)
    if isinstance(part, Table):
        first = [[cell.format(**words) for cell in row] for row in part.first]
        return replace(part, first=first)
    return replace(part, sentences=[each.format(**words) for each in part.sentences])


def decision(what: str) -> Lines:
    """The block in which the municipality writes whether it consents, and who decided when."""
    return Lines(
        (
            Line("受付", f"{DATE}　　受付番号"),
            Line("決定", "□承認する　　□条件を付けて承認する　　□承認しない"),
            Line("条件又は理由", lines=2),
            Line("決裁日及び承認番号", f"{DATE}　　第　　　　号"),
        ),
        title=f"{OFFICE}（{what}）",
        keep=True,
    )


def confirmation(*more: Line) -> Lines:
    """The block in which the municipality writes who looked at the form, and when."""
    return Lines((Line("受付", DATE), Line("確認した職員"), *more), title=OFFICE, keep=True)
