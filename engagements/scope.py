"""前提質問の答え → 規則: which clauses and items apply, how risky the work is, how often to look.

Pure functions over facts (question key → answer). What isn't known counts as yes, so that
ignorance never switches a protection off.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engagements.models import Engagement, Procurement
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
    "is_small_purchase",
    "proposed_preset",
    "rhythm_of",
    "risk_level",
    "weighty",
]

Facts = Mapping[str, str]

CONDITION = re.compile(r"([a-z_]+)=([a-z0-9_|]+)")
HIGH, MIDDLE, LOW = "高", "中", "低"
# Stands in every reason that rests on what isn't known yet.
UNSURE = "分からないため、"
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
STANDARD, SMALL, FULL = "standard", "small", "full"
# 少額: 施行令第167条の2第1項第1号.
SMALL_GROUND = 1
# What makes the 21 items too few, however small the price.
TOO_MUCH_FOR_SMALL = ("sensitive", "cloud")
FEW_PERSONS = ("up_to_100", "up_to_1000")


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


@dataclass(frozen=True)
class PresetProposal:
    """The key of the preset that the rules propose, and the sentence why."""

    key: str
    sentence: str


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


def weighty(facts: Facts) -> set[str]:
    """The questions whose answers raise the risk, by themselves or together with others."""
    found = {key for key in ("my_number", "offshore", *MIDDLING) if _maybe(key, facts)}
    return found if facts.get("persons") in FEW_PERSONS else found | {"persons"}


def _grave_reasons(facts: Facts) -> list[str]:
    reasons = [_reason(key, facts) for key in ("my_number", "offshore") if _maybe(key, facts)]
    persons = facts.get("persons", UNKNOWN)
    if persons == "over_10000":
        reasons.append("対象者が1万人を超えます。")
    elif persons not in ORDER_OF_PERSONS:
        reasons.append(f"対象者の人数が{UNSURE}1万人を超えるものとして扱います。")
    if persons == "up_to_10000" and _maybe("sensitive", facts):
        reasons.append("1,000人を超える人の要配慮個人情報を取り扱います。")
    return reasons


def rhythm_of(facts: Facts, level: str = "") -> Rhythm:
    """Reports and visits a year by risk: `level` where a person set it, else that of the rules.

    One visit a year is the least, whatever the risk. Source: 個人情報保護委員会「個人情報の保護に
    関する法律についての事務対応ガイド（行政機関等向け）」4-8-9（別添）(3), at least once a year;
    the rest are defaults.
    """
    if facts.get("short_term") == YES:
        return Rhythm(reports_per_year=1, inspections_per_year=1)
    level = level or risk_level(facts)[0]
    return {HIGH: Rhythm(4, 2), MIDDLE: Rhythm(2, 1), LOW: Rhythm(1, 1)}[level]


def is_small_purchase(engagement: Engagement) -> bool:
    """見積合せ, or a 随意契約 because the sum is small."""
    if engagement.procurement == Procurement.QUOTATION:
        return True
    return (
        engagement.procurement == Procurement.NEGOTIATED
        and engagement.negotiated_ground == SMALL_GROUND
    )


def proposed_preset(facts: Facts, level: str, *, small_purchase: bool) -> PresetProposal:
    """完全 for a high risk; 少額・単発 for a small purchase that stays small; else 標準.

    Source: the product's rule that small quotation contracts (見積合せ・随意契約) take the preset
    of 21 items; what makes a purchase too grave for it is what the shipped preset says of
    itself. All are defaults, of no law.
    """
    if level == HIGH:
        return PresetProposal(FULL, "リスクが「高」のため、推奨の項目まで確かめます。")
    if not small_purchase:
        return PresetProposal(
            STANDARD, "リスクが「高」ではなく、見積合せなどの少額の契約でもないためです。"
        )
    grave = [_reason(key, facts) for key in TOO_MUCH_FOR_SMALL if _maybe(key, facts)]
    if facts.get("persons", UNKNOWN) not in FEW_PERSONS:
        grave.append("対象者が1,000人以下とはいえません。")
    if grave:
        return PresetProposal(STANDARD, f"少額の契約ですが、{grave[0]}")
    return PresetProposal(SMALL, f"見積合せなどの少額の契約で、リスクが「{level}」のためです。")


def _maybe(key: str, facts: Facts) -> bool:
    """Yes, or not known."""
    return facts.get(key, UNKNOWN) != NO


def _reason(key: str, facts: Facts) -> str:
    if facts.get(key) == YES:
        return f"「{_fact(key)}」に当てはまります。"
    return f"「{_fact(key)}」かどうかが{UNSURE}当てはまるものとして扱います。"


def _fact(key: str) -> str:
    return BY_KEY[key].fact if key in BY_KEY else key


def _words(key: str, value: str) -> str:
    return BY_KEY[key].words(value) if key in BY_KEY else value or "未回答"
