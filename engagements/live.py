"""答えの効果: what answers come to before they are saved, all together and one by one.

Nothing is written. Each answer is compared with the opposite one under the same other answers.
"""

from collections import Counter
from dataclasses import dataclass

from checklists.models import Preset
from engagements.approvals import Approval, approvals_for
from engagements.grading import Grading, grading_of, preset_for, preset_proposal
from engagements.models import Engagement, Override
from engagements.questions import NO, QUESTIONS, UNKNOWN, YES, Question
from engagements.rulebook import Rulebook, Standing
from engagements.scope import UNSURE, Facts, PresetProposal, Rhythm, rhythm_of, risk_level, weighty

# Reasons that the panel has room for.
REASONS = 5


@dataclass(frozen=True)
class Effect:
    """What one answer does. `lead` says why (empty where none is given); each of `lines` is one
    thing that it switches."""

    question: Question
    lead: str
    lines: list[str]


@dataclass(frozen=True)
class Panel:
    """What all answers come to. `unanswered` and `unknown` count as yes until they are known."""

    grading: Grading
    standing: Standing
    counts: list[tuple[str, int]]
    approvals: list[Approval]
    proposal: PresetProposal
    proposed: Preset | None
    preset: Preset
    unanswered: int
    unknown: int
    omitted: list[str]

    @property
    def known_reasons(self) -> list[str]:
        """Why the risk is what it is, without what is only not known yet; the gravest first."""
        return [reason for reason in self.grading.reasons if UNSURE not in reason]

    @property
    def reasons(self) -> list[str]:
        """Those that there is room for."""
        return self.known_reasons[:REASONS]

    @property
    def more_reasons(self) -> int:
        """How many more there are."""
        return len(self.known_reasons) - len(self.reasons)

    @property
    def differs(self) -> bool:
        """Whether the chosen preset is not the proposed one."""
        return self.proposed is not None and self.proposed.key != self.preset.key


class LiveScope:
    """The answers as they stand on the screen, under an edition's rules; no queries.

    `preset` is the chosen one (None: the proposed one), `risk` the level a person chose ("":
    that of the rules), `presets` those of the edition.
    """

    def __init__(
        self,
        engagement: Engagement,
        rules: Rulebook,
        facts: Facts,
        *,
        presets: list[Preset],
        preset: Preset | None,
        risk: str = "",
    ) -> None:
        self.rules, self.facts = rules, facts
        grading = grading_of(engagement, facts=facts, overrides={})
        if risk and risk != grading.proposed:
            chosen = Override(subject=Override.Subject.RISK, proposed=grading.proposed, chosen=risk)
            grading = Grading(facts, grading.proposed, grading.reasons, chosen)
        self.grading = grading
        self.proposal = preset_proposal(engagement, facts, grading.level)
        self.proposed = preset_for(self.proposal, presets)
        preset = preset or self.proposed
        if preset is None:
            raise ValueError("an edition without presets has no outcome")
        self.preset = preset
        self.now = rules.standing(facts, self.preset)

    def panel(self) -> Panel:
        """What all answers come to."""
        return Panel(
            grading=self.grading,
            standing=self.now,
            counts=self.rules.counts(self.now.items),
            approvals=approvals_for(self.facts, self.now.kept),
            proposal=self.proposal,
            proposed=self.proposed,
            preset=self.preset,
            unanswered=sum(question.key not in self.facts for question in QUESTIONS),
            unknown=sum(value == UNKNOWN for value in self.facts.values()),
            omitted=[c.caption for c in self.rules.clauses if c.key in self.now.omitted],
        )

    def effects(self) -> list[Effect]:
        """One an answer, in the order of the questions."""
        return [self._effect(question) for question in QUESTIONS]

    def _effect(self, question: Question) -> Effect:
        value = self.facts.get(question.key, "")
        if not value:
            return Effect(question, "", [])
        words = f"「{question.fact}：{question.words(value)}」"
        least = value == _least(question)
        lines = self._difference(
            question, _greatest(question) if least else _least(question), reverse=least
        )
        if not lines:
            return Effect(
                question, "今のほかの答えの下では、この答えで変わるものはありません。", []
            )
        counted = "当てはまるものとして、" if value == UNKNOWN else ""
        return Effect(question, f"{words}のため、{counted}次のようになります。", lines)

    def _difference(self, question: Question, other: str, *, reverse: bool) -> list[str]:
        """What the answer adds to what `other` comes to; `reverse`: what it leaves out."""
        facts = {**self.facts, question.key: other}
        there = self.rules.standing(facts, self.preset)
        more, less = (there, self.now) if reverse else (self.now, there)
        lines = self._clause_lines(more, less, reverse) + self._item_lines(more, less, reverse)
        if not reverse:
            lines += self._locked_lines(there) + self._back_lines(there)
            lines += self._approval_lines(facts, there)
        return lines + self._risk_lines(question, facts, reverse)

    def _clause_lines(self, more: Standing, less: Standing, reverse: bool) -> list[str]:
        verb = "置きません" if reverse else "置きます"
        items = Counter(self.rules.by_code[code].clause.key for code in more.items - less.items)
        return [
            f"「{clause.caption}」の条（確認項目{items[clause.key]}件）を{verb}。"
            for clause in self.rules.clauses
            if clause.key in more.kept - less.kept
        ]

    def _item_lines(self, more: Standing, less: Standing, reverse: bool) -> list[str]:
        """Items of clauses that stand either way."""
        items = [self.rules.by_code[code] for code in more.items - less.items]
        counts = Counter(i.clause.key for i in items if i.clause.key not in more.kept - less.kept)
        verb = "聞きません" if reverse else "加えます"
        return [
            f"「{clause.caption}」の条の確認項目を{counts[clause.key]}件{verb}。"
            for clause in self.rules.clauses
            if clause.key in counts
        ]

    def _locked_lines(self, there: Standing) -> list[str]:
        locked = [c.caption for c in self.rules.clauses if c.key in self.now.locked - there.locked]
        return [f"次の条が外せなくなります：{'、'.join(locked)}。"] if locked else []

    def _back_lines(self, there: Standing) -> list[str]:
        """What a yes takes away, as a rule that asks for a no would have it."""
        gone = [c.caption for c in self.rules.clauses if c.key in there.kept - self.now.kept]
        return [f"「{caption}」の条を置きません。" for caption in gone]

    def _approval_lines(self, facts: Facts, there: Standing) -> list[str]:
        before = approvals_for(facts, there.kept)
        now = approvals_for(self.facts, self.now.kept)
        return [f"承認：{approval.what}" for approval in now if approval not in before]

    def _risk_lines(self, question: Question, facts: Facts, reverse: bool) -> list[str]:
        """How the risk and the rhythm would differ, by the rules."""
        here, (there, _) = self.grading.proposed, risk_level(facts)
        lines = []
        if here != there:
            lines.append(
                f"リスクは「{here}」です（「{question.words(facts[question.key])}」なら「{there}」）。"
            )
        elif not reverse and question.key in weighty(self.facts):
            lines.append("リスクを高める事情に数えます。")
        now, then = self.grading.rhythm, _rhythm(self.grading, facts)
        if now != then:
            lines.append(
                f"実施状況確認は年{now.inspections_per_year}回以上、定期報告は年"
                f"{now.reports_per_year}回です（「{question.words(facts[question.key])}」なら"
                f"年{then.inspections_per_year}回以上、年{then.reports_per_year}回）。"
            )
        return lines


def _rhythm(grading: Grading, facts: Facts) -> Rhythm:
    """The rhythm of other answers, under the level a person set if one did."""
    return rhythm_of(facts, grading.override.chosen if grading.override else "")


def _least(question: Question) -> str:
    """The answer that switches least on: いいえ, or the fewest persons."""
    return NO if question.kind == "yes_no" else question.choices[0][0]


def _greatest(question: Question) -> str:
    """The answer that switches most on: はい, or the most persons."""
    return YES if question.kind == "yes_no" else question.choices[-2][0]
