"""事業者名簿: certifications, 指名停止, and firms that are registered twice."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Refused, Stale
from documents.composing import compose
from documents.kinds import by_name
from engagements import actions
from engagements.actions.merging import pair_digest
from engagements.duplicates import alike
from engagements.models import (
    Bid,
    Certification,
    DespiteSuspension,
    FormerName,
    Selection,
    Suspension,
    Vendor,
)
from engagements.naming import KEY_LENGTH, name_key
from engagements.standing import standings
from ledger.models import LedgerEvent
from ledger.verification import verify
from tests.engagements.conftest import fill, url
from tests.engagements.vendor_ground import (
    NUMBER,
    OTHER_NUMBER,
    bid_in,
    build,
    certify,
    suspend,
    today,
    vendor,
)

pytestmark = pytest.mark.django_db

STANDING = build
NEW = {"address": "住所", "representative": "代表"}


@pytest.fixture
def stand(standing):
    return standing


def refused_by_the_database(change):
    """Whether a trigger or constraint stops it."""
    try:
        with transaction.atomic():
            change()
    except DatabaseError:
        return True
    return False


# Names


@given(st.text(max_size=120))
def test_a_name_key_is_its_own_key_and_fits_its_column(name):
    key = name_key(name)
    assert name_key(key) == key
    assert len(key) <= KEY_LENGTH


@given(
    st.sampled_from(["株式会社", "（株）", "㈱", "(株)", "㍿", "有限会社"]),
    st.text(st.sampled_from("アァキャヤ甲乙ａＡ1１ｱー"), min_size=1, max_size=20),
    st.text(st.sampled_from(" 　\t"), max_size=3),
)
def test_a_name_key_forgets_legal_form_width_and_spaces(form, name, space):
    assert name_key(form + space + name) == name_key(name + space + form) == name_key(name)


def test_a_name_key_keeps_what_tells_names_apart():
    assert name_key("株式会社キヤノン") != name_key("株式会社キャノン")
    assert name_key("株式会社") == "株式会社"
    assert name_key("株式株式会社会社") == "株式会社"


# Registered twice


def test_a_firm_that_looks_registered_is_asked_about(as_, cast):
    known = vendor(cast, "株式会社 みなとコンタクトセンター")
    client = as_("business")
    data = {"name": "みなとコンタクトセンター（株）", **NEW}
    response = client.post(url("vendor-create"), data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "同じ事業者と思われる登録" in page
    assert url("vendor-detail", known.pk) in page
    assert "応募" in page
    assert Vendor.objects.filter(name_key=known.name_key).count() == 1
    response = client.post(url("vendor-create"), data | {"is_distinct": "on"})
    made = Vendor.objects.exclude(pk=known.pk).latest("pk")
    assert response.url == url("vendor-detail", made.pk)
    event = LedgerEvent.objects.filter(verb="engagements.vendor_registered").latest("seq")
    assert event.data["distinct_from"] == [known.pk]


def test_likely_duplicates_are_found_by_former_name_and_nearly_the_same_name(cast):
    firm = vendor(cast, "北斗検針サービス株式会社")
    actions.update_vendor(
        firm, name="北斗ユーティリティサービス", by=cast.contracts, at=timezone.now()
    )
    vendor(cast, "南斗")
    (found,) = alike(cast.municipality.pk, "（株）北斗検針サービス")
    assert (found.vendor, found.why) == (firm, "以前の名称が同じです")
    (found,) = alike(cast.municipality.pk, "北斗ユーテリティサービス")
    assert (found.vendor, found.why) == (firm, "名称がよく似ています")
    assert alike(cast.stranger.municipality_id, "北斗ユーティリティサービス") == []
    assert refused_by_the_database(lambda: FormerName.objects.update(name="x"))


def test_a_firm_with_the_same_number_is_shown_and_not_registered(as_, cast):
    known = vendor(cast, "株式会社甲", corporate_number=NUMBER)
    data = {"name": "まったく別の名前", "corporate_number": "8-7001-1000-5901", **NEW}
    response = as_("contracts").post(url("vendor-create"), data | {"is_distinct": "on"})
    assert response.status_code == 422
    assert "登録済み" in response.content.decode()
    assert url("vendor-detail", known.pk) in response.content.decode()


def merge(cast, gone, kept, **more):
    return actions.merge_vendors(
        gone, into=kept, reason="同じ会社", **{"by": cast.policy, "at": timezone.now()} | more
    )


def test_a_merged_firm_stays_as_it_was_and_stands_for_the_other(cast, stand, as_):
    kept, gone, older = vendor(cast, "甲社"), vendor(cast, "（甲社）"), vendor(cast, "旧甲社")
    bid = bid_in(stand.tender(), gone)
    suspend(cast, gone)
    certify(cast, gone, 10)
    merge(cast, older, gone)
    merge(cast, gone, kept)
    bid.refresh_from_db()
    gone.refresh_from_db()
    older.refresh_from_db()
    assert bid.vendor_id == gone.pk
    assert (gone.name, gone.merged_into_id, older.merged_into_id) == ("（甲社）", kept.pk, kept.pk)
    known = standings([gone, kept], today())
    assert len(known[kept.pk].certifications) == len(known[gone.pk].suspensions) == 1
    page = as_("contracts").get(url("vendor-detail", kept.pk)).content.decode()
    assert "「（甲社）」として応募" in page
    assert [found.vendor for found in alike(cast.municipality.pk, "旧甲社")] == [kept]
    rows = as_("business").get(url("vendor-list"), {"q": "旧甲社"}).context["rows"]
    assert [row for row, _ in rows] == [kept]
    assert refused_by_the_database(lambda: Vendor.objects.filter(pk=gone.pk).update(name="x"))
    assert refused_by_the_database(
        lambda: Vendor.objects.filter(pk=gone.pk).update(
            merged_into=None, merged_at=None, merged_by=None, merged_reason=""
        )
    )
    with pytest.raises(Refused, match="統合されています"):
        bid_in(stand.tender(), gone)
    with pytest.raises(Refused, match="登録済み"):
        bid_in(bid.engagement, kept)
    with pytest.raises(Refused, match="統合されています"):
        actions.update_vendor(gone, name="x", by=cast.contracts, at=timezone.now())


def test_firms_that_cannot_be_one_are_not_merged(cast, stand):
    first = vendor(cast, "甲社", corporate_number=NUMBER)
    other = vendor(cast, "乙社", corporate_number=OTHER_NUMBER)
    plain, foreign = vendor(cast, "丙社"), vendor(cast, "丁社")
    Vendor.objects.filter(pk=foreign.pk).update(municipality=cast.stranger.municipality)
    with pytest.raises(Refused, match="法人番号が違う"):
        merge(cast, first, other)
    with pytest.raises(Refused, match="「甲社」を残して"):
        merge(cast, first, plain)
    with pytest.raises(Refused, match="同じ登録どうし"):
        merge(cast, plain, plain)
    with pytest.raises(Refused, match="ほかの自治体"):
        merge(cast, foreign, plain)
    with pytest.raises(Refused, match="権限"):
        merge(cast, plain, first, by=cast.business)
    engagement = stand.tender()
    bid_in(engagement, first)
    bid = bid_in(engagement, plain)
    with pytest.raises(Refused, match="両方が応募"):
        merge(cast, plain, first)
    actions.withdraw_bid(
        bid, withdrawn_on=today(), reason="重複", by=cast.business, at=timezone.now()
    )
    merge(cast, plain, first)
    with pytest.raises(Refused, match="統合されています"):
        merge(cast, plain, first)


def test_the_page_says_that_a_merger_is_for_good(as_, cast):
    kept, gone = vendor(cast, "株式会社甲"), vendor(cast, "甲")
    client = as_("policy")
    assert "見比べる" in client.get(url("vendor-merge", gone.pk)).content.decode()
    address = f"{url('vendor-merge', gone.pk)}?into={kept.pk}"
    assert "取り消せません" in client.get(address).content.decode()
    data = {"seen": pair_digest(gone, kept), "reason": "同じ所在地", "is_sure": "on"}
    actions.update_vendor(kept, contact="電話", by=cast.contracts, at=timezone.now())
    response = client.post(address, data)
    assert response.status_code == 409
    data["seen"] = response.context["form"]["seen"].value()
    assert client.post(address, data).url == url("vendor-detail", kept.pk)
    assert "統合されています" in client.get(url("vendor-detail", gone.pk)).content.decode()


# Certifications


@pytest.mark.parametrize(
    ("days", "state"),
    [(-1, "期限切れ"), (0, "期限間近"), (90, "期限間近"), (91, "有効"), (None, "期限未確認")],
)
def test_the_state_of_a_certification(cast, days, state):
    assert certify(cast, vendor(cast), days).state_on(today()).label == state


def test_a_renewal_takes_the_place_of_the_former_row(as_, cast):
    firm = vendor(cast)
    former = certify(cast, firm, -1)
    client = as_("contracts")
    address = url("certification-edit", former.pk)
    data = {"kind": "isms", "valid_until": "令和20年3月31日", "seen": former.pk}
    assert client.post(address, data).url == url("vendor-detail", firm.pk)
    response = client.post(address, data | {"number": "2"})
    assert response.status_code == 409
    data["seen"] = response.context["form"]["seen"].value()
    assert client.post(address, data | {"number": "2"}).status_code == 302
    assert [row.number for row in firm.certifications.filter(is_current=True)] == ["2"]
    assert firm.certifications.count() == 3
    actions.end_certification(
        firm.certifications.get(is_current=True), reason="返上", by=cast.business, at=timezone.now()
    )
    with pytest.raises(Stale):
        actions.end_certification(former, reason="返上", by=cast.business, at=timezone.now())
    assert "外されています" in client.get(address).content.decode()
    assert refused_by_the_database(lambda: Certification.objects.update(number="x"))
    assert refused_by_the_database(lambda: Certification.objects.update(is_current=True))
    assert refused_by_the_database(lambda: Certification.objects.all().delete())


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"kind": "other"}, "認証の名称を入力"),
        ({"kind": "isms", "checked_by_means": "copy"}, "両方を入力"),
        ({"kind": "isms", "checked_by_means": "copy", "checked_on": "2999-01-01"}, "先の日付"),
        ({"kind": "iso14001"}, "種類"),
    ],
)
def test_a_certification_that_says_too_little_is_refused(as_, cast, fields, reason):
    firm = vendor(cast)
    response = as_("business").post(url("certification-create", firm.pk), fields)
    assert response.status_code == 422
    assert reason in response.content.decode()
    assert not firm.certifications.exists()


# 指名停止


def test_a_suspension_is_entered_once_and_lifted_once(as_, cast):
    firm = vendor(cast)
    page = as_("policy").get(url("suspension-create", firm.pk)).content.decode()
    assert "特記市の要綱による" in page
    suspension = suspend(cast, firm)
    with pytest.raises(Refused, match="既に記録"):
        suspend(cast, firm)
    with pytest.raises(Refused, match="権限"):
        actions.lift_suspension(
            suspension, lifted_on=today(), reason="x", by=cast.business, at=timezone.now()
        )
    for lifted_on, reason in ((today() - timedelta(days=9), "x"), (today(), " ")):
        with pytest.raises(Refused, match="期間の中の日"):
            actions.lift_suspension(
                suspension, lifted_on=lifted_on, reason=reason, by=cast.policy, at=timezone.now()
            )
    data = {"lifted_on": today().isoformat(), "reason": "改善された。"}
    client = as_("contracts")
    assert client.post(url("suspension-lift", suspension.pk), data).status_code == 302
    assert client.post(url("suspension-lift", suspension.pk), data).status_code == 422
    assert "解除の理由：改善された。" in client.get(url("vendor-detail", firm.pk)).content.decode()
    for change in (
        lambda: Suspension.objects.all().delete(),
        lambda: Suspension.objects.update(to_on=today()),
        lambda: Suspension.objects.update(lifted_reason="別の理由"),
        lambda: Suspension.objects.update(
            lifted_on=None, lifted_at=None, lifted_by=None, lifted_reason=""
        ),
    ):
        assert refused_by_the_database(change)


def test_another_bodys_suspension_needs_its_source(as_, cast):
    data = {
        "origin": "other",
        "from_on": "令和8年4月1日",
        "to_on": "令和8年3月1日",
        "reason": "x",
        "ground": "y",
    }
    response = as_("contracts").post(url("suspension-create", vendor(cast).pk), data)
    assert response.status_code == 422
    page = response.content.decode()
    assert "末日は初日以後" in page
    assert "把握した資料を入力してください" in page


def test_a_suspended_firm_bids_only_with_a_written_reason(as_, cast, stand):
    engagement, firm = stand.tender("proposal"), vendor(cast)
    suspension = suspend(cast, firm)
    certify(cast, firm, -1)
    client = as_("business")
    address = url("bid-create", engagement.pk)
    response = client.post(address, {"vendor": firm.pk})
    assert response.status_code == 422
    assert "手続を続ける理由" in response.content.decode()
    assert not Bid.objects.filter(engagement=engagement).exists()
    data = {"vendor": firm.pk, "despite": "工事だけに及ぶ措置である。"}
    response = client.post(address, data, follow=True)
    assert response.redirect_chain[0][0] == url("bid-list", engagement.pk)
    assert "更新したかどうかを事業者に確かめてください" in response.content.decode()
    reason = DespiteSuspension.objects.get()
    assert (reason.suspension, reason.reason) == (suspension, data["despite"])
    event = LedgerEvent.objects.get(verb="engagements.bid_registered", data__has_key="despite")
    assert event.data["suspensions"] == [suspension.pk]
    assert refused_by_the_database(lambda: DespiteSuspension.objects.update(reason="x"))


@pytest.mark.parametrize(
    ("procurement", "begin", "end", "more"),
    [
        ("negotiated", -1, 30, {}),
        ("quotation", -1, 30, {}),
        ("open", -30, -1, {}),
        ("open", 1, 30, {}),
        ("open", -1, 30, {"origin": "other", "body": "県", "source": "公表"}),
    ],
)
def test_a_suspension_that_does_not_reach_the_procedure(cast, stand, procurement, begin, end, more):
    firm = vendor(cast)
    suspend(cast, firm, begin, end, **more)
    assert bid_in(stand.tender(procurement), firm).pk


def test_a_suspension_on_its_last_day_binds_and_one_lifted_today_does_not(cast, stand):
    firm = vendor(cast)
    suspension = suspend(cast, firm, -5, 0)
    with pytest.raises(Refused, match="指名停止中"):
        bid_in(stand.tender(), firm)
    actions.lift_suspension(
        suspension, lifted_on=today(), reason="x", by=cast.policy, at=timezone.now()
    )
    assert bid_in(stand.tender(), firm).pk


def test_a_suspended_firm_is_chosen_only_with_a_written_reason(as_, cast, stand):
    engagement, firm = (
        stand.tender("negotiated", period_to=today() + timedelta(days=60)),
        vendor(cast),
    )
    bid = bid_in(engagement, firm)
    fill(bid, cast.business, timezone.now())
    suspend(cast, firm)
    certify(cast, firm, 30)
    certify(cast, firm, -30, kind="p_mark")
    client = as_("business")
    address = url("selection-edit", engagement.pk)
    response = client.get(address)
    page = response.content.decode()
    assert "指名停止中" in page
    assert "履行期間の途中で切れます" in page
    assert "期限切れ" in page
    assert url("vendor-detail", firm.pk) in page
    revision = response.context["form"].initial["revision"]
    data = {"revision": revision, "bid": bid.pk, "reason": "唯一の者である。"}
    response = client.post(address, data)
    assert response.status_code == 422
    assert "手続を続ける理由" in response.content.decode()
    assert not Selection.objects.filter(engagement=engagement).exists()
    assert client.post(address, data | {"despite": "特許を持つ唯一の者。"}).status_code == 302
    at = timezone.now()
    paper = compose(by_name("selection-report"), engagement, number="R8-税務-0002-X-01", at=at).html
    assert "ISMS（ISO/IEC 27001）　名称（期限間近、" in paper
    assert "履行期間の途中で切れる" in paper
    assert "指名停止中（この自治体の措置、" in paper
    assert "特許を持つ唯一の者。" in paper
    assert list(verify()) == []


def test_a_reason_written_at_the_registration_serves_the_choice(cast, stand):
    engagement, firm = stand.tender(), vendor(cast)
    suspend(cast, firm)
    bid = bid_in(engagement, firm, despite="及ばない。")
    fill(bid, cast.business, timezone.now())
    choose = {"bid": bid, "reason": "x", "by": cast.business, "at": timezone.now()}
    assert actions.decide_selection(engagement, **choose).pk
    suspend(cast, firm, -1, 60)
    with pytest.raises(Refused, match="指名停止中"):
        actions.decide_selection(engagement, **choose)


# The list


def test_the_list_is_narrowed_to_what_should_be_noticed(as_, cast):
    suspended, ending, fine = vendor(cast, "甲社"), vendor(cast, "乙社"), vendor(cast, "丙社")
    suspend(cast, suspended)
    suspend(cast, fine, -30, -1)
    certify(cast, ending, 30)
    certify(cast, fine, 300)
    client = as_("auditor")

    def shown(**query):
        return [row for row, _ in client.get(url("vendor-list"), query).context["rows"]]

    assert shown(show="suspended") == [suspended]
    assert shown(show="certificates") == [ending]
    assert shown(show="certificates", q="丙") == []
    assert shown(q="㈱甲社") == [suspended]
    assert (
        len(shown(show="nonsense")) == Vendor.objects.filter(municipality=cast.municipality).count()
    )
    assert shown(q="\0" + " a" * 500) == []
