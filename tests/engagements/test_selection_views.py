"""The screens of the selection and the contract: bidders, firms, alternatives, the choice."""

import pytest
from django.urls import reverse

from checklists.models import Answer
from engagements import actions
from engagements.models import Bid, Stage, Vendor
from tests.engagements.conftest import make_vendor, to_stage, url

LONG = "非常に長い件名の業務委託" * 10


def test_a_bidder_is_found_and_entered(as_, cast, engagement, at):
    to_stage(engagement, Stage.SELECTION)
    vendor = make_vendor(cast.business, at, "みなとコンタクト株式会社")
    make_vendor(cast.stranger, at, "みなと別市株式会社")
    client = as_("contracts")
    page = client.get(url("bid-create", engagement.pk), {"q": "みなと"}).content.decode()
    assert "みなとコンタクト" in page
    assert "みなと別市" not in page
    response = client.post(url("bid-create", engagement.pk), {"vendor": vendor.pk})
    assert response.url == url("bid-list", engagement.pk)
    again = client.post(url("bid-create", engagement.pk), {"vendor": vendor.pk})
    assert again.status_code == 422
    assert "登録済み" in again.content.decode()


@pytest.mark.parametrize("wanted", ["", "x", "999999"])
def test_a_bidder_that_is_not_there_is_not_found(as_, engagement, wanted):
    to_stage(engagement, Stage.SELECTION)
    response = as_("business").post(url("bid-create", engagement.pk), {"vendor": wanted})
    assert response.status_code == 404


def test_a_foreign_vendor_is_not_found(as_, cast, engagement, at):
    to_stage(engagement, Stage.SELECTION)
    foreign = make_vendor(cast.stranger, at)
    response = as_("business").post(url("bid-create", engagement.pk), {"vendor": foreign.pk})
    assert response.status_code == 404
    assert as_("business").get(url("vendor-edit", foreign.pk)).status_code == 404


def test_a_new_vendor_leads_back_to_the_bidders(as_, engagement):
    to_stage(engagement, Stage.SELECTION)
    address = f"{url('vendor-create')}?engagement={engagement.pk}&name=新社"
    client = as_("business")
    assert "新社" in client.get(address).content.decode()
    data = {"name": "新社", "address": "住所", "representative": "代表"}
    response = client.post(address, data)
    assert response.url.startswith(url("bid-create", engagement.pk))
    assert client.get(response.url).context["found"][0][0].name == "新社"


def test_vendor_with_a_wrong_number_is_refused(as_):
    data = {"name": "x", "address": "y", "representative": "z", "corporate_number": "1" * 13}
    response = as_("business").post(url("vendor-create"), data)
    assert response.status_code == 422
    assert not Vendor.objects.exists()


def test_vendor_is_corrected_once(as_, cast, at):
    vendor = make_vendor(cast.business, at)
    client = as_("business")
    seen = client.get(url("vendor-edit", vendor.pk)).context["form"].initial["seen"]
    data = {"name": "乙", "address": "住所", "representative": "代表", "seen": seen}
    assert client.post(url("vendor-edit", vendor.pk), data).status_code == 302
    response = client.post(url("vendor-edit", vendor.pk), data | {"name": "丙"})
    assert response.status_code == 409
    assert "乙" in response.content.decode()


def test_vendor_list_pages_by_key(as_, cast, at):
    Vendor.objects.bulk_create(
        Vendor(
            municipality=cast.municipality, name=f"社{n // 2:03}", address="x", representative="y"
        )
        for n in range(120)
    )
    client = as_("auditor")
    seen, address = [], url("vendor-list")
    while address:
        response = client.get(address)
        seen += [vendor.pk for vendor, _ in response.context["rows"]]
        address = response.context["next_url"] and url("vendor-list") + response.context["next_url"]
    assert len(seen) == len(set(seen)) == 120


def test_the_comparison_tells_what_is_missing(as_, cast, make_bid, engagement, at):
    bid = make_bid(LONG[:120], K010="no", K060="partial")
    make_bid("未回答社", filled=False)
    page = as_("business").get(url("bid-list", engagement.pk)).content.decode()
    assert "代替措置を決める" in page
    assert page.count("回答を入力する") == 1
    item = Answer.objects.get(checklist=bid.checklist, item__code="K010").item
    data = {"kind": "alternative", "text": "市が名簿を確かめる。"}
    response = as_("business").post(url("alternative-edit", bid.pk, item.pk), data)
    assert response.url == url("bid-list", engagement.pk)
    measure = bid.alternatives.get()
    client = as_("policy")
    assert "回答する" in client.get(url("bid-list", engagement.pk)).content.decode()
    assert "市が名簿" in client.get(url("alternative-answer", measure.pk)).content.decode()
    assert client.post(url("alternative-answer", measure.pk), {"approve": "yes"}).status_code == 302
    assert client.get(url("alternative-answer", measure.pk)).status_code == 200


def test_alternatives_are_for_items_of_the_bid(as_, make_bid, edition):
    bid = make_bid(K010="no")
    client = as_("business")
    other = edition.check_items.get(code="K190")
    assert client.get(url("alternative-edit", bid.pk, other.pk)).status_code == 404
    assert as_("colleague").get(url("alternative-edit", bid.pk, other.pk)).status_code == 404


def test_a_withdrawal_is_recorded(as_, make_bid, engagement):
    bid = make_bid()
    data = {"withdrawn_on": "2026-03-01", "reason": "人員が足りない。"}
    response = as_("business").post(url("bid-withdraw", bid.pk), data)
    assert response.url == url("bid-list", engagement.pk)
    response = as_("business").post(url("bid-withdraw", bid.pk), data)
    assert response.status_code == 422


def test_the_contractor_is_chosen(as_, cast, make_bid, engagement, at):
    bid, blank = make_bid("甲社", K010="no"), make_bid("乙社", filled=False)
    client = as_("business")
    address = url("selection-edit", engagement.pk)
    response = client.get(address)
    page = response.content.decode()
    assert "必須項目のうち1件が満たされていません" in page
    assert "回答していない応募者がいます" in page
    revision = response.context["form"].initial["revision"]
    data = {"revision": revision, "bid": blank.pk, "reason": "x"}
    assert client.post(address, data).status_code == 422
    data = {"revision": revision, "bid": bid.pk, "reason": "体制が整っている。"}
    assert client.post(address, data).url == reverse(
        "workflow:engagement-detail", args=[engagement.pk]
    )
    response = client.post(address, data | {"reason": "別の理由"})
    assert response.status_code == 409
    assert "体制が整っている。" in response.content.decode()


def test_the_contract_is_registered_and_corrected(as_, cast, make_bid, engagement, at):
    bid = make_bid()
    actions.decide_selection(engagement, bid=bid, reason="x", by=cast.business, at=at)
    to_stage(engagement, Stage.CONTRACTING)
    client = as_("contracts")
    address = url("contract-edit", engagement.pk)
    form = client.get(address).context["form"]
    assert form.initial["contractor_name"] == "株式会社甲"
    data = {k: v for k, v in form.initial.items() if v is not None} | {
        "concluded_on": "令和8年4月1日",
        "period_from": "令和8年4月1日",
        "period_to": "令和8年3月31日",
        "blank_return-limit": "10日以内",
    }
    response = client.post(address, data)
    assert response.status_code == 422
    assert "末日は初日以後" in response.content.decode()
    data["period_to"] = "令和9年3月31日"
    assert client.post(address, data).status_code == 302
    engagement.refresh_from_db()
    assert engagement.contract.blanks == {"return-limit": "10日以内"}
    response = client.post(address, data | {"contractor_name": "改称社"})
    assert response.status_code == 409
    data["revision"] = response.context["form"]["revision"].value()
    assert client.post(address, data | {"contractor_name": "改称社"}).status_code == 302
    assert "10日以内" in client.get(url("annex-preview", engagement.pk)).content.decode()


def test_lists_take_a_fixed_number_of_queries(
    as_, cast, engagement, make_bid, at, django_assert_max_num_queries
):
    client = as_("business")
    with django_assert_max_num_queries(11):
        client.get(url("tailoring-list", engagement.pk))
    first = make_bid("一社", K010="no")
    with django_assert_max_num_queries(9):
        client.get(url("bid-list", engagement.pk))
    for number in range(8):
        bid = make_bid(f"{number}社", K010="no", K060="partial")
        item = Answer.objects.get(checklist=bid.checklist, item__code="K010").item
        actions.propose_alternative(
            bid, item, kind="condition", text="条件", by=cast.business, at=at
        )
    actions.decide_selection(engagement, bid=first, reason="x", by=cast.business, at=at)
    with django_assert_max_num_queries(9):
        client.get(url("bid-list", engagement.pk))


def test_two_hundred_bids_come_in_pages(as_, cast, engagement, make_bid, at):
    model = make_bid("雛形社", filled=False)
    vendors = Vendor.objects.bulk_create(
        Vendor(municipality=cast.municipality, name=f"社{n}", address="x", representative="y")
        for n in range(199)
    )
    lists = []
    for vendor in vendors:
        checklist = model.checklist
        checklist.pk, checklist.respondent = None, vendor.name
        checklist.save(force_insert=True)
        lists.append(checklist.pk)
    Bid.objects.bulk_create(
        Bid(
            municipality=cast.municipality,
            engagement=engagement,
            vendor=vendor,
            checklist_id=pk,
            created_at=at,
        )
        for vendor, pk in zip(vendors, lists, strict=True)
    )
    client = as_("business")
    address, seen = url("bid-list", engagement.pk), 0
    while address:
        response = client.get(address)
        seen += len(response.context["rows"])
        assert len(response.content) < 120_000
        following = response.context["next_url"]
        address = following and url("bid-list", engagement.pk) + following
    assert seen == 200
