"""選定結果通知書: each firm reads the outcome and its own answers, and nobody else's."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from common.errors import Refused
from documents.actions import issue
from documents.composing import compose
from documents.kinds import by_name
from documents.models import IssuedDocument
from engagements import actions
from engagements.actions import letters as posting
from engagements.letters import KIND
from engagements.models import Bid
from ledger.actions import subject_of
from ledger.models import LedgerEvent
from ledger.verification import verify
from tests.engagements.conftest import make_vendor, url
from tests.world import World, begin, to_selection

pytestmark = pytest.mark.django_db

SECRETS = {"data": "保管庫は来年度に買う。", "call": "夜勤の職員が教育を受けていない。"}


def decided(cast) -> World:
    """Three firms: the first chosen, the second can't meet an item, the third meets all but a
    condition that was covered; letters are out."""
    world = begin(cast)
    bids = to_selection(world, "print", "data", "call")
    walk, at = world.walk, world.at
    links = [actions.issue_link(bid, by=cast.business, at=at)[1] for bid in bids]
    walk.answer(bids[0].checklist, at, (), "担当")
    walk.answer(bids[1].checklist, at, [("K080", "no", SECRETS["data"])], "担当")
    walk.answer(bids[2].checklist, at, [("K040", "partial", SECRETS["call"])], "担当")
    walk.open_answers(at)
    walk.alternative(bids[2], "K040", at, kind="condition", text="着任の前に教育を行う。")
    walk.choose(bids[0], at, "実績と体制が最もよい。")
    walk.issue("selection-report", at)
    posted = actions.issue_letters(walk.engagement, by=cast.business, at=at)
    world.extra |= {"bids": bids, "links": links, "posted": posted}
    return world


STANDING = decided


@pytest.fixture
def world(standing):
    return standing


@pytest.fixture
def bids(world):
    """As they are now."""
    rows = Bid.objects.filter(engagement=world.engagement).select_related(
        "vendor", "checklist", "engagement__department", "engagement__municipality"
    )
    return list(rows.order_by("pk"))


def letter(bid) -> str:
    found = compose(by_name(KIND), bid, number="X-01", at=bid.created_at)
    return found.html


def issued(bid) -> list[IssuedDocument]:
    return list(IssuedDocument.objects.about(subject_of(bid), KIND))


def post(world):
    return actions.issue_letters(world.engagement, by=world.cast.business, at=world.at)


def test_one_click_writes_to_every_bidder(world, bids):
    assert world.extra["posted"] == posting.Posted(3, 0)
    for bid in bids:
        (document,) = issued(bid)
        assert document.number == f"R8-税務-0001-T{bid.checklist_id}-D4L-01"
        assert document.made_from["selection"] == bid.engagement.selections.get().pk
        assert document.read().startswith(b"%PDF")
    told = LedgerEvent.objects.filter(verb="documents.issued", data__kind=KIND)
    assert told.count() == 3
    assert list(verify()) == []


def test_a_letter_says_the_outcome_and_the_firms_own_shortcomings(bids):
    chosen, lacking, third = (letter(bid) for bid in bids)
    winner = bids[0].vendor.name
    assert "貴社を委託先に選定しました" in chosen
    for page in (lacking, third):
        assert "貴社は委託先となりませんでした" in page
        assert f"<td>{winner}</td>" in page
        assert "<td>3者</td>" in page
    assert "<td>K080</td>" in lacking
    assert SECRETS["data"] in lacking
    assert "満たさない必須の項目はありませんでした" in third
    assert "行政不服審査" not in chosen + lacking + third


def test_nothing_of_another_firm_is_in_a_letter(bids):
    pages = [letter(bid) for bid in bids]
    assert [SECRETS["data"] in page for page in pages] == [False, True, False]
    assert [SECRETS["call"] in page for page in pages] == [False, False, False]
    assert bids[1].vendor.name not in pages[0] + pages[2]
    assert bids[2].vendor.name not in pages[0] + pages[1]
    assert "実績と体制が最もよい。" not in "".join(pages)


def test_the_chosen_firm_reads_its_own_conditions(world, bids):
    choose(world, bids[2])
    page = letter(bids[2])
    assert "着任の前に教育を行う。" in page
    assert "理由の説明" not in page


def test_reasons_may_be_asked_for_so_many_working_days(world, bids, at):
    page = compose(by_name(KIND), bids[1], number="X", at=at).html
    assert "令和8年4月10日まで" in page  # 4月1日 is a Wednesday
    choose(world, bids[0], explanation_days=20)
    page = compose(by_name(KIND), bids[1], number="X", at=at).html
    assert "令和8年4月30日まで" in page  # 昭和の日 is left out
    assert "20日間" in page


@pytest.mark.parametrize("days", [0, 61])
def test_the_period_has_bounds(world, bids, days):
    with pytest.raises(Refused, match="1日から60日"):
        actions.decide_selection(
            world.engagement,
            bid=bids[0],
            reason="x",
            explanation_days=days,
            by=world.cast.business,
            at=world.at,
        )


def choose(world, bid, *, explanation_days=None, report=True):
    """Choose anew, an hour later."""
    later = world.at + timedelta(hours=1)
    actions.decide_selection(
        world.engagement,
        bid=bid,
        reason="選び直した。",
        explanation_days=explanation_days,
        by=world.cast.business,
        at=later,
    )
    if report:
        kind = by_name("selection-report")
        issue(kind, world.engagement, by=world.cast.business, at=later)


def test_a_firm_that_sent_nothing_is_told_so(world, bids):
    bids[1].checklist.submitted_at = None
    page = letter(bids[1])
    assert "確認表の提出がありませんでした" in page
    assert SECRETS["data"] not in page


def test_letters_need_the_choice_and_its_report(cast):
    world = begin(cast)
    (bid,) = to_selection(world, "print")
    with pytest.raises(Refused, match="委託先を選んでから"):
        post(world)
    world.walk.answer(bid.checklist, world.at, (), "担当")
    world.walk.open_answers(world.at)
    world.walk.choose(bid, world.at, "適している。")
    with pytest.raises(Refused, match="選定評価・理由書を発行してから"):
        post(world)
    assert issued(bid) == []


def test_another_choice_needs_another_report_and_other_letters(world, bids):
    choose(world, bids[2], report=False)
    with pytest.raises(Refused, match="理由書も発行し直します"):
        post(world)
    choose(world, bids[2])
    assert post(world).made == 3
    for bid in bids:
        newer, older = issued(bid)
        assert newer.supersedes == older


def test_a_second_click_writes_nothing(world, bids):
    assert post(world) == posting.Posted(0, 0)
    assert len(issued(bids[0])) == 1


def test_many_letters_go_out_in_several_clicks(world, bids, monkeypatch):
    choose(world, bids[2])
    monkeypatch.setattr(posting, "AT_ONCE", 2)
    assert post(world) == posting.Posted(2, 1)
    assert post(world) == posting.Posted(1, 0)


def test_whoever_stepped_back_gets_no_letter(world, bids):
    actions.withdraw_bid(
        bids[1],
        withdrawn_on=world.at.date(),
        reason="人手がない。",
        by=world.cast.business,
        at=world.at,
    )
    bids[1].refresh_from_db()
    with pytest.raises(Refused, match="辞退した事業者"):
        letter(bids[1])
    assert post(world).left == 0
    assert len(issued(bids[1])) == 1


def test_another_department_and_auditors_send_nothing(world):
    for by in (world.cast.colleague, world.cast.auditor, world.cast.stranger):
        with pytest.raises(Refused):
            actions.issue_letters(world.engagement, by=by, at=world.at)


# The pages


def test_the_page_lists_every_letter_and_sends_what_is_missing(world, bids, as_):
    client = as_("business")
    page = client.get(url("letters", world.engagement.pk)).content.decode()
    assert [issued(bid)[0].number in page for bid in bids] == [True] * 3
    choose(world, bids[2])
    page = client.get(url("letters", world.engagement.pk)).content.decode()
    assert page.count("選び直す前のもの") == 3
    response = client.post(url("letters-issue", world.engagement.pk), follow=True)
    assert "3通発行しました" in response.content.decode()
    listed = client.get(url("bid-list", world.engagement.pk)).content.decode()
    assert [reverse("documents:document-download", args=[issued(b)[0].pk]) in listed for b in bids]


def test_a_firm_finds_its_own_letter_and_no_other(world, bids):
    client = Client()
    client.get(reverse("reply:link-open", args=["132012", world.extra["links"][1]]))
    page = client.get(reverse("reply:papers")).content.decode()
    (mine,), (other,) = issued(bids[1]), issued(bids[2])
    assert mine.number in page
    assert other.number not in page
    response = client.get(reverse("reply:paper-download", args=[mine.pk]))
    assert response.content == mine.read()
    assert client.get(reverse("reply:paper-download", args=[other.pk])).status_code == 404


def test_the_page_costs_the_same_for_two_and_for_twenty(world, as_, django_assert_num_queries):
    client = as_("business")
    client.get(url("letters", world.engagement.pk))
    with django_assert_num_queries(8):
        client.get(url("letters", world.engagement.pk))
    model = Bid.objects.get(pk=world.extra["bids"][0].pk)
    for number in range(18):
        table = model.checklist
        table.pk, table._state.adding = None, True
        table.save()
        Bid.objects.create(
            municipality_id=model.municipality_id,
            engagement_id=model.engagement_id,
            vendor=make_vendor(world.cast.business, world.at, f"第{number}社"),
            checklist=table,
            created_at=world.at,
        )
    with django_assert_num_queries(8):
        client.get(url("letters", world.engagement.pk))
