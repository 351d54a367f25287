"""事業者の履歴: what staff of which department see of a firm's bids, contracts and findings."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagements import actions
from engagements.models import Bid, Engagement, Stage, Vendor
from tests.engagements.conftest import fill, to_stage, url
from tests.engagements.vendor_ground import (
    bid_in,
    build,
    certify,
    suspend,
    vendor,
)
from tests.factories import AT

pytestmark = pytest.mark.django_db

STANDING = build


@pytest.fixture
def stand(standing):
    return standing


def seen_by(client, firm):
    """Title → the row of the history."""
    rows = client.get(url("vendor-detail", firm.pk)).context["history"]
    return {row.bid.engagement.title: row for row in rows}


def test_findings_of_one_department_are_known_to_all(as_, stand):
    for name, is_linked in (("business", True), ("colleague", False), ("auditor", True)):
        response = as_(name).get(url("vendor-detail", stand.vendor.pk))
        page = response.content.decode()
        assert "税の封入業務" in page
        assert "重大1件・軽微1件（是正待ち1件、うち期限超過1件）" in page
        assert "無断で再委託した" not in page
        assert (stand.walk.engagement.get_absolute_url() in page) == is_linked
        (year,) = response.context["record"].years
        assert (year[0], year[1].total, year[1].open) == (2026, 2, 1)
    assert as_("stranger").get(url("vendor-detail", stand.vendor.pk)).status_code == 404


def test_each_bid_says_how_it_ended(as_, cast, stand):
    firm = stand.vendor
    lost, gone, dropped, running = (
        bid_in(stand.tender(title=title), firm, at=AT)
        for title in ("負けた件", "退いた件", "やめた件", "選考中の件")
    )
    actions.withdraw_bid(
        gone, withdrawn_on=AT.date(), reason="人手", by=cast.business, at=timezone.now()
    )
    to_stage(lost.engagement, Stage.CONTRACTING)
    to_stage(dropped.engagement, Stage.CANCELLED)
    fill(running, cast.business, AT)
    actions.decide_selection(running.engagement, bid=running, reason="x", by=cast.business, at=AT)
    found = {title: row.result for title, row in seen_by(as_("business"), firm).items()}
    assert found == {
        "税の封入業務": "選定",
        "負けた件": "不選定",
        "退いた件": "辞退",
        "やめた件": "中止",
        "選考中の件": "審査中",
    }


def test_a_sealed_bid_is_known_to_those_who_carry_out_the_procedure_only(as_, cast, stand):
    firm = stand.vendor
    engagement = stand.tender(title="封の中", answer_deadline=AT.date() + timedelta(days=9))
    bid_in(engagement, firm, at=AT)
    assert "封の中" in seen_by(as_("business"), firm)
    assert "封の中" in seen_by(as_("contracts"), firm)
    assert "封の中" not in seen_by(as_("colleague"), firm)
    actions.open_answers(engagement, by=cast.business, at=AT + timedelta(days=10))
    assert seen_by(as_("colleague"), firm)["封の中"].result == "審査中"


def test_a_terminated_contract_is_told(as_, cast, stand):
    to_stage(stand.walk.engagement, Stage.TERMINATED)
    page = as_("colleague").get(url("vendor-detail", stand.vendor.pk)).content.decode()
    assert "解除1件" in page
    other = stand.tender()
    fill(bid_in(other, stand.vendor, at=AT), cast.business, AT)
    page = as_("business").get(url("selection-edit", other.pk)).content.decode()
    assert "契約の解除1件" in page


def many_bids(stand, firm: Vendor, number: int) -> None:
    """So many more bids of the firm, of several years, as rows."""
    model = stand.walk.contract.bid
    engagement, table = Engagement.objects.get(pk=model.engagement_id), model.checklist
    for n in range(number):
        engagement.pk, engagement.sequence = None, 100 + n
        engagement.title, engagement.fiscal_year = f"過去の件{n}", 2020 + n % 3
        engagement.save(force_insert=True)
        table.pk = None
        table.save(force_insert=True)
        Bid.objects.create(
            municipality=model.municipality,
            engagement=engagement,
            vendor=firm,
            checklist_id=table.pk,
            created_at=AT,
        )


def test_the_history_comes_in_pages_by_key(as_, stand):
    many_bids(stand, stand.vendor, 44)
    client = as_("business")
    address, titles, years = url("vendor-detail", stand.vendor.pk), [], []
    following = address
    while following:
        response = client.get(following)
        rows = response.context["history"]
        assert len(rows) <= 20
        titles += [row.bid.engagement.title for row in rows]
        years += [row.bid.engagement.fiscal_year for row in rows]
        following = response.context["next_url"] and address + response.context["next_url"]
    assert len(titles) == len(set(titles)) == 45
    assert years == sorted(years, reverse=True)
    for nonsense in ("x", "9-", "-", "٣-٣", "9" * 40, "9" * 20 + "-1"):
        assert client.get(address, {"after": nonsense}).status_code == 200


def queries(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_queries_do_not_grow_with_what_is_recorded(as_, cast, stand):
    engagement, client = stand.tender(), as_("business")
    addresses = [
        url("vendor-list"),
        url("vendor-detail", stand.vendor.pk),
        url("bid-create", engagement.pk),
        url("selection-edit", engagement.pk),
    ]

    def enter(name: str) -> None:
        firm = vendor(cast, name)
        certify(cast, firm, 10)
        suspend(cast, firm, -30, -2)
        fill(bid_in(engagement, firm, at=AT), cast.business, AT)
        certify(cast, stand.vendor, len(name))

    enter("甲")
    enter("乙")
    few = [queries(client, address) for address in addresses]
    for number in range(18):
        enter(f"社{number}")
    many_bids(stand, stand.vendor, 18)
    assert [queries(client, address) for address in addresses] == few
    assert max(few) <= 18
