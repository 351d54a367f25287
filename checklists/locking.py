"""The first step of every write on a table: fetch what the person may touch, and lock it."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from accounts.actors import Actor
from accounts.respondents import Respondent
from checklists.models import Answer, Checklist, Judgement
from common.errors import Refused

RowT = TypeVar("RowT", Answer, Judgement)


def lock(checklist_id: int, by: Actor) -> Checklist:
    """The table, locked until the transaction ends.

    All writers of a table take this lock first. Without it an answer could slip in between
    reading the rows and freezing them, and two writers could wait for each other.
    Raises Refused for a table of another department or municipality, and for one that was
    replaced when requirements changed.
    """
    checklist = Checklist.objects.visible_to(by).select_for_update().filter(pk=checklist_id).first()
    if checklist is None:
        raise Refused("ほかの課の確認表は扱えません。")
    return _not_replaced(checklist)


def _not_replaced(checklist: Checklist) -> Checklist:
    if checklist.replaced_at is not None:
        raise Refused("要件が変わり、この確認表は作り直されました。新しい確認表を開いてください。")
    return checklist


def lock_open(checklist_id: int, by: Actor, at: datetime) -> Checklist:
    """As `lock`; raises Refused when nobody, or not this person, may answer now too."""
    return open_for(by, at)(lock(checklist_id, by))


def open_for(by: Actor, at: datetime) -> Callable[[Checklist], Checklist]:
    """What lets a table pass whose answers `by` may change at `at`, and refuses every other.

    A sealed table is its firm's until the deadline; staff come in after the opening.
    """

    def meet(checklist: Checklist) -> Checklist:
        if checklist.is_submitted:
            raise Refused("提出済みの確認表の回答は変えられません。")
        if isinstance(by, Respondent):
            if checklist.is_over(at):
                raise Refused("提出期限を過ぎたため、回答を変えられません。")
            if checklist.handed_over_at is not None:
                raise Refused("責任者の確認に回しています。直すときは、先に記入に戻してください。")
        elif checklist.is_sealed:
            raise Refused(
                "提出期限が過ぎて開封するまで、職員は回答を見ることも書くこともできません。"
            )
        return checklist

    return meet


def lock_unjudged(checklist_id: int, by: Actor) -> Checklist:
    """As `lock`; raises Refused unless the table is submitted and not yet judged."""
    return _unjudged(lock(checklist_id, by))


def _unjudged(checklist: Checklist) -> Checklist:
    if checklist.is_sealed:
        raise Refused("回答を開封してから判定してください。")
    if not checklist.is_submitted:
        raise Refused("確認表が提出されてから判定してください。")
    if checklist.judged_at is not None:
        raise Refused("判定は終わっています。変えることはできません。")
    return checklist


def lock_answer(checklist_id: int, item_id: int, by: Actor, at: datetime) -> Answer:
    """One answer with its table, the table locked as by `lock_open`, in one query.

    Raises as `lock_open`, and Answer.DoesNotExist for an item that the table doesn't ask.
    """
    return _lock_row(Answer, checklist_id, item_id, by, open_for(by, at))


def lock_judgement(checklist_id: int, item_id: int, by: Actor) -> Judgement:
    """One verdict with its table, the table locked as by `lock_unjudged`, in one query.

    Raises as `lock_unjudged`, and Judgement.DoesNotExist for an item that the table doesn't ask.
    """
    return _lock_row(Judgement, checklist_id, item_id, by, _unjudged)


def _lock_row(
    model: type[RowT],
    checklist_id: int,
    item_id: int,
    by: Actor,
    meet: Callable[[Checklist], Checklist],
) -> RowT:
    visible = Checklist.objects.visible_to(by).filter(pk=checklist_id)
    rows = model._default_manager.select_related("checklist", "item")
    locked = rows.select_for_update(of=("checklist",))
    row: RowT | None = locked.filter(checklist__in=visible, item_id=item_id).first()
    meet(lock(checklist_id, by) if row is None else _not_replaced(row.checklist))
    if row is None:
        raise model.DoesNotExist
    return row
