"""The rows of a check table, as the page and the paper show them."""

from collections import defaultdict
from dataclasses import dataclass, field

from accounts.actors import Actor
from accounts.respondents import Respondent
from checklists.labels import labels_for
from checklists.models import (
    ANSWER_WORDS,
    Answer,
    AnswerValue,
    CheckItem,
    Checklist,
    Evidence,
    Judgement,
    Phase,
    Verdict,
)
from common.errors import Refused
from common.templatetags.dates import wareki_time
from specs.models import Clause, long_fields

# What css and script call the state of a row.
STATES = {
    AnswerValue.UNANSWERED: "open",
    AnswerValue.YES: "ok",
    AnswerValue.PARTIAL: "part",
    AnswerValue.NO: "no",
    AnswerValue.NA: "na",
}
VERDICT_STATES = {
    Verdict.UNSEEN: "open",
    Verdict.FIT: "ok",
    Verdict.CORRECT: "part",
    Verdict.UNFIT: "no",
}


class Sealed(Refused):
    """Somebody of the municipality asked for answers that are not opened yet."""

    def __init__(self, checklist: Checklist) -> None:
        until = wareki_time(checklist.opens_at) if checklist.opens_at else ""
        super().__init__(
            f"提出期限（{until}）を過ぎて開封するまで、職員は回答を見ることができません。"
        )


@dataclass
class Row:
    """One item of a table with its answer, and its verdict once there is one."""

    item: CheckItem
    label: str
    phase: str
    answer: Answer
    judgement: Judgement | None = None
    opens_clause: bool = False
    files: list[Evidence] = field(default_factory=list)

    @property
    def clause(self) -> Clause:
        """The clause that the item is paired with."""
        return self.item.clause

    @property
    def prompt(self) -> str:
        """The question as asked in this phase."""
        return self.item.prompt(self.phase)

    @property
    def value_words(self) -> str:
        """The answer in words."""
        return ANSWER_WORDS[Phase(self.phase)][AnswerValue(self.answer.value)]

    @property
    def state(self) -> str:
        """open, ok, part, no or na."""
        return STATES[AnswerValue(self.answer.value)]

    @property
    def verdict_words(self) -> str:
        """The verdict in words."""
        return str(Verdict(self.judgement.verdict).label) if self.judgement else ""

    @property
    def verdict_state(self) -> str:
        """open, ok, part or no."""
        return VERDICT_STATES[Verdict(self.judgement.verdict)] if self.judgement else "open"


def table_rows(checklist: Checklist, *, reader: Actor | None = None) -> list[Row]:
    """Every row in order; the same number of queries for any number of items.

    `reader` None is the municipality itself (its documents), which like any member of staff
    reads no sealed answer. Raises Sealed for who may not read the answers yet.
    """
    if checklist.is_sealed and not isinstance(reader, Respondent):
        raise Sealed(checklist)
    labels = labels_for(checklist.context, checklist.edition)
    judgements = {row.item_id: row for row in Judgement.objects.filter(checklist=checklist)}
    answers = (
        Answer.objects.filter(checklist=checklist)
        .select_related("item__clause")
        .defer(*long_fields("item__clause"))
    )
    files = files_by_item(checklist)
    rows = []
    clause_id = None
    for answer in answers.order_by("position"):
        item = answer.item
        rows.append(
            Row(
                item,
                labels[item.clause.key],
                checklist.phase,
                answer,
                judgements.get(item.pk),
                opens_clause=item.clause_id != clause_id,
                files=files[item.pk],
            )
        )
        clause_id = item.clause_id
    return rows


def files_by_item(checklist: Checklist) -> dict[int | None, list[Evidence]]:
    """Files by the item they stand beside; None for those of the whole table. One query."""
    found: dict[int | None, list[Evidence]] = defaultdict(list)
    for evidence in Evidence.objects.filter(checklist=checklist).order_by("pk"):
        found[evidence.item_id].append(evidence)
    return found


@dataclass(frozen=True)
class Saved:
    """What a save changes in its row on the screen. With an `error` nothing was saved.

    `counted` names what the bar above the table counts.
    """

    item_id: int
    revision: int
    state: str
    words: str
    counted: str
    error: str = ""

    @classmethod
    def answer(cls, answer: Answer, phase: str, error: str = "") -> "Saved":
        """Of an answer, as it is stored."""
        value = AnswerValue(answer.value)
        words = ANSWER_WORDS[Phase(phase)][value]
        return cls(answer.item_id, answer.revision, STATES[value], words, "回答済み", error)

    @classmethod
    def judgement(cls, judgement: Judgement, error: str = "") -> "Saved":
        """Of a verdict, as it is stored."""
        verdict = Verdict(judgement.verdict)
        state, words = VERDICT_STATES[verdict], str(verdict.label)
        return cls(judgement.item_id, judgement.revision, state, words, "判定済み", error)


def answer_choices(phase: str) -> list[tuple[str, str, bool]]:
    """(value, word, whether a reason is needed) in the order of the keys 1 to 4."""
    words = ANSWER_WORDS[Phase(phase)]
    order = (AnswerValue.YES, AnswerValue.PARTIAL, AnswerValue.NO, AnswerValue.NA)
    return [(value.value, words[value], value != AnswerValue.YES) for value in order]
