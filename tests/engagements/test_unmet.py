"""An item that no bidder meets: three ways out, each decided in writing."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from common.errors import Refused
from documents.composing import compose
from documents.kinds import by_name
from engagements import actions
from engagements.models import AlternativeMeasure, Bid, UnmetDecision
from tests.world import World, begin, to_selection
from workflow.snapshot import Snapshot

pytestmark = pytest.mark.django_db


def opened(cast) -> World:
    """Three bidders, opened: none meets K080, one doesn't meet K040."""
    world = begin(cast)
    bids = to_selection(world, "print", "data", "call")
    walk, at = world.walk, world.at
    walk.answer(bids[0].checklist, at, [("K080", "no", "倉庫に鍵がない。")], "担当")
    walk.answer(bids[1].checklist, at, [("K080", "partial", "来春に設ける。")], "担当")
    walk.answer(
        bids[2].checklist, at, [("K080", "no", "場所がない。"), ("K040", "no", "ない。")], "担当"
    )
    walk.open_answers(at)
    world.extra["bids"] = [Bid.objects.select_related("checklist").get(pk=b.pk) for b in bids]
    return world


STANDING = opened


@pytest.fixture
def world(standing):
    return standing


def item(world, code="K080"):
    return world.edition.check_items.get(code=code)


def decide(world, kind="accept", code="K080", **more):
    fields = {
        "alternative": "市の保管庫を貸す。" if kind == "accept" else "",
        "reason": "小さな事業者には重いため。",
        "by": world.cast.business,
        "at": world.at,
    } | more
    return actions.decide_unmet(world.engagement, item(world, code), kind=kind, **fields)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_matrix_leads_to_the_decision_and_offers_the_masters_alternative(world):
    staff = client_of(world.cast.business)
    matrix = reverse("engagements:matrix", args=[world.engagement.pk])
    page = reverse("engagements:unmet-decide", args=[world.engagement.pk, item(world).pk])
    assert page in staff.get(matrix).content.decode()
    shown = staff.get(page)
    offered = item(world).clause.alternative
    assert offered
    assert shown.context["form"].initial["alternative"] == offered
    assert "倉庫に鍵がない。" in shown.content.decode()
    answer = {"kind": "accept", "alternative": "市の保管庫を貸す。", "reason": "重いため。"}
    after = staff.post(page, answer, follow=True).content.decode()
    assert "代替措置を認める" in after
    met = reverse("engagements:unmet-decide", args=[world.engagement.pk, item(world, "K040").pk])
    assert staff.get(met).status_code == 404


def test_an_accepted_alternative_is_proposed_for_all_and_answered_once(world):
    decide(world)
    waiting = AlternativeMeasure.objects.filter(item=item(world), is_current=True)
    assert {m.bid_id for m in waiting} == {bid.pk for bid in world.extra["bids"]}
    page = reverse("engagements:alternative-answer", args=[waiting[0].pk])
    policy = client_of(world.cast.policy)
    assert "同じ内容の提案すべて" in policy.get(page).content.decode()
    policy.post(page, {"approve": "yes", "note": "", "and_alike": "on"})
    assert not waiting.filter(approval="waiting").exists()
    assert waiting.filter(approval="approved").count() == 3
    world.walk.choose(world.extra["bids"][0], world.at, "安い。")
    world.walk.move("contract", world.at)


def test_what_is_to_be_redone_shuts_the_way_to_the_contract(world):
    decide(world)
    for measure in AlternativeMeasure.objects.filter(is_current=True):
        actions.answer_alternative(
            measure, approve=True, note="", by=world.cast.policy, at=world.at
        )
    world.walk.choose(world.extra["bids"][0], world.at, "安い。")
    for kind in ("change", "retender"):
        decide(world, kind)
        now = Snapshot(world.engagement, world.at.date())
        assert now.to_be_redone == ["K080"]
        with pytest.raises(Refused, match="K080は、要件の変更又は募集のやり直し"):
            world.walk.move("contract", world.at)
    decide(world)
    world.walk.move("contract", world.at)


@pytest.mark.parametrize(
    ("kind", "more", "sentence"),
    [
        ("accept", {"alternative": " "}, "代替措置の内容"),
        ("change", {"reason": " "}, "理由を入力"),
        ("other", {}, "扱いを選んで"),
        ("change", {"code": "K040"}, "満たす応募者がいます"),
    ],
)
def test_a_decision_that_can_not_be_is_refused(world, kind, more, sentence):
    with pytest.raises(Refused, match=sentence):
        decide(world, kind, **more)
    assert not UnmetDecision.objects.exists()


def test_the_report_says_what_was_decided(world):
    report = by_name("selection-report")
    for words in ("扱いは未定", "要件を変える。小さな事業者には重いため。"):
        shown = compose(report, world.engagement, number="案", at=world.at).html
        assert f"K080（{words}）" in shown
        decide(world, "change")


def test_a_decision_is_replaced_and_never_changed(world):
    first = decide(world, "change")
    decide(world, "retender")
    assert list(UnmetDecision.objects.order_by("pk").values_list("is_current", flat=True)) == [
        False,
        True,
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        UnmetDecision.objects.filter(pk=first.pk).update(reason="別の理由")
