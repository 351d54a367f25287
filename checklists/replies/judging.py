"""Whether what a file says makes a whole reply: the same rules for every kind of file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from checklists.actions.answers import NEEDS_REASON
from checklists.actions.lifecycle import FILLED_BY_LIMIT
from checklists.models import ANSWER_WORDS, AnswerValue, Phase
from checklists.replies.questionnaire import GivenAnswer, Questionnaire
from checklists.replies.reply import Fault, FileRefused, Reply
from checklists.typed import EVIDENCE_LIMIT, NOTE_LIMIT
from common.dates import parse_date

# A text and where it stood.
Placed = tuple[str, str]


@dataclass(frozen=True)
class Given:
    """One answer as it stood in the file, with the places of value, note and evidence."""

    code: str
    value: str
    note: str
    evidence: str
    places: tuple[str, ...]


def judge(
    questionnaire: Questionnaire,
    given: Sequence[Given],
    *,
    filled_by: Placed,
    filled_on: Placed,
    approved_by: Placed,
    reference: str,
    today: date,
) -> Reply:
    """The reply. Raises FileRefused with every fault: an answer or a name that is missing, a
    reason that is missing, a text that is too long, a day that is none or is to come."""
    faults: list[Fault] = []
    day = _day(filled_on, today, faults)
    for (text, place), word in ((filled_by, "記入者"), (approved_by, "責任者")):
        if not text:
            faults.append(Fault(place, f"{word}の部署・役職・氏名を記入してください。"))
        faults += _too_long(text, FILLED_BY_LIMIT, word, place)
    for answer in given:
        faults += _faults_of(answer, questionnaire.phase)
    if faults:
        raise FileRefused(faults)
    return Reply(
        answers=tuple(GivenAnswer(a.code, a.value, a.note, a.evidence) for a in given),
        filled_by=filled_by[0],
        filled_on=day,
        approved_by=approved_by[0],
        reference=reference,
    )


def _day(filled_on: Placed, today: date, faults: list[Fault]) -> date | None:
    text, place = filled_on
    if not text:
        faults.append(Fault(place, "記入日を記入してください。"))
        return None
    try:
        day = parse_date(text)
    except ValueError as error:
        faults.append(Fault(place, str(error)))
        return None
    if day > today:
        faults.append(
            Fault(place, "記入日が先の日付になっています。実際に記入した日にしてください。")
        )
    return day


def _faults_of(answer: Given, phase: str) -> list[Fault]:
    at_value, at_note, at_evidence = answer.places
    faults = []
    words = ANSWER_WORDS[Phase(phase)]
    if not answer.value:
        faults.append(Fault(at_value, f"{answer.code}に回答してください。"))
    elif answer.value not in AnswerValue.values:
        faults.append(
            Fault(at_value, f"{answer.code}の「{answer.value[:20]}」は回答の選択肢にありません。")
        )
    elif answer.value in NEEDS_REASON and not answer.note:
        word = words[AnswerValue(answer.value)]
        faults.append(
            Fault(at_note, f"{answer.code}を「{word}」とするときは、理由又は条件を書いてください。")
        )
    faults += _too_long(answer.note, NOTE_LIMIT, "理由・条件", at_note)
    faults += _too_long(answer.evidence, EVIDENCE_LIMIT, "根拠資料", at_evidence)
    return faults


def _too_long(text: str, limit: int, word: str, place: str) -> list[Fault]:
    if len(text) <= limit:
        return []
    return [Fault(place, f"{word}は{limit:,}字以内で書いてください（現在{len(text):,}字）。")]
