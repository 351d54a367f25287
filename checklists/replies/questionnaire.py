"""What a firm is asked: the one list of what leaves the house, and its fingerprint."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from checklists.models import CheckItem
from common.canonical import dumps, sha256_hex

FINGERPRINT_LENGTH = 16


@dataclass(frozen=True)
class Asked:
    """One question as a firm sees it.

    These fields are the allow-list of what a firm may see of a check item. How staff look, good
    and bad examples, who verifies, weights and verdicts are not among them and never leave.
    """

    code: str
    level: str
    label: str
    caption: str
    prompt: str
    ok_when: str
    evidence: str

    @classmethod
    def of(cls, item: CheckItem, label: str, phase: str) -> "Asked":
        """The question of `item` in `phase`, under the number `label` of its clause."""
        return cls(
            code=item.code,
            level=item.level,
            label=label,
            caption=item.clause.caption,
            prompt=item.prompt(phase),
            ok_when=item.ok_when,
            evidence=item.evidence,
        )


@dataclass(frozen=True)
class GivenAnswer:
    """One answer as a firm wrote it. `value` is one of AnswerValue, "" when unanswered."""

    code: str
    value: str = ""
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Questionnaire:
    """A check table to be filled in, with what stands above it.

    `respondent` and `reference` are empty in the blank one of the bid pack; `reference` names
    the bid whose table it is. `answers` are those already given, by item code.
    """

    municipality: str
    case: str
    number: str
    edition: str
    edition_sha256: str
    phase: str
    lines: tuple[Asked, ...]
    deadline: str = ""
    contact: str = ""
    respondent: str = ""
    reference: str = ""
    answers: dict[str, GivenAnswer] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits over the edition and every question, in order.

        A file that carries another one asks something else and is not taken back. Whose answers
        it holds, and the deadline, make no difference.
        """
        asked = {
            "number": self.number,
            "edition": self.edition_sha256,
            "phase": self.phase,
            "lines": [asdict(line) for line in self.lines],
        }
        return sha256_hex(dumps(asked))[:FINGERPRINT_LENGTH]

    def answer_to(self, code: str) -> GivenAnswer:
        """What was answered so far, an empty answer when nothing was."""
        return self.answers.get(code) or GivenAnswer(code)


def lines_for(items: Sequence[CheckItem], labels: dict[str, str], phase: str) -> tuple[Asked, ...]:
    """The questions of `items` (with their clauses loaded), numbered by clause key → label."""
    return tuple(Asked.of(item, labels.get(item.clause.key, ""), phase) for item in items)
