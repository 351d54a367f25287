"""Patterns that a person should look at, and their counter-cases."""

from dataclasses import replace

import pytest

from accounts.respondents import Respondent
from checklists import actions as checklists
from checklists.models import Answer, Checklist
from engagements.concerns import Concern, concerns_about
from engagements.models import Bid
from tests.world import PLAN, World, begin, to_selection

pytestmark = pytest.mark.django_db

ALIKE = "一部の端末は、契約開始後1か月以内に接続制御を導入します。"


def tender(cast) -> World:
    """Two bidders before the deadline."""
    world = begin(cast)
    world.extra["bids"] = to_selection(world, "print", "data")
    return world


STANDING = tender


@pytest.fixture
def world(standing):
    return standing


def found(world, **facts: str) -> list[Concern]:
    world.walk.open_answers(world.at)
    bids = Bid.objects.filter(engagement=world.engagement).select_related("vendor", "checklist")
    return concerns_about(list(bids.order_by("pk")), facts)


def answer(world, notes: list[str]) -> None:
    for bid, note in zip(world.extra["bids"], notes, strict=True):
        world.walk.answer(bid.checklist, world.at, [("K080", "no", note)], "担当")


def test_yes_to_everything_at_once_is_pointed_out(world):
    one, two = world.extra["bids"]
    world.walk.answer(one.checklist, world.at, (), "担当")
    world.walk.answer(two.checklist, world.at, [("K080", "no", "保管庫がない。")], "担当")
    (concern,) = found(world)
    assert "1分以内" in concern.title
    assert [bid.pk for bid in concern.bids] == [one.pk]


def test_the_same_words_of_two_bidders_are_pointed_out(world):
    answer(world, [ALIKE, ALIKE.replace("1", "１") + " "])
    (concern,) = found(world)
    assert "一字一句" in concern.title
    assert (len(concern.bids), concern.codes) == (2, ["K080"])


@pytest.mark.parametrize("notes", [["設備がない。"] * 2, [ALIKE, ALIKE.replace("1か月", "3か月")]])
def test_short_or_different_words_are_not(world, notes):
    answer(world, notes)
    assert found(world) == []


def test_the_same_file_of_two_bidders_is_pointed_out(world):
    for bid in world.extra["bids"]:
        item = Answer.objects.get(checklist=bid.checklist, item__code="K001").item_id
        checklists.add_evidence(
            bid.checklist_id,
            item,
            name=f"{bid.pk}.txt",
            data="個人情報取扱規程".encode(),
            by=Respondent(bid.municipality_id, bid.checklist_id, bid.vendor.name),
            at=world.at,
        )
    answer(world, ["甲の理由", "乙の理由"])
    (concern,) = found(world)
    assert "同じファイル" in concern.title
    assert concern.codes == ["K001"]


def test_capacity_for_many_needs_a_figure(cast):
    second = begin(cast, plan=replace(PLAN, preset="standard"))
    second.extra["bids"] = to_selection(second, "print", "data")
    bare, shown = second.extra["bids"]
    second.walk.answer(bare.checklist, second.at, [("K080", "no", "甲の理由")], "担当")
    answer = Answer.objects.get(checklist=shown.checklist, item__code="K067")
    Answer.objects.filter(pk=answer.pk).update(evidence="1日6,000枚、2台の計算書")
    rows = [
        {
            "item_id": row.item_id,
            "value": "no" if row.item.code == "K080" else "yes",
            "note": "乙の理由" if row.item.code == "K080" else "",
            "evidence": row.evidence,
            "revision": row.revision,
        }
        for row in shown.checklist.answers.select_related("item")
    ]
    firm = Respondent(shown.municipality_id, shown.checklist_id, shown.vendor.name)
    checklists.save_answers(shown.checklist, rows, by=firm, at=second.at)
    checklists.submit(
        shown.checklist, filled_by="担当", filled_on=second.at.date(), by=firm, at=second.at
    )
    (concern,) = found(second, persons="over_10000")
    assert (concern.codes, [bid.pk for bid in concern.bids]) == (["K067"], [bare.pk])
    assert found_again(second, persons="up_to_100") == []


def found_again(world, **facts: str) -> list[Concern]:
    bids = Bid.objects.filter(engagement=world.engagement).select_related("vendor", "checklist")
    return concerns_about(list(bids), facts)


def test_sealed_answers_give_no_hint(world):
    answer(world, [ALIKE, ALIKE])
    assert Checklist.objects.filter(opened_at=None, submitted_at__isnull=False).count() == 2
    assert found_again(world) == []
