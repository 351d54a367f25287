"""The answers that the fields of a form hold, and what is wrong with them."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from checklists.actions.answers import NEEDS_REASON
from checklists.actions.lifecycle import FILLED_BY_LIMIT
from checklists.replies import form_names as names
from checklists.replies.form_page import words_of
from checklists.replies.questionnaire import Asked, GivenAnswer, Questionnaire
from checklists.replies.reply import Fault
from checklists.typed import EVIDENCE_LIMIT, NOTE_LIMIT, tidy
from common.dates import parse_date

FILLED_BY, FILLED_ON, APPROVED_BY = "記入者氏名", "記入日", "責任者氏名"
NOTE, EVIDENCE, ANSWER = "理由・条件", "根拠資料", "回答"
# Control characters but tab and line ends, marks that turn the direction of writing, halves of
# surrogate pairs.
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
LINE_ENDS = re.compile(r"\s*\n\s*")
DATE_SHOWN = 40


class AnswersOfForm:
    """Reads fields one after another; `faults` are all that was wrong with them."""

    def __init__(self, content: dict[str, Any], questionnaire: Questionnaire) -> None:
        self.fields: dict[str, dict[str, Any]] = content["fields"]
        self.redraw: bool = content["redraw"]
        self.questionnaire = questionnaire
        self.words = dict(words_of(questionnaire))
        self.faults: list[Fault] = []
        self.read: set[str] = set()

    def filled_by(self) -> str:
        """記入者氏名."""
        name = self._text(names.FILLED_BY, FILLED_BY, FILLED_BY, FILLED_BY_LIMIT)
        if name == "":
            self._fault(names.FILLED_BY, FILLED_BY, "記入してください。")
        return _one_line(name)

    def approved_by(self) -> str:
        """責任者氏名."""
        name = self._text(names.APPROVED_BY, APPROVED_BY, APPROVED_BY, FILLED_BY_LIMIT)
        if name == "":
            self._fault(names.APPROVED_BY, APPROVED_BY, "記入してください。")
        return _one_line(name)

    def filled_on(self, today: date) -> date | None:
        """記入日, not later than today."""
        text = self._text(names.FILLED_ON, FILLED_ON, FILLED_ON, DATE_SHOWN)
        if text is None:
            return None
        if not text:
            self._fault(names.FILLED_ON, FILLED_ON, "記入してください（例：令和8年4月1日）。")
            return None
        try:
            day = parse_date(text)
        except ValueError as error:
            self._fault(names.FILLED_ON, FILLED_ON, str(error))
            return None
        if day > today:
            self._fault(
                names.FILLED_ON,
                FILLED_ON,
                "先の日付になっています。実際に記入した日を記入してください。",
            )
        return day

    def answer(self, asked: Asked) -> GivenAnswer:
        """The answer to one question."""
        code = asked.code
        value = self._choice(names.value_name(code), code)
        note = self._text(names.note_name(code), code, NOTE, NOTE_LIMIT)
        evidence = self._text(names.evidence_name(code), code, EVIDENCE, EVIDENCE_LIMIT)
        if value in NEEDS_REASON and note == "":
            self._fault(
                names.note_name(code),
                code,
                f"「{self.words[value]}」と答えるときは、理由又は条件を「{NOTE}」に記入してください。",
            )
        return GivenAnswer(code, value, note or "", _one_line(evidence))

    def check_nothing_else(self, known: Sequence[str]) -> None:
        """A field that the form never had may hold an answer that nobody would read."""
        for name in sorted(self.fields.keys() - self.read - set(known)):
            page = self.fields[name].get("page", 0)
            shown = CONTROL.sub("", name)[:40]
            self.faults.append(
                Fault(
                    f"{page}ページ" if page else "",
                    f"配布した回答票にない入力欄「{shown}」があります。配布した回答票に入力し直して"
                    "ください。",
                )
            )

    def _choice(self, name: str, code: str) -> str:
        """The state that is ticked, "" after a fault."""
        field = self._field(name, code, ANSWER, "Btn")
        if field is None:
            return ""
        value, shown = field["value"], field["shown"]
        states = {*shown, value} - {""}
        if unknown := sorted(states - set(names.STATES)):
            text = CONTROL.sub("", "、".join(unknown))[:40]
            self._fault(name, code, f"回答の値「{text}」は使えません。回答を選び直してください。")
        elif len(shown) > 1:
            self._fault(name, code, "回答が二つ以上選ばれています。一つだけ選んでください。")
        elif not states:
            self._fault(name, code, "回答が選ばれていません。一つ選んでください。")
        elif shown != [value] and not (self.redraw and not shown):
            self._fault(
                name,
                code,
                "画面に表れる回答と、ファイルに記録された回答が異なります。回答を選び直して保存して"
                "ください。",
            )
        else:
            return str(value)
        return ""

    def _text(self, name: str, place: str, label: str, limit: int) -> str | None:
        """A tidied text, None after a fault."""
        field = self._field(name, place, label, "Tx")
        if field is None:
            return None
        text = field["text"]
        subject = "" if place == label else f"「{label}」の"
        if text is None or CONTROL.search(text):
            self._fault(
                name,
                place,
                f"{subject}文章に、読み取れない文字（制御文字など）が含まれています。入力し直して"
                "ください。",
            )
            return None
        text = tidy(text)
        if len(text) > limit:
            self._fault(
                name,
                place,
                f"{subject}文章は{limit:,}字以内で記入してください（現在{len(text):,}字）。",
            )
            return None
        return text

    def _field(self, name: str, place: str, label: str, kind: str) -> dict[str, Any] | None:
        self.read.add(name)
        field = self.fields.get(name)
        if field is None:
            self._fault(
                name,
                place,
                f"「{label}」の入力欄がありません。配布した回答票に入力し直してください。",
            )
        elif field["kind"] != kind or field["count"] != 1:
            self._fault(
                name,
                place,
                f"「{label}」の入力欄が作り替えられています。配布した回答票に入力し直してください。",
            )
            return None
        return field

    def _fault(self, name: str, place: str, text: str) -> None:
        page = self.fields.get(name, {}).get("page", 0)
        self.faults.append(Fault(f"{page}ページ {place}" if page else place, text))


def _one_line(text: str | None) -> str:
    return LINE_ENDS.sub("　", text or "")
