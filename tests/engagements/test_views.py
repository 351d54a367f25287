"""The screens: one success and one refusal each, strangers, two clerks at once, and queries."""

import pytest
from django.urls import reverse

from checklists.models import Answer
from engagements import actions
from engagements.models import Bid, Engagement, Stage, Tailoring, Vendor
from tests.engagements.conftest import answers, make_edition, make_vendor, to_stage
from tests.factories import MunicipalityFactory

LONG = "非常に長い件名の業務委託" * 10


@pytest.fixture
def as_(client, cast):
    """Sign in as a member of the cast."""

    def sign_in(name):
        client.force_login(getattr(cast, name))
        return client

    return sign_in


def url(name, *args):
    return reverse(f"engagements:{name}", args=args)


def test_a_clerk_registers_an_engagement(as_, cast):
    response = as_("business").post(
        url("engagement-create"),
        {
            "fiscal_year": "2026",
            "title": "納税通知書封入業務",
            "work": "封入",
            "procurement": "open",
            "period_from": "令和8年6月1日",
            "period_to": "R9.3.31",
        },
    )
    made = Engagement.objects.get()
    assert response.url == url("scope-edit", made.pk)
    assert (made.period_from.isoformat(), made.period_to.isoformat()) == (
        "2026-06-01",
        "2027-03-31",
    )


def test_a_wrong_registration_keeps_what_was_typed(as_):
    response = as_("business").post(
        url("engagement-create"), {"title": "件名", "period_from": "きのう", "fiscal_year": "2026"}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "きのう" in page
    assert "日付として読めません" in page


def test_registering_is_for_line_divisions(as_):
    assert as_("auditor").get(url("engagement-create")).status_code == 403


PAGES = ["engagement-edit", "scope-edit", "tailoring-list", "annex-preview", "bid-list"]


@pytest.mark.parametrize("name", [*PAGES, "bid-create", "selection-edit"])
@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_another_department_sees_nothing(as_, engagement, name, who):
    assert as_(who).get(url(name, engagement.pk)).status_code == 404


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("name", [*PAGES, "bid-create", "selection-edit", "contract-edit"])
def test_every_screen_opens_in_every_stage(as_, engagement, name, stage):
    to_stage(engagement, stage)
    assert as_("business").get(url(name, engagement.pk)).status_code == 200


@pytest.mark.parametrize("name", ["scope-edit", "tailoring-list", "annex-preview", "bid-list"])
@pytest.mark.parametrize("who", ["policy", "contracts", "auditor", "admin"])
def test_the_other_roles_read(as_, engagement, name, who):
    assert as_(who).get(url(name, engagement.pk)).status_code == 200


def test_the_later_of_two_clerks_sees_both_texts(as_, cast, engagement, at):
    client = as_("business")
    form = client.get(url("engagement-edit", engagement.pk)).context["form"]
    sent = {k: v for k, v in form.initial.items() if v is not None} | {"title": "わたしの件名"}
    actions.update_engagement(engagement, revision=None, by=cast.business, at=at, title="先の件名")
    response = client.post(url("engagement-edit", engagement.pk), sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert "先の件名" in page
    assert "わたしの件名" in page
    again = response.context["form"]["revision"].value()
    response = client.post(url("engagement-edit", engagement.pk), sent | {"revision": again})
    assert response.status_code == 302
    engagement.refresh_from_db()
    assert engagement.title == "わたしの件名"


def scope_data(engagement, preset, **facts):
    revision = Engagement.objects.get(pk=engagement.pk).revision
    return {**answers(**facts), "preset": preset.pk, "revision": revision}


def test_scope_answers_show_their_effect(as_, engagement, edition):
    client = as_("business")
    data = scope_data(engagement, edition.presets.get(key="full"), my_number="yes", ai="unknown")
    response = client.post(url("scope-edit", engagement.pk), data, follow=True)
    page = response.content.decode()
    assert "リスクは「高」です" in page
    assert "「個人番号を取り扱う：はい」のため適用します。" in page
    assert "「本人から直接収集する：いいえ」のため適用しません。" in page
    assert "年2回以上" in page
    assert "契約前 5件" in page


def test_scope_needs_every_answer(as_, engagement, edition):
    data = scope_data(engagement, edition.presets.get(key="full"))
    del data["cloud"]
    response = as_("business").post(url("scope-edit", engagement.pk), data)
    assert response.status_code == 422
    assert "「クラウドサービスを使いますか」に答えてください。" in response.content.decode()


def test_scope_refuses_a_foreign_preset(as_, engagement, at):
    foreign = make_edition(MunicipalityFactory(code="132039"), at)
    data = scope_data(engagement, foreign.presets.get(key="full"))
    response = as_("business").post(url("scope-edit", engagement.pk), data)
    assert response.status_code == 422
    engagement.refresh_from_db()
    assert engagement.preset.key == "standard"


def test_scope_is_saved_by_the_first_of_two_clerks(as_, cast, engagement, edition, at):
    data = scope_data(engagement, edition.presets.get(key="full"), cloud="yes")
    actions.save_scope(engagement, answers(paper="yes"), by=cast.business, at=at)
    response = as_("business").post(url("scope-edit", engagement.pk), data)
    assert response.status_code == 409
    assert [c.label for c in response.context["conflicts"]] == [
        "個人情報の書かれた紙や、USBメモリなどの媒体を事業者に渡しますか。",
        "クラウドサービスを使いますか。",
        "確認表の型",
    ]


def test_scope_without_a_published_edition_says_whom_to_ask(as_, cast, at):
    bare = actions.create_engagement(
        by=cast.business, at=at, title="業務", work="内容", procurement="open"
    )
    client = as_("business")
    assert "公開を依頼" in client.get(url("scope-edit", bare.pk)).content.decode()
    for name in ("tailoring-list", "annex-preview"):
        assert client.get(url(name, bare.pk)).url == url("scope-edit", bare.pk)
    assert client.get(url("tailoring-edit", bare.pk, "general")).status_code == 404


def test_tailoring_list_groups_the_clauses(as_, engagement):
    groups = as_("business").get(url("tailoring-list", engagement.pk)).context["groups"]
    assert [(g.title, len(g.rows)) for g in groups] == [("除外", 3), ("変更", 0), ("適用", 4)]


def test_a_change_is_proposed_and_approved(as_, engagement):
    client = as_("business")
    address = url("tailoring-edit", engagement.pk, "general")
    form = client.get(address).context["form"]
    text = form.initial["text"].replace("一部とする", "一部とし、これに優先する")
    data = {
        "seen": form.initial["seen"],
        "decision": "changed",
        "text": text,
        "reason": "優先の明記",
    }
    assert client.post(address, data).status_code == 302
    client = as_("policy")
    address = url("tailoring-answer", engagement.pk, "general")
    page = client.get(address).content.decode()
    assert "<ins>第○条　{本書}は、契約書の一部とし、これに優先する。</ins>" in page
    response = client.post(address, {"approve": "no"})
    assert response.status_code == 422
    assert client.post(address, {"approve": "yes"}).status_code == 302
    assert "これに優先する" in client.get(url("annex-preview", engagement.pk)).content.decode()


def test_faulty_text_is_told_by_line_and_kept(as_, engagement):
    address = url("tailoring-edit", engagement.pk, "general")
    data = {"seen": 0, "decision": "changed", "text": "（総則）\n第○条　{うそ}だ。", "reason": "x"}
    response = as_("business").post(address, data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "条文の2行目：" in page
    assert "{うそ}だ。" in page


def test_a_clause_that_stays_offers_no_omission(as_, engagement):
    client = as_("business")
    page = client.get(url("tailoring-edit", engagement.pk, "subcontracting")).content.decode()
    assert "この条は除外できません" in page
    data = {"seen": 0, "decision": "omitted", "reason": "x"}
    response = client.post(url("tailoring-edit", engagement.pk, "subcontracting"), data)
    assert response.status_code == 422


def test_two_clerks_decide_about_a_clause(as_, cast, engagement, at):
    address = url("tailoring-edit", engagement.pk, "general")
    client = as_("business")
    seen = client.get(address).context["form"].initial["seen"]
    actions.decide_tailoring(
        engagement, "general", decision="omitted", reason="先の理由", by=cast.business, at=at
    )
    data = {"seen": seen, "decision": "omitted", "text": "", "reason": "後の理由"}
    response = client.post(address, data)
    assert response.status_code == 409
    page = response.content.decode()
    assert "先の理由" in page
    assert "後の理由" in page
    data["seen"] = response.context["form"]["seen"].value()
    assert client.post(address, data).status_code == 302


def test_rules_cannot_be_answered_and_unknown_clauses_are_not_found(as_, engagement):
    client = as_("policy")
    for key in ("collection", "general", "nothing"):
        assert client.get(url("tailoring-answer", engagement.pk, key)).status_code == 404
    assert as_("business").get(url("tailoring-edit", engagement.pk, "nothing")).status_code == 404


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
        seen += [vendor.pk for vendor in response.context["vendors"]]
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


def test_text_of_users_is_escaped(as_, cast, engagement, at):
    evil = "<script>alert(1)</script>"
    actions.update_engagement(engagement, revision=None, by=cast.business, at=at, title=evil)
    actions.decide_tailoring(
        engagement, "general", decision="omitted", reason=evil, by=cast.business, at=at
    )
    client = as_("business")
    for name in PAGES:
        assert evil not in client.get(url(name, engagement.pk)).content.decode()
    page = as_("policy").get(url("tailoring-answer", engagement.pk, "general")).content.decode()
    assert evil not in page
    assert Tailoring.objects.filter(reason=evil).exists()
