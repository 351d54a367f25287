"""Where things stand in the workbook: known to the writer and the reader alike."""

from checklists.models import ANSWER_WORDS, AnswerValue, Phase
from checklists.replies.questionnaire import Asked

FORMAT = "tokki-reply-workbook"
VERSION = "1"
GUIDE, TABLE, MARKS = "記入のしかた", "確認表", "_tokki"

# Cells at the head of the table that a firm fills.
FILLED_BY, FILLED_ON, APPROVED_BY = "D7", "D8", "D9"
HEAD = {
    FILLED_BY: "記入者の部署・役職・氏名",
    FILLED_ON: "記入日",
    APPROVED_BY: "責任者の部署・役職・氏名",
}
HEADER_ROW = 11
FIRST_ROW = HEADER_ROW + 1
HEADER = ("項目", "区分", "条", "確認事項", "対応可といえる状態", "回答", "理由・条件", "根拠資料")
# The columns that ask, and those that are answered.
ASKED = "ABCDE"
ANSWER, NOTE, EVIDENCE = "F", "G", "H"
WIDTHS = (8, 7, 18, 46, 34, 17, 40, 24)

ORDER = (AnswerValue.YES, AnswerValue.PARTIAL, AnswerValue.NO, AnswerValue.NA)


def words(phase: str) -> dict[AnswerValue, str]:
    """Answer → the word of the drop-down, in its order."""
    return {value: ANSWER_WORDS[Phase(phase)][value] for value in ORDER}


def asked_texts(line: Asked) -> tuple[str, str, str, str, str]:
    """What the cells A to E of a question's row say."""
    return (line.code, line.level, f"{line.label}　{line.caption}", line.prompt, line.ok_when)
