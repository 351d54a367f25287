"""The check items of a clause: written, moved and taken out together with the text."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from checklists.drafting.codes import next_code
from checklists.drafting.locking import clause_of, lock_draft
from checklists.drafting.states import finish
from checklists.models import CheckItem, Preset
from common.errors import Refused, Stale
from specs.models import Clause, Edition

NEEDED = {
    "verifier": "確認できる人",
    "ok_when": "適とする状態",
    "look": "何を見ればよいか",
    "evidence": "根拠資料の例",
}


@transaction.atomic
def save_item(
    edition_id: int,
    clause_key: str,
    code: str,
    *,
    fields: dict[str, Any],
    presets: list[str],
    revision: int | None,
    by: User,
    at: datetime,
) -> CheckItem:
    """Save an item of a clause, or add one when `code` is empty.

    `fields` are those of the form, `presets` the keys of the presets that name the item one by
    one. An item of another clause is moved here. Raises Stale when somebody else saved it
    since; Refused, with every reason, for an item that can't be asked.
    """
    edition = lock_draft(edition_id, by)
    clause = clause_of(edition, clause_key)
    _check(fields)
    if code:
        item = _item(edition, code)
        if revision is not None and item.revision != revision:
            raise Stale(f"{code}は、ほかの職員が先に保存しました。内容を見比べてください。")
    else:
        item = CheckItem(
            municipality_id=edition.municipality_id, edition=edition, code=_next_code(edition)
        )
    if item.pk is None or item.clause_id != clause.pk:
        item.clause, item.position = clause, _last(clause) + 1
    for name, value in fields.items():
        setattr(item, name, value)
    item.revision += 1
    item.save()
    _name_in_presets(edition, item.code, presets)
    what = f"確認項目{item.code}を{'直した' if code else '加えた'}"
    _told(edition, item.code, clause, "specs.item_saved", what, by, at)
    return item


@transaction.atomic
def remove_item(edition_id: int, code: str, *, by: User, at: datetime) -> None:
    """Take an item out of the draft, and out of the presets that name it."""
    edition = lock_draft(edition_id, by)
    item = _item(edition, code)
    _name_in_presets(edition, code, [])
    clause = item.clause
    item.delete()
    _told(edition, code, clause, "specs.item_removed", f"確認項目{code}を除いた", by, at)


def _item(edition: Edition, code: str) -> CheckItem:
    rows = CheckItem.objects.filter(edition=edition, code=code)
    item = rows.select_related("clause").first()
    if item is None:
        raise Refused(f"確認項目{code}は、この版にありません。画面を開き直してください。")
    return item


def _check(fields: dict[str, Any]) -> None:
    reasons = [
        f"「{label}」を入力してください。" for name, label in NEEDED.items() if not fields[name]
    ]
    if not (fields["in_pre"] or fields["in_post"] or fields["in_end"]):
        reasons.append("聞く時期を一つ以上選んでください。")
    if fields["in_pre"] and not fields["before"]:
        reasons.append("契約前に聞く項目には、「契約前の質問」を入力してください。")
    if (fields["in_post"] or fields["in_end"]) and not fields["after"]:
        reasons.append("履行中又は終了時に聞く項目には、「契約後の質問」を入力してください。")
    if reasons:
        raise Refused(reasons)


def _last(clause: Clause) -> int:
    return clause.check_items.aggregate(last=Max("position"))["last"] or 0


def _next_code(edition: Edition) -> str:
    editions = edition.specification.editions.all()
    codes = CheckItem.objects.filter(edition__in=editions).values_list("code", flat=True)
    return next_code("K", codes, digits=3)


def _name_in_presets(edition: Edition, code: str, wanted: list[str]) -> None:
    for preset in Preset.objects.filter(edition=edition, rule=Preset.Rule.CODES):
        codes = [each for each in preset.codes if each != code]
        if preset.key in wanted:
            codes = sorted([*codes, code])
        if codes != preset.codes:
            preset.codes = codes
            preset.save(update_fields=["codes"])


def _told(
    edition: Edition, code: str, clause: Clause, verb: str, summary: str, by: User, at: datetime
) -> None:
    key = clause.key
    finish(edition, verb, summary, by=by, at=at, clause_key=key, item=code, clause=key)
