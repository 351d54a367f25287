"""履行条件: promises of the chosen bidder become tasks, and none is lost on the way."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audits import actions as audits
from common.errors import Refused, Stale
from documents.actions import issue
from documents.composing import compose
from documents.kinds import by_name
from engagements import actions
from engagements.conditions import condition_rows, standing_of
from engagements.models import AlternativeMeasure, Condition, Settlement
from engagements.told import told_now
from ledger.models import LedgerEvent
from ledger.verification import verify
from tests.conftest import drop_triggers
from tests.engagements.conftest import url
from tests.world import World, begin, to_selection
from workflow.snapshot import Snapshot
from workflow.transitions import BY_SLUG, todo

pytestmark = pytest.mark.django_db

NOTE, PLEDGE = "入社後1か月以内に行う。", "着任の前に教育を行い、記録を出す。"


def contracted(cast) -> World:
    """In 契約, with a bidder that can't do one item and does another under a condition, both
    covered; and one that does everything."""
    world = begin(cast)
    bids = to_selection(world, "print", "data")
    walk, at = world.walk, world.at
    deviations = [("K040", "partial", NOTE), ("K080", "no", "保管庫がない。")]
    walk.answer(bids[0].checklist, at, deviations, "担当")
    walk.answer(bids[1].checklist, at, (), "担当")
    walk.open_answers(at)
    walk.alternative(bids[0], "K040", at, kind="condition", text=PLEDGE)
    walk.alternative(bids[0], "K080", at, kind="alternative", text="市の保管庫を使う。")
    walk.choose(bids[0], at, "価格が最も低い。")
    walk.move("contract", at)
    world.extra["bids"] = bids
    return world


STANDING = contracted


@pytest.fixture
def world(standing):
    return standing


def rows(world):
    return {row.condition.item.code: row for row in condition_rows(world.engagement)}


def settle(world, code: str, way: str = "contract", **more):
    fields = {"detail": "契約書第12条の2に入れた。", "by": world.cast.contracts, "at": world.at}
    return actions.settle_condition(rows(world)[code].condition, way=way, **{**fields, **more})


def due(world):
    return timezone.localtime(world.at).date() + timedelta(days=90)


def missing(world) -> list[str]:
    now = Snapshot(world.engagement, world.at.date())
    lines = [line for line in todo(BY_SLUG["perform"], now) if "履行条件" in line.label]
    return [line.reason for line in lines if not line.done]


def test_the_move_to_the_contract_makes_promises_tasks(world):
    found = rows(world)
    assert {code: row.condition.text for code, row in found.items()} == {
        "K040": PLEDGE,
        "K080": "市の保管庫を使う。",
    }
    assert [row.condition.source for row in found.values()] == ["condition", "alternative"]
    assert missing(world) == ["履行条件のうち2件の扱いが決まっていません。"]
    assert list(verify()) == []


def test_performance_waits_until_each_is_settled(world):
    settle(world, "K040")
    assert missing(world) == ["履行条件のうち1件の扱いが決まっていません。"]
    settle(world, "K080", "dropped", detail="紙を扱わないことになった。")
    assert missing(world) == []


def test_a_conditional_answer_without_a_measure_is_a_condition_too(world):
    AlternativeMeasure.objects.filter(item__code="K040").update(is_current=False)
    assert "取り出し直して" in missing(world)[0]
    assert actions.derive_conditions(world.engagement, by=world.cast.business, at=world.at) == 2
    row = rows(world)["K040"]
    assert (row.condition.source, row.condition.text) == ("answer", NOTE)
    assert Condition.objects.filter(item__code="K040", is_current=False).get().text == PLEDGE


@pytest.mark.parametrize(
    ("way", "more", "words"),
    [
        ("", {}, "扱いを選んで"),
        ("elsewhere", {}, "扱いを選んで"),
        ("annex", {"detail": "　"}, "特記仕様書にどのように"),
        ("contract", {"detail": ""}, "契約書のどの条項"),
        ("dropped", {"detail": ""}, "不要になった理由"),
        ("performance", {"detail": ""}, "何をどのように確かめるか"),
        ("performance", {}, "期限を入力"),
        ("annex", {"clause": "no-such-clause"}, "ある条から"),
    ],
)
def test_a_way_needs_its_where_or_why(world, way, more, words):
    with pytest.raises(Refused, match=words):
        settle(world, "K040", way, **more)
    assert not Settlement.objects.exists()


def test_a_day_that_is_over_is_no_day_to_check(world):
    with pytest.raises(Refused, match="過ぎた日"):
        settle(world, "K040", "performance", due_on=due(world) - timedelta(days=91))


def test_only_who_may_edit_the_contract_settles(world):
    for by in (world.cast.policy, world.cast.auditor, world.cast.colleague, world.cast.stranger):
        with pytest.raises(Refused):
            settle(world, "K040", by=by)
    row = rows(world)["K040"].condition
    world.walk.move("reselect", world.at, "選び直す。")
    with pytest.raises(Refused, match="「契約」の段階"):
        actions.settle_condition(
            row, way="contract", detail="x", by=world.cast.contracts, at=world.at
        )


def test_the_later_of_two_clerks_sees_the_first(world):
    first = settle(world, "K040", seen=0)
    with pytest.raises(Stale):
        settle(world, "K040", seen=0)
    second = settle(world, "K040", "dropped", detail="不要", seen=first.pk)
    assert [s.is_current for s in Settlement.objects.order_by("pk")] == [False, True]
    assert rows(world)["K040"].settlement == second


def test_another_choice_brings_its_own_conditions_and_keeps_the_old_ones(world):
    settled = settle(world, "K040")
    bids, walk = world.extra["bids"], world.walk
    walk.move("reselect", world.at, "辞退の申出があった。")
    walk.choose(bids[1], world.at, "次点である。")
    walk.move("contract", world.at)
    assert rows(world) == {}
    assert missing(world) == []
    assert Condition.objects.filter(is_current=False).count() == 2
    walk.move("reselect", world.at, "申出が取り下げられた。")
    walk.choose(bids[0], world.at, "元に戻す。")
    walk.move("contract", world.at)
    assert rows(world)["K040"].settlement == settled
    assert Condition.objects.count() == 2


def test_a_measure_decided_anew_is_to_be_settled_anew(world):
    settle(world, "K080")
    world.walk.alternative(
        world.extra["bids"][0], "K080", world.at, kind="alternative", text="金庫を買う。"
    )
    row = rows(world)["K080"]
    assert (row.condition.text, row.settlement) == ("金庫を買う。", None)
    standing = standing_of(world.engagement, world.extra["bids"][0])
    assert (standing.total, standing.open, standing.is_fresh) == (2, 2, True)


def test_a_clause_that_is_left_out_later_opens_the_condition_again(world):
    settle(world, "K040", "annex", clause="publication", detail="第2項に加えた。")
    settle(world, "K080")
    assert missing(world) == []
    world.walk.omit("publication", world.at, reason="約款にある。", alternative="")
    tailoring = world.engagement.tailorings.get(clause__key="publication", is_current=True)
    actions.answer_tailoring(tailoring, approve=True, note="", by=world.cast.policy, at=world.at)
    assert missing(world) == ["履行条件のうち1件の扱いが決まっていません。"]


def test_what_was_derived_and_settled_never_changes(world):
    settlement = settle(world, "K040")
    condition = settlement.condition
    for change in (
        lambda: Condition.objects.filter(pk=condition.pk).update(text="別の約束"),
        lambda: Settlement.objects.filter(pk=settlement.pk).update(way="dropped"),
        settlement.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    event = LedgerEvent.objects.get(verb="engagements.condition_settled")
    assert (event.data["item"], event.data["way"]) == ("K040", "contract")
    assert list(verify()) == []
    if connection.vendor == "sqlite":  # PostgreSQL has no DDL beside pending trigger events
        drop_triggers()
        Condition.objects.filter(pk=condition.pk).update(text="別の約束")
        assert any("differs" in str(problem) for problem in verify())


# On paper


def html(kind, world):
    return compose(by_name(kind), world.engagement, number="X-01", at=world.at).html


def test_the_annex_lists_what_binds_and_no_clause_says(world):
    assert "別紙　履行条件" not in html("annex", world)
    settle(world, "K040", "annex", detail="研修の記録を着任の日までに出す。")
    settle(world, "K080", "performance", detail="保管庫の鍵を現地で見る。", due_on=due(world))
    page = html("annex", world)
    assert "別紙　履行条件" in page
    assert PLEDGE in page
    assert "保管庫の鍵を現地で見る。" in page
    assert "受注者は、この特記仕様書の規定によるほか" in page
    settle(world, "K040", "annex", clause="training", detail="第2項に加えた。")
    assert PLEDGE not in html("annex", world)
    settle(world, "K080", "dropped", detail="紙を扱わない。")
    assert "別紙　履行条件" not in html("annex", world)


def test_bidders_never_read_the_conditions_of_one(world):
    settle(world, "K040", "annex", detail="研修の記録を出す。")
    binding = issue(by_name("annex"), world.engagement, by=world.cast.business, at=world.at)
    readable = told_now(world.engagement)
    assert binding not in list(readable)
    assert [document.kind for document in readable] == ["requirement-notice"]
    assert PLEDGE not in html("notice-bundle", world)


def test_verification_finds_what_was_left_to_it(world, as_):
    settle(world, "K040")
    settle(world, "K080", "performance", detail="保管庫の鍵を現地で見る。", due_on=due(world))
    period = (world.at.date(), world.at.date() + timedelta(days=200))
    world.walk.sign(world.at, number="1", period=period, amount=1)
    round_ = audits.plan_inspection(
        world.walk.contract,
        phase="post",
        planned_on=world.at.date(),
        way="on_site",
        by=world.cast.business,
        at=world.at,
    )
    page = as_("business").get(reverse("audits:inspection-detail", args=[round_.pk]))
    assert "保管庫の鍵を現地で見る。" in page.content.decode()
    assert PLEDGE not in page.content.decode()
    report = html("verification-report", world)
    assert "保管庫の鍵を現地で見る。" in report
    assert "<td>未確認</td>" in report


# The pages


def test_a_condition_is_settled_at_its_page(world, as_):
    client = as_("contracts")
    row = rows(world)["K080"].condition
    page = client.get(url("condition-list", world.engagement.pk)).content.decode()
    assert url("condition-settle", row.pk) in page
    address = url("condition-settle", row.pk)
    data = {"seen": 0, "way": "performance", "detail": "鍵を見る。", "due_on": ""}
    assert client.post(address, data).status_code == 422
    data["due_on"] = due(world).isoformat()
    assert client.post(address, data).url == url("condition-list", world.engagement.pk)
    response = client.post(address, data | {"detail": "写真で見る。"})
    assert response.status_code == 409
    assert "鍵を見る。" in response.content.decode()
    again = response.context["form"].data
    assert client.post(address, again).status_code == 302
    page = client.get(url("condition-list", world.engagement.pk)).content.decode()
    assert "写真で見る。" in page
    home = client.get(world.engagement.get_absolute_url()).content.decode()
    assert "残り1／2件" in home


def test_a_list_that_went_stale_is_taken_anew(world, as_):
    Condition.objects.update(is_current=False)
    client = as_("business")
    page = client.get(url("condition-list", world.engagement.pk)).content.decode()
    assert "履行条件を取り出し直す" in page
    client.post(url("conditions-derive", world.engagement.pk))
    assert Condition.objects.filter(is_current=True).count() == 2


def test_the_pages_cost_the_same_for_two_and_for_twenty(world, as_):
    client = as_("business")
    address = url("condition-list", world.engagement.pk)
    home = world.engagement.get_absolute_url()
    settle(world, "K040")
    client.get(address)

    def cost(page):
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        return len(queries)

    before = cost(address), cost(home)
    bid = world.extra["bids"][0]
    taken = {row.condition.item_id for row in rows(world).values()}
    for item in world.edition.check_items.exclude(pk__in=taken)[:18]:
        condition = Condition.objects.create(
            municipality=world.cast.municipality,
            engagement=world.engagement,
            bid=bid,
            item=item,
            source="answer",
            text="条件",
            created_at=world.at,
            created_by=world.cast.business,
        )
        actions.settle_condition(
            condition, way="dropped", detail="x", by=world.cast.business, at=world.at
        )
    assert len(rows(world)) == 20
    assert (cost(address), cost(home)) == before
