"""作り直し: requirements changed, so a firm's table is asked anew with what it answered so far."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import models, transaction

from accounts.models import User
from accounts.permissions import Permission, require
from checklists.actions.evidence_copies import copy_files
from checklists.locking import lock
from checklists.models import COUNTERS, Answer, AnswerValue, CheckItem, Checklist, Evidence
from common.errors import Refused
from ledger.actions import record
from specs.models import Edition


class Remade(NamedTuple):
    """A new table, and how many of its answers came over from the one it replaces."""

    checklist: Checklist
    kept: int


@transaction.atomic
def remake_table(
    former: Checklist,
    *,
    edition: Edition,
    items: Sequence[CheckItem],
    title: str,
    opens_at: datetime,
    context: models.Model,
    by: User,
    at: datetime,
) -> Remade:
    """Ask a sealed table anew, of `items`, until `opens_at`.

    An answer comes over, with its files, where the question's words are the same; the firm has
    to submit again in any case. Nobody reads an answer for it: the seal of both tables holds.
    The former table stays as it is. Raises Refused for one that has no seal or was replaced.
    """
    require(by, Permission.CHECKLIST_FILL)
    former = lock(former.pk, by)
    if former.opens_at is None:
        raise Refused("提出期限のない確認表は作り直せません。")
    answered = {
        _question(answer.item): answer
        for answer in Answer.objects.filter(checklist=former)
        .exclude(value=AnswerValue.UNANSWERED)
        .select_related("item")
    }
    kept = {item.pk: answered[key] for item in items if (key := _question(item)) in answered}
    counted = Counter(COUNTERS[AnswerValue(answer.value)] for answer in kept.values())
    made = Checklist.objects.create(
        municipality_id=former.municipality_id,
        department_id=former.department_id,
        edition=edition,
        phase=former.phase,
        context=former.context,
        title=title,
        respondent=former.respondent,
        opens_at=opens_at,
        replaces=former,
        n_total=len(items),
        n_unanswered=len(items) - len(kept),
        created_at=at,
        **counted,
    )
    Answer.objects.bulk_create(
        _answer(made, item, position, kept.get(item.pk)) for position, item in enumerate(items, 1)
    )
    Checklist.objects.filter(pk=former.pk).update(replaced_at=at)
    items_now = {answer.item_id: pk for pk, answer in kept.items()}
    files = Evidence.objects.filter(checklist=former, item__in=list(items_now)).order_by("pk")
    copy_files(((file, items_now[file.item_id or 0]) for file in list(files)), made)
    record(
        "checklists.remade",
        subject=made,
        context=context,
        by=by,
        at=at,
        replaces=former.pk,
        items=len(items),
        kept=len(kept),
    )
    return Remade(made, len(kept))


def _question(item: CheckItem) -> tuple[str, str, str]:
    """To other words the former answer says nothing."""
    return item.code, item.before, item.ok_when


def _answer(table: Checklist, item: CheckItem, position: int, former: Answer | None) -> Answer:
    row = Answer(
        municipality_id=table.municipality_id, checklist=table, item=item, position=position
    )
    if former is not None:
        row.value, row.note, row.evidence = former.value, former.note, former.evidence
        row.revision, row.answered_at = former.revision, former.answered_at
        row.answered_by_id, row.answered_as = former.answered_by_id, former.answered_as
        row.reused_on = former.reused_on
    return row
