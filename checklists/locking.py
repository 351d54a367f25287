"""The first step of every write on a table: fetch what the person may touch, and lock it."""

from accounts.models import User
from checklists.models import Checklist
from common.errors import Refused


def lock(checklist_id: int, by: User) -> Checklist:
    """The table, locked until the transaction ends.

    All writers of a table take this lock first. Without it an answer could slip in between
    reading the rows and freezing them, and two writers could wait for each other.
    Raises Refused for a table of another department or municipality.
    """
    checklist = Checklist.objects.visible_to(by).select_for_update().filter(pk=checklist_id).first()
    if checklist is None:
        raise Refused("ほかの課の確認表は扱えません。")
    return checklist


def lock_open(checklist_id: int, by: User) -> Checklist:
    """As `lock`; raises Refused when the table was submitted too."""
    checklist = lock(checklist_id, by)
    if checklist.is_submitted:
        raise Refused("提出済みの確認表の回答は変えられません。")
    return checklist


def lock_unjudged(checklist_id: int, by: User) -> Checklist:
    """As `lock`; raises Refused unless the table is submitted and not yet judged."""
    checklist = lock(checklist_id, by)
    if not checklist.is_submitted:
        raise Refused("確認表が提出されてから判定してください。")
    if checklist.judged_at is not None:
        raise Refused("判定は終わっています。変えることはできません。")
    return checklist
