"""What came back: answers, or every fault with its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from checklists.replies.questionnaire import GivenAnswer
from common.errors import Refused


@dataclass(frozen=True)
class Reply:
    """A filled table, complete: one answer for each question, in the order they were asked.

    `reference` is that of the questionnaire the file was made from ("" from the bid pack).
    """

    answers: tuple[GivenAnswer, ...]
    filled_by: str
    filled_on: date | None
    approved_by: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong at one place of a file, e.g. 「確認表」F12."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}：{self.text}" if self.place else self.text


class FileRefused(Refused):
    """Nothing of a file was taken. `faults` are all that stands in the way, each with its place."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__(str(fault) for fault in faults)
