"""Saving answers: one row at a time as a person fills, or the whole table at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from accounts.permissions import Permission, require
from checklists.models import ANSWER_WORDS, COUNTERS, Answer, AnswerValue, Checklist, Phase
from common.errors import Refused, Stale
from ledger.actions import record

NEEDS_REASON = (AnswerValue.PARTIAL, AnswerValue.NO, AnswerValue.NA)


@transaction.atomic
def save_answer(
    checklist_id: int,
    item_id: int,
    *,
    value: str,
    note: str,
    evidence: str,
    revision: int,
    by: User,
    at: datetime,
) -> Answer:
    """Save one answer if nobody has saved it since `revision` was read.

    The event tells the item and the revision, never the value: answers may be sealed. Raises
    Stale, with both texts, who and when; Refused for a submitted table, an unknown value or a
    missing reason.
    """
    require(by, Permission.CHECKLIST_FILL)
    answer = (
        Answer.objects.select_for_update(of=("self",))
        .select_related("checklist", "item", "answered_by")
        .get(checklist_id=checklist_id, item_id=item_id)
    )
    _check(answer, value, note)
    saved = _store(answer, value, note, evidence, revision, by, at)
    _count(answer.checklist_id, {answer.value: -1, saved.value: 1}, answer.value != saved.value)
    record(
        "checklists.answer_saved",
        subject=answer.checklist,
        by=by,
        at=at,
        context_key=answer.checklist.context,
        item=answer.item.code,
        revision=saved.revision,
    )
    return saved


@transaction.atomic
def save_answers(
    checklist: Checklist, rows: Sequence[dict[str, Any]], *, by: User, at: datetime
) -> int:
    """Save a whole table at once, all rows or none; how many changed.

    Each row has item_id, value, note, evidence, revision. Raises Refused with one sentence an
    item that can't be saved.
    """
    require(by, Permission.CHECKLIST_FILL)
    checklist = Checklist.objects.select_for_update().get(pk=checklist.pk)
    answers = {
        answer.item_id: answer
        for answer in Answer.objects.filter(checklist=checklist).select_related(
            "item", "answered_by"
        )
    }
    changed, reasons = [], []
    for row in rows:
        answer = answers.get(row["item_id"])
        if answer is None or _same(answer, row):
            continue
        answer.checklist = checklist
        try:
            _check(answer, row["value"], row["note"])
            if answer.revision != row["revision"]:
                raise _stale(answer, row["note"])
        except Refused as refusal:
            reasons += [f"{answer.item.code}：{reason}" for reason in refusal.reasons]
            continue
        changed.append((answer, row))
    if reasons:
        raise Refused(reasons)
    _store_all(checklist, changed, by, at)
    return len(changed)


def _same(answer: Answer, row: dict[str, Any]) -> bool:
    new = (row["value"], row["note"].strip(), row["evidence"].strip())
    return (answer.value, answer.note, answer.evidence) == new


def _check(answer: Answer, value: str, note: str) -> None:
    if answer.checklist.is_submitted:
        raise Refused("提出済みの確認表は変えられません。")
    if value not in AnswerValue.values:
        raise Refused("回答は選択肢から選んでください。")
    if value in NEEDS_REASON and not note.strip():
        word = ANSWER_WORDS[Phase(answer.checklist.phase)][AnswerValue(value)]
        raise Refused(f"「{word}」には、理由又は条件を入力してください。")


def _stale(answer: Answer, mine: str) -> Stale:
    words = ANSWER_WORDS[Phase(answer.checklist.phase)][AnswerValue(answer.value)]
    who = f"{answer.answered_by}さん" if answer.answered_by else "ほかの人"
    return Stale(
        f"{who}が先に保存しました（{words}　{answer.note}）。"
        f"内容を確かめ、必要なら直して、もう一度保存してください。あなたの入力：{mine}"
    )


def _store(
    answer: Answer, value: str, note: str, evidence: str, revision: int, by: User, at: datetime
) -> Answer:
    """Compare and swap on the revision; works without row locks too."""
    fields = {
        "value": value,
        "note": note.strip(),
        "evidence": evidence.strip(),
        "answered_at": at,
        "answered_by": by,
    }
    rows = Answer.objects.filter(pk=answer.pk, revision=revision)
    if not rows.update(revision=F("revision") + 1, **fields):
        raise _stale(answer, note)
    saved = Answer(pk=answer.pk, municipality_id=answer.municipality_id, item=answer.item)
    saved.checklist_id, saved.position = answer.checklist_id, answer.position
    saved.revision = revision + 1
    for name, content in fields.items():
        setattr(saved, name, content)
    return saved


def _count(checklist_id: int, steps: dict[str, int], moved: bool) -> None:
    """Move the counters of a table by `steps` (value → difference)."""
    if not moved:
        return
    updates = {
        COUNTERS[AnswerValue(value)]: F(COUNTERS[AnswerValue(value)]) + step
        for value, step in steps.items()
        if step
    }
    if updates:
        Checklist.objects.filter(pk=checklist_id).update(**updates)


def _store_all(
    checklist: Checklist, changed: list[tuple[Answer, dict[str, Any]]], by: User, at: datetime
) -> None:
    steps: dict[str, int] = {}
    for answer, row in changed:
        steps[answer.value] = steps.get(answer.value, 0) - 1
        steps[row["value"]] = steps.get(row["value"], 0) + 1
        answer.value, answer.note = row["value"], row["note"].strip()
        answer.evidence = row["evidence"].strip()
        answer.revision += 1
        answer.answered_at, answer.answered_by = at, by
    if not changed:
        return
    Answer.objects.bulk_update(
        [answer for answer, _ in changed],
        ["value", "note", "evidence", "revision", "answered_at", "answered_by"],
        batch_size=100,
    )
    _count(checklist.pk, steps, True)
    record(
        "checklists.answers_saved",
        subject=checklist,
        by=by,
        at=at,
        context_key=checklist.context,
        items=[answer.item.code for answer, _ in changed],
    )
