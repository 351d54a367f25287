"""Saving answers: one row at a time as a person fills, or the whole table at once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.actors import Actor, user_of
from accounts.permissions import Permission, require
from checklists.locking import lock_answer, lock_open
from checklists.models import ANSWER_WORDS, COUNTERS, Answer, AnswerValue, Checklist, Phase
from checklists.refusals import RowsRefused
from checklists.typed import EVIDENCE_LIMIT, NOTE_LIMIT, check_length, tidy
from common.errors import Refused, Stale
from common.templatetags.dates import wareki_time
from ledger.actions import record

WRITTEN = [
    "value",
    "note",
    "evidence",
    "reused_on",
    "revision",
    "answered_at",
    "answered_by",
    "answered_as",
]
NEEDS_REASON = (AnswerValue.PARTIAL, AnswerValue.NO, AnswerValue.NA)


@dataclass(frozen=True)
class _Content:
    """What an answer says."""

    value: str
    note: str
    evidence: str

    @classmethod
    def of(cls, answer: Answer) -> "_Content":
        return cls(answer.value, answer.note, answer.evidence)

    def words(self, phase: str) -> str:
        """In one line, as a conflict shows it."""
        parts = (
            ANSWER_WORDS[Phase(phase)][AnswerValue(self.value)],
            self.note and f"理由・条件：{self.note}",
            self.evidence and f"根拠資料：{self.evidence}",
        )
        return "　".join(str(part) for part in parts if part)


@transaction.atomic
def save_answer(
    checklist_id: int,
    item_id: int,
    *,
    value: str,
    note: str,
    evidence: str,
    revision: int,
    by: Actor,
    at: datetime,
) -> Answer:
    """Save one answer if nobody has saved it since `revision` was read.

    The event tells the item and the revision, never the value: answers may be sealed. Sending
    the same content again changes and records nothing. Raises Stale, with both texts, who and
    when; Refused for a submitted or foreign table, an unknown value or a missing reason;
    Answer.DoesNotExist for an item that the table doesn't ask.
    """
    require(by, Permission.CHECKLIST_FILL)
    answer = lock_answer(checklist_id, item_id, by, at)
    checklist = answer.checklist
    new = _Content(value, tidy(note), tidy(evidence))
    _check(new, checklist.phase)
    if new == _Content.of(answer):
        return answer
    _store(answer, new, revision, by, at)
    record(
        "checklists.answer_saved",
        subject=checklist,
        by=by,
        at=at,
        context_key=checklist.context,
        item=answer.item.code,
        revision=answer.revision,
    )
    return answer


@transaction.atomic
def save_answers(
    checklist: Checklist, rows: Sequence[dict[str, Any]], *, by: Actor, at: datetime
) -> int:
    """Save a whole table at once, all rows or none; how many changed.

    Each row has item_id, value, note, evidence, revision. Raises RowsRefused with the refusal
    of each item that can't be saved, Refused for a submitted or foreign table.
    """
    require(by, Permission.CHECKLIST_FILL)
    checklist = lock_open(checklist.pk, by, at)
    answers = Answer.objects.filter(checklist=checklist).select_related("item", "answered_by")
    by_item = {answer.item_id: answer for answer in answers}
    changed: list[tuple[Answer, _Content]] = []
    refused: dict[int, tuple[str, Refused]] = {}
    for item_id, row in {row["item_id"]: row for row in rows}.items():
        answer = by_item.get(item_id)
        new = _Content(row["value"], tidy(row["note"]), tidy(row["evidence"]))
        if answer is None or new == _Content.of(answer):
            continue
        try:
            _check(new, checklist.phase)
            if answer.revision != row["revision"]:
                raise _stale(answer, new, checklist.phase)
        except Refused as refusal:
            refused[answer.item_id] = answer.item.code, refusal
        else:
            changed.append((answer, new))
    if refused:
        raise RowsRefused(refused)
    if changed:
        _store_all(checklist, changed, by, at)
    return len(changed)


def write_answers(
    checklist: Checklist,
    rows: Sequence[tuple[Answer, str, str, str]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Give each of `rows` its value, note and evidence. Only for actions that have locked the
    table and checked who may. Raises Refused for what no answer may be."""
    changed = []
    for answer, value, note, evidence in rows:
        new = _Content(value, tidy(note), tidy(evidence))
        _check(new, checklist.phase)
        if new != _Content.of(answer):
            changed.append((answer, new))
    if changed:
        _store_all(checklist, changed, by, at)


def _check(new: _Content, phase: str) -> None:
    if new.value not in AnswerValue.values:
        raise Refused("回答は選択肢から選んでください。")
    if new.value in NEEDS_REASON and not new.note:
        word = ANSWER_WORDS[Phase(phase)][AnswerValue(new.value)]
        raise Refused(f"「{word}」と答えるときは、理由又は条件を入力してください。")
    check_length(new.note, NOTE_LIMIT, "理由・条件")
    check_length(new.evidence, EVIDENCE_LIMIT, "根拠資料")


def _stale(answer: Answer, mine: _Content, phase: str) -> Stale:
    who = f"{answer.answered_by}さん" if answer.answered_by else answer.answered_as or "ほかの人"
    return Stale(
        f"{who}が{wareki_time(answer.answered_at)}に先に保存しました"
        f"（{_Content.of(answer).words(phase)}）。あなたの入力（{mine.words(phase)}）は"
        "保存していません。どちらを残すか選んでください。"
    )


def _store(answer: Answer, new: _Content, revision: int, by: Actor, at: datetime) -> None:
    """Compare and swap on the revision, and move the counters with it."""
    changed = Answer.objects.filter(pk=answer.pk, revision=revision).update(
        value=new.value,
        note=new.note,
        evidence=new.evidence,
        reused_on=None,
        revision=F("revision") + 1,
        answered_at=at,
        answered_by=user_of(by),
        answered_as="" if user_of(by) else str(by),
    )
    if not changed:
        raise _stale(answer, new, answer.checklist.phase)
    _count(answer.checklist, [(answer.value, new.value)])
    _remember(answer, new, by, at)


def _store_all(
    checklist: Checklist, changed: list[tuple[Answer, _Content]], by: Actor, at: datetime
) -> None:
    _count(checklist, [(answer.value, new.value) for answer, new in changed])
    for answer, new in changed:
        _remember(answer, new, by, at)
    Answer.objects.bulk_update(
        [answer for answer, _ in changed],
        WRITTEN,
        batch_size=100,
    )
    record(
        "checklists.answers_saved",
        subject=checklist,
        by=by,
        at=at,
        context_key=checklist.context,
        items=[answer.item.code for answer, _ in changed],
    )


def _remember(answer: Answer, new: _Content, by: Actor, at: datetime) -> None:
    answer.value, answer.note, answer.evidence = new.value, new.note, new.evidence
    answer.reused_on = None
    answer.revision += 1
    answer.answered_at, answer.answered_by = at, user_of(by)
    answer.answered_as = "" if user_of(by) else str(by)


def _count(checklist: Checklist, moves: Sequence[tuple[str, str]]) -> None:
    """Move the counters from old to new values, in the database and on `checklist`."""
    sums: Counter[str] = Counter()
    for old, new in moves:
        sums[COUNTERS[AnswerValue(old)]] -= 1
        sums[COUNTERS[AnswerValue(new)]] += 1
    steps = {name: step for name, step in sums.items() if step}
    if not steps:
        return
    Checklist.objects.filter(pk=checklist.pk).update(
        **{name: F(name) + step for name, step in steps.items()}
    )
    for name, step in steps.items():
        setattr(checklist, name, getattr(checklist, name) + step)
