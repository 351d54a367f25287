"""履行条件: taken from the chosen bid, and settled before the contract is performed."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from common.canonical import dumps, sha256_hex
from common.errors import Refused, Stale
from engagements.annex import annex_of
from engagements.conditions import promises_of
from engagements.content import condition_content, settlement_content
from engagements.gates import enter
from engagements.models import Condition, Engagement, Settlement, Stage
from ledger.actions import record
from specs.models import Clause

WAY = Settlement.Way
MISSING = {
    WAY.ANNEX: "特記仕様書にどのように入れたかを入力してください。",
    WAY.CONTRACT: "契約書のどの条項に、どのように入れたかを入力してください。",
    WAY.PERFORMANCE: "実施状況確認で、何をどのように確かめるかを入力してください。",
    WAY.DROPPED: "不要になった理由を入力してください。",
}


@transaction.atomic
def derive_conditions(engagement: Engagement, *, by: User, at: datetime) -> int:
    """Take the conditions from the chosen bid anew; how many count now.

    Called as the contract stage begins, and by hand where the list no longer says what was
    promised. Raises Refused in any other stage.
    """
    fresh = enter(
        engagement, by=by, permission=Permission.CONTRACT_EDIT, stages=[Stage.CONTRACTING]
    )
    return follow_promises(fresh, by=by, at=at)


def follow_promises(engagement: Engagement, *, by: User, at: datetime) -> int:
    """The same for an action that holds the engagement already (a measure was decided).

    What is promised as before keeps its row and how it was settled, also when a choice is
    taken back and made again; what is no longer promised is set aside and stays readable.
    """
    selection = engagement.selections.filter(is_current=True).select_related("bid").first()
    promises = promises_of(selection.bid) if selection else []
    bid_id = selection.bid_id if selection else 0
    wanted = {(bid_id, *promise.key): promise for promise in promises}
    rows = list(engagement.conditions.select_for_update().order_by("pk"))
    known = {(row.bid_id, row.item_id, row.measure_id, row.text): row for row in rows}
    aside = [row.pk for key, row in known.items() if row.is_current and key not in wanted]
    back = [row.pk for key, row in known.items() if not row.is_current and key in wanted]
    if aside:
        Condition.objects.filter(pk__in=aside).update(is_current=False)
    if back:
        Condition.objects.filter(pk__in=back).update(is_current=True)
    new = Condition.objects.bulk_create(
        Condition(
            municipality_id=engagement.municipality_id,
            engagement=engagement,
            bid_id=bid_id,
            item=promise.item,
            measure_id=promise.measure_id,
            source=promise.source,
            text=promise.text,
            created_at=at,
            created_by=by,
        )
        for key, promise in wanted.items()
        if key not in known
    )
    if aside or back or new:
        record(
            "engagements.conditions_derived",
            subject=engagement,
            context=engagement,
            by=by,
            at=at,
            set_aside=aside,
            taken_back=back,
            conditions={str(row.pk): sha256_hex(dumps(condition_content(row))) for row in new},
        )
    return len(wanted)


@transaction.atomic
def settle_condition(
    condition: Condition,
    *,
    way: str,
    detail: str,
    clause: str = "",
    due_on: date | None = None,
    seen: int | None = None,
    by: User,
    at: datetime,
) -> Settlement:
    """Decide how a condition is met, before the contract or in its performance.

    `clause` is the key of the clause that says it (of the annex only; empty: its 別紙 lists
    it), `due_on` the day by which a round looks at it, `seen` the id of the settlement that
    the user saw (0: none; None: don't ask). A later one replaces the former. Raises Stale,
    Refused.
    """
    fresh = enter(
        condition.engagement,
        by=by,
        permission=Permission.CONTRACT_EDIT,
        stages=[Stage.CONTRACTING],
    )
    row = (
        Condition.objects.select_for_update(of=("self",))
        .select_related("item")
        .get(pk=condition.pk)
    )
    if not row.is_current:
        raise Refused(
            "この条件は、委託先か代替措置が変わったため、今の条件ではありません。"
            "履行条件の一覧を開き直してください。"
        )
    _check(way, detail, due_on, at)
    _claim(row, seen)
    row.settlements.filter(is_current=True).update(is_current=False)
    settlement = Settlement.objects.create(
        municipality_id=fresh.municipality_id,
        condition=row,
        way=way,
        clause=_clause(fresh, clause) if way == WAY.ANNEX and clause else None,
        detail=detail.strip(),
        due_on=due_on if way == WAY.PERFORMANCE else None,
        settled_at=at,
        settled_by=by,
    )
    record(
        "engagements.condition_settled",
        subject=settlement,
        context=fresh,
        by=by,
        at=at,
        item=row.item.code,
        way=str(way),
        detail=settlement.detail,
        due_on=settlement.due_on.isoformat() if settlement.due_on else "",
        sha256=sha256_hex(dumps(settlement_content(settlement))),
    )
    return settlement


def _check(way: str, detail: str, due_on: date | None, at: datetime) -> None:
    if way not in WAY.values:
        raise Refused("扱いを選んでください。")
    if not detail.strip():
        raise Refused(MISSING[WAY(way)])
    if way != WAY.PERFORMANCE:
        return
    if due_on is None:
        raise Refused("実施状況確認で確かめる期限を入力してください。")
    if due_on < timezone.localtime(at).date():
        raise Refused("確かめる期限が過ぎた日になっています。今日以後の日にしてください。")


def _claim(condition: Condition, seen: int | None) -> None:
    now = condition.settlements.filter(is_current=True).values_list("pk", flat=True).first()
    if seen is not None and seen != (now or 0):
        raise Stale(
            "ほかの職員が先に扱いを決めました。決められた内容とあなたの入力を比べ、"
            "必要なら直して、もう一度保存してください。"
        )


def _clause(engagement: Engagement, key: str) -> Clause:
    """The clause in force with this key. Raises Refused."""
    for clause, _, _ in annex_of(engagement).kept:
        if clause.key == key:
            return clause
    raise Refused("この案件の特記仕様書にある条から選んでください。")
