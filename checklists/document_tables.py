"""The check table as a table of paper: columns, and widths computed from the cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from checklists.models import ANSWER_WORDS, AnswerValue, CheckItem, Phase
from checklists.rows import Row
from common.dates import wareki
from documents.widths import LANDSCAPE_MM, colgroup, column_widths

HEADER = ("項目", "条", "確認事項", "適とする状態", "回答", "理由・条件", "根拠資料", "市の判定")
# By hand one writes more than a computer measures in an empty cell.
ANSWER_COLUMN = 4
# □条件付き対応可 at 8.5 points, and the padding of the cell.
ANSWER_MM = 27.6
FILLED_NOTE = "　" * 14
# What fills about half a page in the columns of a filled table; more may break across pages.
LONG_NOTE, LONG_EVIDENCE = 300, 80
BLANK_WRITING = ("　" * 16, "　" * 10, "　" * 5)


@dataclass(frozen=True)
class Line:
    """One line of the printed table."""

    code: str
    level: str
    label: str
    caption: str
    prompt: str
    ok_when: str
    answer: str = ""
    note: str = ""
    evidence: str = ""
    verdict: str = ""
    opens_clause: bool = False

    @property
    def is_long(self) -> bool:
        """Whether the row may break across pages, else it would leave much of one empty."""
        return len(self.note) > LONG_NOTE or len(self.evidence) > LONG_EVIDENCE


def filled_lines(rows: Sequence[Row]) -> list[Line]:
    """Lines of a table that a firm has answered."""
    return [
        Line(
            row.item.code,
            row.item.level,
            row.label,
            row.clause.caption,
            row.prompt,
            row.item.ok_when,
            row.value_words,
            _note(row),
            row.answer.evidence,
            row.verdict_words if row.judgement and row.judgement.verdict else "",
            row.opens_clause,
        )
        for row in rows
    ]


def _note(row: Row) -> str:
    """The reason, and that the firm gave the answer on another day, for another engagement."""
    reused_on = row.answer.reused_on
    told = f"（{wareki(reused_on)}の回答を再使用）" if reused_on else ""
    return f"{row.answer.note}{told}"


def blank_lines(items: Sequence[CheckItem], labels: dict[str, str], phase: str) -> list[Line]:
    """Lines of a table to be filled in by hand."""
    lines, clause_id = [], None
    for item in items:
        lines.append(
            Line(
                item.code,
                item.level,
                labels.get(item.clause.key, ""),
                item.clause.caption,
                item.prompt(phase),
                item.ok_when,
                evidence="",
                opens_clause=item.clause_id != clause_id,
            )
        )
        clause_id = item.clause_id
    return lines


def columns(lines: Sequence[Line], *, blank: bool) -> SafeString:
    """The <colgroup> of a landscape table. The column of the answer takes the longest choice
    on one line; the others share the rest by what they hold."""
    note, evidence, verdict = BLANK_WRITING if blank else ("", "", "　" * 4)
    if any(line.note for line in lines):
        note = FILLED_NOTE  # one reason among many yeses still gets a column to be read in
    cells = [
        (
            f"{line.code}必須",
            line.label,
            line.prompt,
            line.ok_when,
            line.note or note,
            line.evidence or evidence,
            line.verdict or verdict,
        )
        for line in lines
    ]
    header = HEADER[:ANSWER_COLUMN] + HEADER[ANSWER_COLUMN + 1 :]
    rest = LANDSCAPE_MM - ANSWER_MM
    widths = column_widths(cells, header=header, total_mm=rest, font_pt=8.5)
    widths.insert(ANSWER_COLUMN, ANSWER_MM)
    return colgroup(widths)


def choices(phase: str) -> list[str]:
    """The words to tick, in the order of the screen."""
    words = ANSWER_WORDS[Phase(phase)]
    order = (AnswerValue.YES, AnswerValue.PARTIAL, AnswerValue.NO, AnswerValue.NA)
    return [words[value] for value in order]
