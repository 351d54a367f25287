"""Writes of the engagements app, up to the selection."""

import pytest

from checklists.models import Answer
from common.errors import Refused, Stale
from engagements import actions
from engagements.content import vendor_digest
from engagements.items import items_for
from engagements.models import Engagement, Stage, Tailoring
from engagements.progress import unmet_items, waiting_tailorings
from ledger.models import LedgerEvent
from ledger.verification import verify
from tests.engagements.conftest import answers, make_edition, make_vendor, to_stage
from tests.factories import DepartmentFactory, MunicipalityFactory

CHANGED = "（総則）\n第○条　{本書}は、契約書に優先する。"


def verbs():
    return list(LedgerEvent.objects.order_by("seq").values_list("verb", flat=True))


def decide(engagement, key, cast, at, decision="omitted", **fields):
    fields.setdefault("reason", "該当する作業がない。")
    return actions.decide_tailoring(
        engagement, key, decision=decision, by=cast.business, at=at, **fields
    )


def test_create_numbers_in_the_department_and_year(cast, at):
    fields = {"title": "業務", "work": "内容", "procurement": "open"}
    first = actions.create_engagement(by=cast.business, at=at, **fields)
    second = actions.create_engagement(by=cast.business, at=at, **fields)
    other = actions.create_engagement(by=cast.colleague, at=at, **fields)
    assert [e.number for e in (first, second, other)] == [
        "R8-税務-0001",
        "R8-税務-0002",
        "R8-福祉-0001",
    ]
    assert first.stage == Stage.PLANNING
    assert LedgerEvent.objects.filter(context=f"engagements.Engagement:{first.pk}").count() == 1


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"title": ""}, "件名"),
        ({"title": "あ" * 121}, "件名"),
        ({"procurement": "lottery"}, "契約方式"),
        ({"negotiated_ground": 2}, "入札のときは"),
        ({"procurement": "negotiated", "negotiated_ground": 10}, "1号から9号"),
    ],
)
def test_create_refuses_what_is_wrong(cast, at, fields, match):
    whole = {"title": "業務", "work": "内容", "procurement": "open", **fields}
    with pytest.raises(Refused, match=match):
        actions.create_engagement(by=cast.business, at=at, **whole)
    assert not Engagement.objects.exists()


@pytest.mark.parametrize("role", ["policy", "contracts", "auditor", "admin"])
def test_only_line_divisions_create(cast, at, role):
    with pytest.raises(Refused, match="権限"):
        actions.create_engagement(
            by=cast.of_role(role), at=at, title="業務", work="内容", procurement="open"
        )


def test_update_loses_to_an_earlier_one(cast, engagement, at):
    seen = engagement.revision
    actions.update_engagement(engagement, revision=seen, by=cast.business, at=at, title="先")
    with pytest.raises(Stale, match="先に保存"):
        actions.update_engagement(engagement, revision=seen, by=cast.business, at=at, title="後")
    engagement.refresh_from_db()
    assert engagement.title == "先"


def test_another_department_and_a_later_stage_are_refused(cast, engagement, at):
    with pytest.raises(Refused, match="ほかの課"):
        actions.update_engagement(engagement, revision=None, by=cast.colleague, at=at, title="x")
    to_stage(engagement, Stage.NOTICE)
    with pytest.raises(Refused, match="「準備」の段階"):
        actions.update_engagement(engagement, revision=None, by=cast.business, at=at, title="x")


def test_scope_decides_the_clauses_that_depend_on_it(cast, engagement, at):
    rows = {t.clause.key: t for t in engagement.tailorings.current()}
    assert set(rows) == {"collection", "cloud-services", "my-number"}
    assert all(row.decision == "omitted" and row.origin == "rule" for row in rows.values())
    actions.save_scope(engagement, answers(cloud="unknown"), by=cast.business, at=at)
    rows = {t.clause.key: t for t in engagement.tailorings.current()}
    assert rows["cloud-services"].decision == "kept"
    assert "わからない" in rows["cloud-services"].reason
    assert rows["collection"].decision == "omitted"
    assert Tailoring.objects.filter(clause__key="cloud-services").count() == 2
    assert Tailoring.objects.filter(clause__key="collection").count() == 1
    assert engagement.scope_answers.count() == 21


def test_scope_refuses_gaps_and_strangers(cast, engagement, at):
    with pytest.raises(Refused) as refusal:
        actions.save_scope(
            engagement, answers(cloud="perhaps", foreign="yes"), by=cast.business, at=at
        )
    assert len(refusal.value.reasons) == 2


def test_scope_needs_an_edition(cast, at):
    bare = actions.create_engagement(
        by=cast.business, at=at, title="業務", work="内容", procurement="open"
    )
    with pytest.raises(Refused, match="版"):
        actions.save_scope(bare, answers(), by=cast.business, at=at)


def test_my_number_takes_back_a_persons_omission(cast, engagement, at):
    decide(engagement, "personnel", cast, at)
    actions.save_scope(engagement, answers(my_number="yes"), by=cast.business, at=at)
    row = engagement.tailorings.current().get(clause__key="personnel")
    assert (row.decision, row.origin) == ("kept", "rule")
    event = LedgerEvent.objects.filter(verb="engagements.scope_answered").latest("seq")
    assert event.data["set_aside"] == ["personnel"]


def test_a_persons_decision_outlives_new_answers(cast, engagement, at):
    decide(engagement, "general", cast, at)
    actions.save_scope(engagement, answers(cloud="yes"), by=cast.business, at=at)
    assert engagement.tailorings.current().get(clause__key="general").decision == "omitted"


def test_another_edition_sets_decisions_aside(cast, engagement, at):
    decide(engagement, "general", cast, at)
    newer = make_edition(cast.municipality, at, number=2)
    preset = newer.presets.get(key="small")
    actions.choose_edition(engagement, edition=newer, preset=preset, by=cast.business, at=at)
    engagement.refresh_from_db()
    assert engagement.scope_confirmed_at is None
    assert not engagement.tailorings.current().exists()


def test_choose_edition_refuses_foreign_and_mixed_choices(cast, engagement, edition, at):
    foreign = make_edition(MunicipalityFactory(code="132039"), at)
    with pytest.raises(Refused, match="ほかの自治体"):
        actions.choose_edition(
            engagement, edition=foreign, preset=foreign.presets.first(), by=cast.business, at=at
        )
    newer = make_edition(cast.municipality, at, number=2)
    with pytest.raises(Refused, match="選んだ版"):
        actions.choose_edition(
            engagement, edition=newer, preset=edition.presets.first(), by=cast.business, at=at
        )


@pytest.mark.parametrize(
    ("key", "fields", "match"),
    [
        ("subcontracting", {}, "外せない条"),
        ("collection", {}, "既に除外"),
        ("general", {"reason": " "}, "理由"),
        ("nothing", {}, "その条はありません"),
        ("general", {"decision": "burnt"}, "選んでください"),
        ("general", {"decision": "changed", "text": ""}, "変更後の条文"),
        ("general", {"decision": "changed", "text": "（総則）\n本文"}, "条文の"),
    ],
)
def test_decide_tailoring_refuses(cast, engagement, at, key, fields, match):
    with pytest.raises(Refused, match=match):
        decide(engagement, key, cast, at, **fields)


def test_a_clause_that_the_answers_keep_cannot_be_omitted(cast, engagement, at):
    actions.save_scope(engagement, answers(cloud="yes"), by=cast.business, at=at)
    with pytest.raises(Refused, match="前提質問の答えを直して"):
        decide(engagement, "cloud-services", cast, at)


def test_an_omission_waits_for_the_policy_division(cast, engagement, at):
    row = decide(engagement, "general", cast, at, alternative="契約書で定める。")
    assert waiting_tailorings(engagement) == 1
    assert "K001" in [i.code for i in items_for(engagement, "pre")]
    with pytest.raises(Refused, match="権限"):
        actions.answer_tailoring(row, approve=True, note="", by=cast.business, at=at)
    with pytest.raises(Refused, match="理由"):
        actions.answer_tailoring(row, approve=False, note=" ", by=cast.policy, at=at)
    actions.answer_tailoring(row, approve=True, note="", by=cast.policy, at=at)
    assert waiting_tailorings(engagement) == 0
    assert "K001" not in [i.code for i in items_for(engagement, "pre")]
    with pytest.raises(Refused, match="回答済み"):
        actions.answer_tailoring(row, approve=False, note="x", by=cast.policy, at=at)


def test_a_refused_change_stays_in_the_way_until_it_is_taken_back(cast, engagement, at):
    row = decide(engagement, "general", cast, at, decision="changed", text=CHANGED)
    actions.answer_tailoring(row, approve=False, note="不可", by=cast.policy, at=at)
    assert waiting_tailorings(engagement) == 1
    decide(engagement, "general", cast, at, decision="kept", reason="")
    assert waiting_tailorings(engagement) == 0


def test_two_clerks_decide_about_one_clause(cast, engagement, at):
    decide(engagement, "general", cast, at, seen=0)
    with pytest.raises(Stale):
        decide(engagement, "general", cast, at, decision="changed", text=CHANGED, seen=0)


def test_vendor_numbers_are_checked_and_unique(cast, at):
    fields = {"name": "株式会社甲", "address": "住所", "representative": "代表"}
    with pytest.raises(Refused, match="検査数字"):
        actions.register_vendor(by=cast.business, at=at, corporate_number="1234567890123", **fields)
    number = "８７００１１０００５９０１"
    vendor = actions.register_vendor(by=cast.business, at=at, corporate_number=number, **fields)
    assert vendor.corporate_number == "8700110005901"
    with pytest.raises(Refused, match="登録済み"):
        actions.register_vendor(by=cast.contracts, at=at, corporate_number=number, **fields)


def test_vendor_update_compares_with_what_was_seen(cast, at):
    vendor = make_vendor(cast.business, at)
    seen = vendor_digest(vendor)
    actions.update_vendor(vendor, seen=seen, by=cast.contracts, at=at, name="乙")
    with pytest.raises(Stale):
        actions.update_vendor(vendor, seen=seen, by=cast.business, at=at, name="丙")


def test_bid_gets_the_table_of_its_phase(cast, engagement, make_bid, django_assert_max_num_queries):
    bid = make_bid(filled=False)
    codes = Answer.objects.filter(checklist=bid.checklist).order_by("position")
    assert list(codes.values_list("item__code", flat=True)) == ["K001", "K010", "K060"]
    assert bid.checklist.context == f"engagements.Engagement:{engagement.pk}"
    with pytest.raises(Refused, match="登録済み"):
        actions.register_bid(engagement, bid.vendor, by=cast.business, at=bid.created_at)


def test_bid_refuses_a_foreign_vendor_and_an_early_stage(cast, engagement, at):
    vendor = make_vendor(cast.business, at)
    with pytest.raises(Refused, match="段階"):
        actions.register_bid(engagement, vendor, by=cast.business, at=at)
    to_stage(engagement, Stage.SELECTION)
    foreign = make_vendor(cast.stranger, at)
    with pytest.raises(Refused, match="ほかの自治体"):
        actions.register_bid(engagement, foreign, by=cast.business, at=at)


def test_unmet_items_are_covered_by_an_approved_alternative(cast, engagement, make_bid, at):
    bid = make_bid(K010="no", K060="partial")
    unmet = unmet_items(bid)
    assert [item.code for item in unmet] == ["K010", "K060"]
    measure = actions.propose_alternative(
        bid, unmet[0], kind="alternative", text="市が名簿を確かめる。", by=cast.business, at=at
    )
    assert len(unmet_items(bid)) == 2
    actions.answer_alternative(measure, approve=True, note="", by=cast.policy, at=at)
    assert [item.code for item in unmet_items(bid)] == ["K060"]
    actions.propose_alternative(
        bid, unmet[0], kind="condition", text="別案", by=cast.business, at=at
    )
    assert len(unmet_items(bid)) == 2


def test_alternative_refuses_a_met_item_and_a_foreign_one(cast, engagement, edition, make_bid, at):
    bid = make_bid(K010="no")
    for code, match in (("K001", "対応不可"), ("K120", "その項目はありません")):
        with pytest.raises(Refused, match=match):
            actions.propose_alternative(
                bid,
                edition.check_items.get(code=code),
                kind="alternative",
                text="x",
                by=cast.business,
                at=at,
            )


def test_selection_takes_a_submitted_bid_of_this_engagement(cast, engagement, make_bid, at):
    ready, blank = make_bid("甲社"), make_bid("乙社", filled=False)
    with pytest.raises(Refused, match="提出した"):
        actions.decide_selection(engagement, bid=blank, reason="x", by=cast.business, at=at)
    with pytest.raises(Refused, match="理由"):
        actions.decide_selection(engagement, bid=ready, reason=" ", by=cast.business, at=at)
    first = actions.decide_selection(engagement, bid=ready, reason="一", by=cast.business, at=at)
    with pytest.raises(Refused, match="選び直して"):
        actions.withdraw_bid(ready, withdrawn_on=at.date(), reason="x", by=cast.business, at=at)
    second = actions.decide_selection(engagement, bid=ready, reason="二", by=cast.business, at=at)
    first.refresh_from_db()
    assert (first.is_current, second.is_current) == (False, True)
    actions.withdraw_bid(blank, withdrawn_on=at.date(), reason="辞退", by=cast.business, at=at)
    with pytest.raises(Refused, match="辞退した"):
        actions.decide_selection(engagement, bid=blank, reason="x", by=cast.business, at=at)


def test_the_record_proves_the_rows(cast, engagement, make_bid, at):
    bid = make_bid(K010="no")
    actions.decide_selection(engagement, bid=bid, reason="理由", by=cast.business, at=at)
    assert list(verify()) == []


def test_a_department_without_a_clerk_has_no_number_clash(cast, at):
    DepartmentFactory(municipality=cast.municipality, name="戸籍課", short_name="戸籍")
    assert verbs() == []
