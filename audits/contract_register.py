"""委託先管理台帳: what is known of each engagement of a 年度, for the screen and the paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min

from audits.models import Finding, Inspection
from engagements.models import Contract, Engagement, ScopeAnswer
from engagements.models.engagement import EngagementQuerySet
from engagements.questions import NO, QUESTIONS, UNKNOWN, YES

# The scope questions that the register tells the answers to.
ASKED = ("my_number", "persons", "subcontract")
NOT_KNOWN = "―"
_QUESTIONS = {question.key: question for question in QUESTIONS}
_WORDS = {
    "my_number": {YES: "有", NO: "無", UNKNOWN: "不明"},
    "subcontract": {YES: "見込み有", NO: "無", UNKNOWN: "不明"},
}


@dataclass(frozen=True)
class RegisterRow:
    """One engagement. What comes from the contract is None until there is one."""

    engagement: Engagement
    contract: Contract | None
    answers: dict[str, str]
    next_inspection: date | None
    open_findings: int

    @property
    def period(self) -> tuple[date | None, date | None]:
        """履行期間: the contract's, before it the planned one."""
        source = self.contract or self.engagement
        return source.period_from, source.period_to

    @property
    def amount(self) -> int | None:
        """契約金額."""
        return self.contract.amount if self.contract else None

    @property
    def firm(self) -> str:
        """The contractor as the contract names it; ― without a contract."""
        return self.contract.contractor_name if self.contract else NOT_KNOWN

    @property
    def my_number(self) -> str:
        """個人番号の有無, as the scope answers say."""
        return _WORDS["my_number"].get(self.answers.get("my_number", ""), NOT_KNOWN)

    @property
    def persons(self) -> str:
        """本人の数, as the scope answers say."""
        value = self.answers.get("persons", "")
        if value == UNKNOWN:
            return "不明"
        return _QUESTIONS["persons"].words(value) if value else NOT_KNOWN

    @property
    def subcontract(self) -> str:
        """Whether sub-contracting was expected when the scope was answered."""
        return _WORDS["subcontract"].get(self.answers.get("subcontract", ""), NOT_KNOWN)

    @property
    def edition(self) -> str:
        """The number of the edition, e.g. 第1版."""
        edition = self.engagement.edition
        return f"第{edition.number}版" if edition else NOT_KNOWN


@dataclass(frozen=True)
class Total:
    """The sums of one department, or of all."""

    name: str
    engagements: int
    contracts: int
    amount: int
    my_number: int
    open_findings: int


def register_rows(engagements: EngagementQuerySet) -> list[RegisterRow]:
    """A row for each engagement, in the order given; five queries however many there are.

    The next round is the earliest planned one that is not concluded. Rounds and findings
    are looked up for the contracts of these engagements, whom the caller may see.
    """
    rows = list(engagements.select_related("department", "edition"))
    keys = [row.pk for row in rows]
    contracts = {one.engagement_id: one for one in Contract.objects.filter(engagement__in=keys)}
    answers: dict[int, dict[str, str]] = {}
    asked = ScopeAnswer.objects.filter(engagement__in=keys, question__in=ASKED)
    for engagement, question, value in asked.values_list("engagement_id", "question", "value"):
        answers.setdefault(engagement, {})[question] = value
    rounds = _by_engagement(keys)
    findings = dict(
        Finding.objects.filter(contract__engagement__in=keys, closed_at=None)
        .values_list("contract__engagement_id")
        .annotate(Count("pk"))
        .order_by()
    )
    return [
        RegisterRow(
            engagement=row,
            contract=contracts.get(row.pk),
            answers=answers.get(row.pk, {}),
            next_inspection=rounds.get(row.pk),
            open_findings=findings.get(row.pk, 0),
        )
        for row in rows
    ]


def _by_engagement(keys: list[int]) -> dict[int, date]:
    rounds = Inspection.objects.filter(contract__engagement__in=keys, concluded_at=None)
    return dict(
        rounds.values_list("contract__engagement_id").annotate(Min("planned_on")).order_by()
    )


def totals(rows: Sequence[RegisterRow]) -> list[Total]:
    """The sums by department in the order of the rows, and of all at the end."""
    groups: dict[str, list[RegisterRow]] = {}
    for row in rows:
        groups.setdefault(row.engagement.department.name, []).append(row)
    return [*(_total(name, group) for name, group in groups.items()), _total("合計", rows)]


def _total(name: str, rows: Sequence[RegisterRow]) -> Total:
    return Total(
        name=name,
        engagements=len(rows),
        contracts=sum(row.contract is not None for row in rows),
        amount=sum(row.amount or 0 for row in rows),
        my_number=sum(row.answers.get("my_number") == YES for row in rows),
        open_findings=sum(row.open_findings for row in rows),
    )
