"""The lines of a 新旧対照表: what stands beside what, and what is left out with 「（略）」.

One table for the screen, for paper and for Word. What is new is marked on the new side, what is
gone on the old one; a reference whose number only shifted is not marked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from specs.text import markers
from specs.text.compare.remarks import (
    KIND_WORDS,
    article_remarks,
    new_names,
    provision_remark,
)
from specs.text.compare.result import (
    ArticleRow,
    ArticleSide,
    Comparison,
    Kind,
    ProvisionRow,
    ProvisionSide,
    Span,
)
from specs.text.tree import Path

Side = Literal["new", "old"]

ABBREVIATED = "（略）"
NEW, GONE = "（新設）", "（削る）"


@dataclass(frozen=True)
class Run:
    """Words of a cell, marked or not."""

    words: str
    is_marked: bool = False


@dataclass(frozen=True)
class Cell:
    """One line of one side: a caption, a 項 (level 0), a 号 (level 1 and more), or a note such
    as 「（新設）」. `label` stands before the runs and is never marked."""

    kind: Literal["caption", "provision", "note"]
    label: str
    runs: tuple[Run, ...]
    level: int = 0

    @property
    def text(self) -> str:
        """The words of the line."""
        return self.label + "".join(run.words for run in self.runs)


@dataclass(frozen=True)
class Line:
    """What stands beside each other: a provision, the first one under its caption. And a
    remark about it."""

    new: tuple[Cell, ...]
    old: tuple[Cell, ...]
    remark: str = ""

    @property
    def sides(self) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
        """New, then old: the order of the columns."""
        return self.new, self.old


@dataclass(frozen=True)
class Group:
    """The lines of one article, or of neighbours that did not change (then without key)."""

    kind: Kind
    key: str
    name: str
    lines: tuple[Line, ...]
    remarks: tuple[str, ...] = field(default=())

    @property
    def kind_words(self) -> str:
        """変更, 新設, …"""
        return KIND_WORDS[self.kind]


def table(
    comparison: Comparison, *, whole: bool = False, reasons: Mapping[str, str] | None = None
) -> list[Group]:
    """The groups of lines, in the order of the new document.

    Without `whole`, articles and provisions that did not change are left out with 「（略）」.
    `reasons` are remarks by the key of an article.
    """
    reasons = reasons or {}
    names = new_names(comparison)
    found: list[Group] = []
    for quiet, rows in groupby(
        comparison.rows, key=lambda row: row.kind.is_quiet and not row.fates
    ):
        if quiet and not whole:
            found.append(_left_out(list(rows)))
        else:
            found += [_group(row, names, reasons.get(row.key, ""), whole=whole) for row in rows]
    return found


def _left_out(rows: Sequence[ArticleRow]) -> Group:
    """第1条から第4条まで　（略）; a run of articles that say what they said."""
    kind = Kind.UNCHANGED if all(r.kind is Kind.UNCHANGED for r in rows) else Kind.RENUMBERED
    new = _span_of([row.new.label for row in rows if row.new])
    old = _span_of([row.old.label for row in rows if row.old])
    one, other = (
        Cell("provision", f"{labels}{markers.SPACE}", (Run(ABBREVIATED),)) for labels in (new, old)
    )
    return Group(kind, "", new, (Line((one,), (other,)),))


def _span_of(labels: Sequence[str]) -> str:
    if len(labels) < 3:
        return "及び".join(labels)
    return f"{labels[0]}から{labels[-1]}まで"


def _group(row: ArticleRow, names: Mapping[str, str], reason: str, *, whole: bool) -> Group:
    side = row.new if row.new and not row.new.is_void else row.old or row.new
    lines = list(_provisions(row, whole=whole))
    head = _head(row)
    if lines and (head.new or head.old):
        first = lines[0]
        lines[0] = Line(head.new + first.new, head.old + first.old, first.remark)
    elif head.new or head.old:
        lines = [head]
    remarks = article_remarks(row, names) + ([reason] if reason and not row.kind.is_quiet else [])
    return Group(row.kind, row.key, side.name if side else "", tuple(lines), tuple(remarks))


def _head(row: ArticleRow) -> Line:
    """The captions, or what stands for an article that is not there."""
    return Line(
        _side_head(row.new, row.caption, "new", GONE), _side_head(row.old, row.caption, "old", NEW)
    )


def _side_head(
    side: ArticleSide | None, caption: Iterable[Span], which: Side, missing: str
) -> tuple[Cell, ...]:
    if side is None:
        return (_note(missing),)
    if side.is_void:
        return (Cell("provision", f"{side.label}{markers.SPACE}", (Run("削除"),)),)
    if not side.caption:
        return ()
    return (Cell("caption", "", (Run("（"), *_runs(caption, which), Run("）"))),)


def _note(words: str) -> Cell:
    return Cell("note", "", (Run(words),))


def _provisions(row: ArticleRow, *, whole: bool) -> Iterator[Line]:
    """Every provision that says something else, between 「（略）」 for the ones that do not."""
    if whole or row.kind in (Kind.ADDED, Kind.REMOVED):
        yield from (_line(each) for each in row.provisions)
        return
    busy = _above_changes(row.provisions)
    covered: set[Path] = set()
    run: list[ProvisionRow] = []
    for each in row.provisions:
        path = each.new.path if each.new else ()
        if each.kind.is_quiet and any(path[:size] in covered for size in range(1, len(path))):
            continue
        follows = run and run[-1].new and run[-1].new.path[:-1] == path[:-1]
        if run and not (each.kind.is_quiet and path not in busy and follows):
            yield _abbreviated(run)
            run = []
        if not each.kind.is_quiet:
            yield _with_note(each, row.provisions)
        elif path in busy:
            yield _abbreviated([each])
        else:
            covered.add(path)
            run.append(each)
            if path == (0,):  # 第5条 is not joined to the 2 and 3 below it
                yield _abbreviated(run)
                run = []
    if run:
        yield _abbreviated(run)


def _above_changes(rows: Iterable[ProvisionRow]) -> set[Path]:
    """The new paths of what has a change somewhere under it."""
    rows = list(rows)
    new_paths = {row.old.path: row.new.path for row in rows if row.old and row.new}
    found: set[Path] = set()
    for row in rows:
        if row.kind.is_quiet:
            continue
        if row.new:
            found |= {row.new.path[:size] for size in range(1, len(row.new.path))}
        if row.old:
            above = (row.old.path[:size] for size in range(1, len(row.old.path)))
            found |= {new_paths[path] for path in above if path in new_paths}
    return found


def _abbreviated(run: Sequence[ProvisionRow]) -> Line:
    """(1)から(3)まで　（略）."""

    def cells(sides: Sequence[ProvisionSide]) -> tuple[Cell, ...]:
        label = f"{_span_of([side.marker for side in sides])}{markers.SPACE}"
        return (Cell("provision", label, (Run(ABBREVIATED),), sides[0].level),)

    return Line(
        cells([row.new for row in run if row.new]), cells([row.old for row in run if row.old])
    )


def _line(row: ProvisionRow) -> Line:
    new = _cell(row.new, _runs(row.spans, "new"))
    old = _cell(row.old, _runs(row.spans, "old"))
    return Line(new, old, provision_remark(row))


def _with_note(row: ProvisionRow, rows: Sequence[ProvisionRow]) -> Line:
    """The line, with 「（新設）」 or 「（削る）」 beside a provision whose 項 stands on both sides."""
    line = _line(row)
    if row.old is None and row.new and not _has(rows, Kind.ADDED, row.new.path[:-1]):
        return Line(line.new, (_note(NEW),), line.remark)
    if row.new is None and row.old and not _has(rows, Kind.REMOVED, row.old.path[:-1]):
        return Line((_note(GONE),), line.old, line.remark)
    return line


def _has(rows: Iterable[ProvisionRow], kind: Kind, path: Path) -> bool:
    sides = ((r.new if kind is Kind.ADDED else r.old) for r in rows if r.kind is kind)
    return any(side.path == path for side in sides if side)


def _cell(side: ProvisionSide | None, runs: tuple[Run, ...]) -> tuple[Cell, ...]:
    if side is None:
        return ()
    label = f"{side.marker}{markers.SPACE}" if side.marker else ""
    return (Cell("provision", label, runs, side.level),)


def _runs(found: Iterable[Span], which: Side) -> tuple[Run, ...]:
    runs = []
    for span in found:
        words = span.new if which == "new" else span.old
        if words:
            runs.append(Run(words, span.kind != "same"))
    return tuple(runs)
