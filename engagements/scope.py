"""前提質問の答え → 規則: which clauses and items apply, how risky the work is, how often to look.

Pure functions over facts (question key → answer). What isn't known counts as yes, so that
ignorance never switches a protection off.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engagements.models import Engagement
from engagements.questions import BY_KEY, NO, QUESTIONS, UNKNOWN, YES, Question

__all__ = [
    "QUESTIONS",
    "Outcome",
    "Question",
    "Rhythm",
    "Risk",
    "evaluate",
    "facts_in",
    "facts_of",
    "rhythm_of",
    "risk_level",
]

Facts = Mapping[str, str]

CONDITION = re.compile(r"([a-z_]+)=([a-z0-9_|]+)")
HIGH, MIDDLE, LOW = "高", "中", "低"
# So many middling circumstances together make a high risk.
MANY = 5
ORDER_OF_PERSONS = ("up_to_100", "up_to_1000", "up_to_10000", "over_10000")
MIDDLING = (
    "sensitive",
    "cloud",
    "subcontract",
    "dispatched",
    "transport",
    "telework",
    "outside_disposal",
)


@dataclass(frozen=True)
class Outcome:
    """What a rule says of one engagement, and the sentence why."""

    applies: bool
    sentence: str


@dataclass(frozen=True)
class Rhythm:
    """How often to look: periodic reports and visits a year."""

    reports_per_year: int
    inspections_per_year: int


Risk = tuple[str, list[str]]


def facts_of(engagement: Engagement) -> dict[str, str]:
    """The answers of an engagement; one query. Questions without an answer are missing."""
    return dict(engagement.scope_answers.values_list("question", "value"))


def facts_in(rule: str) -> list[str]:
    """The questions that a rule asks, in its order."""
    return [match[1] for match in CONDITION.finditer(rule)]


def evaluate(rule: str, facts: Facts) -> Outcome:
    """Whether `rule` holds, and why as a Japanese sentence. An empty rule always holds.

    A rule is `fact=value`, with alternatives by | and conditions joined by ` or `.
    """
    if not rule:
        return Outcome(True, "")
    failed = []
    for match in CONDITION.finditer(rule):
        key, wanted = match[1], match[2].split("|")
        value = facts.get(key, "")
        words = f"「{_fact(key)}：{_words(key, value)}」"
        if value in wanted:
            return Outcome(True, f"{words}のため適用します。")
        if value in ("", UNKNOWN) and wanted != [NO]:
            return Outcome(True, f"{words}のため、当てはまるものとして適用します。")
        failed.append(words)
    return Outcome(False, f"{''.join(failed)}のため適用しません。")


def risk_level(facts: Facts) -> Risk:
    """高, 中 or 低, with the circumstances that make it so, gravest first.

    The grading is this product's default, not a rule of any law.
    """
    grave = _grave_reasons(facts)
    middling = [_reason(key, facts) for key in MIDDLING if _maybe(key, facts)]
    if facts.get("persons") == "up_to_10000":
        middling.insert(0, "対象者が1,000人を超えます。")
    if grave:
        return HIGH, grave + middling
    if len(middling) >= MANY:
        return HIGH, [f"リスクを高める事情が{len(middling)}つ重なっています。", *middling]
    if middling:
        return MIDDLE, middling
    return LOW, ["リスクを高める事情はありません。"]


def _grave_reasons(facts: Facts) -> list[str]:
    reasons = [_reason(key, facts) for key in ("my_number", "offshore") if _maybe(key, facts)]
    persons = facts.get("persons", UNKNOWN)
    if persons == "over_10000":
        reasons.append("対象者が1万人を超えます。")
    elif persons not in ORDER_OF_PERSONS:
        reasons.append("対象者の人数が分からないため、1万人を超えるものとして扱います。")
    if persons == "up_to_10000" and _maybe("sensitive", facts):
        reasons.append("1,000人を超える人の要配慮個人情報を取り扱います。")
    return reasons


def rhythm_of(facts: Facts) -> Rhythm:
    """Reports and visits a year by risk. One visit a year is the least, whatever the risk.

    Source: 個人情報保護委員会「個人情報の保護に関する法律についての事務対応ガイド
    （行政機関等向け）」4-8-9（別添）(3), at least once a year; the rest are defaults.
    """
    if facts.get("short_term") == YES:
        return Rhythm(reports_per_year=1, inspections_per_year=1)
    level, _ = risk_level(facts)
    return {HIGH: Rhythm(4, 2), MIDDLE: Rhythm(2, 1), LOW: Rhythm(1, 1)}[level]


def _maybe(key: str, facts: Facts) -> bool:
    """Yes, or not known."""
    return facts.get(key, UNKNOWN) != NO


def _reason(key: str, facts: Facts) -> str:
    if facts.get(key) == YES:
        return f"「{_fact(key)}」に当てはまります。"
    return f"「{_fact(key)}」かどうかが分からないため、当てはまるものとして扱います。"


def _fact(key: str) -> str:
    return BY_KEY[key].fact if key in BY_KEY else key


def _words(key: str, value: str) -> str:
    return BY_KEY[key].words(value) if key in BY_KEY else value or "未回答"
