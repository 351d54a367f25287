"""The annex of one engagement: what prints, under which number."""

import pytest

from checklists.labels import labels_for
from common.errors import Refused
from engagements import actions
from engagements.annex import annex_of, blanks_of, labels_by_id
from engagements.models import Engagement, Stage
from tests.engagements.conftest import answers, to_stage


def approve(engagement, key, cast, at, decision="omitted", **fields):
    row = actions.decide_tailoring(
        engagement, key, decision=decision, reason="理由", by=cast.business, at=at, **fields
    )
    actions.answer_tailoring(row, approve=True, note="", by=cast.policy, at=at)


def test_an_omission_renumbers_annex_labels_and_forms_and_nothing_else(cast, engagement, at):
    actions.save_scope(engagement, answers(collects="yes", cloud="yes"), by=cast.business, at=at)
    before = annex_of(engagement)
    assert before.labels["cloud-services"] == "第5条"
    assert "第3条の承認" in before.plain()
    actions.save_scope(engagement, answers(cloud="yes"), by=cast.business, at=at)
    after = annex_of(engagement)
    assert after.labels["collection"] == "（除外）"
    assert after.labels["cloud-services"] == "第4条"
    assert [(f.number, f.label) for f in after.forms] == [
        (1, "（第2条関係）"),
        (10, "（第4条関係）"),
    ]
    assert [(c.key, reason[:10]) for c, reason in after.omitted] == [
        ("collection", "「本人から直接収集す"),
        ("my-number", "「個人番号を取り扱う"),
    ]
    moved = [line.replace("第4条", "第5条") for line in after.plain().splitlines()]
    assert set(moved) - set(before.plain().splitlines()) == {
        "第5条　受注者は、業務の終了の日までに返還する。"
    }


def test_labels_for_a_table_are_those_of_the_annex(cast, engagement, edition, at):
    actions.save_scope(engagement, answers(cloud="yes"), by=cast.business, at=at)
    approve(engagement, "general", cast, at)
    expected = annex_of(engagement).labels
    assert labels_by_id(engagement.pk) == expected
    assert labels_for(f"engagements.Engagement:{engagement.pk}", edition) == expected
    assert expected["subcontracting"] == "第2条"


def test_what_waits_for_approval_is_not_in_the_annex(cast, engagement, at):
    text = "（総則）\n第○条　{本書}は、契約書に優先する。"
    row = actions.decide_tailoring(
        engagement, "general", decision="changed", text=text, reason="理由", by=cast.business, at=at
    )
    assert "優先" not in annex_of(engagement).plain()
    actions.answer_tailoring(row, approve=True, note="", by=cast.policy, at=at)
    annex = annex_of(engagement)
    assert "この特記仕様書は、契約書に優先する。" in annex.plain()
    assert [(c.key, label) for c, label, _ in annex.changed] == [("general", "第1条")]


def refer_to_an_omitted_clause(cast, engagement, at):
    """The clause is left out after another one was made to refer to it."""
    actions.save_scope(engagement, answers(collects="yes"), by=cast.business, at=at)
    text = "（総則）\n第○条　{受注者}は、第4条に従う。"
    approve(engagement, "general", cast, at, decision="changed", text=text)
    actions.save_scope(engagement, answers(), by=cast.business, at=at)


def test_a_reference_to_an_omitted_clause_is_told_in_words(cast, engagement, at):
    refer_to_an_omitted_clause(cast, engagement, at)
    annex = annex_of(engagement)
    assert "（削除された規定）に従う" in annex.plain()
    assert len(annex.faults) == 1
    assert annex.faults[0].startswith("第1条（総則）：")
    assert "「収集の制限」を参照しています" in annex.faults[0]


def test_blanks_come_from_the_contract_or_the_master(cast, engagement, make_bid, at):
    assert [b["key"] for b in blanks_of(annex_of(engagement))] == ["return-limit"]
    bid = make_bid()
    actions.decide_selection(engagement, bid=bid, reason="x", by=cast.business, at=at)
    fresh = to_stage(engagement, Stage.CONTRACTING)
    actions.register_contract(fresh, by=cast.contracts, at=at, **contract_fields(at))
    assert "受注者は、10日以内までに返還する。" in annex_of(fresh).plain()


def contract_fields(at, **fields):
    return {
        "title": "契約",
        "number": "",
        "concluded_on": at.date(),
        "period_from": at.date(),
        "period_to": at.date(),
        "amount": None,
        "contractor_name": "株式会社甲",
        "contractor_address": "住所",
        "contractor_representative": "代表",
        "blanks": {"return-limit": "10日以内"},
        **fields,
    }


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"blanks": {"foreign": "x"}}, "記入事項"),
        ({"blanks": {"return-limit": "x" * 201}}, "200字"),
        ({"contractor_name": ""}, "受注者の名称"),
    ],
)
def test_contract_refuses(cast, engagement, make_bid, at, fields, match):
    bid = make_bid()
    actions.decide_selection(engagement, bid=bid, reason="x", by=cast.business, at=at)
    fresh = to_stage(engagement, Stage.CONTRACTING)
    with pytest.raises(Refused, match=match):
        actions.register_contract(fresh, by=cast.contracts, at=at, **contract_fields(at, **fields))


def test_without_an_edition_there_is_no_annex(cast, at):
    bare = actions.create_engagement(
        by=cast.business, at=at, title="業務", work="内容", procurement="open"
    )
    with pytest.raises(Refused, match="版"):
        annex_of(Engagement.objects.get(pk=bare.pk))


def test_annex_and_labels_take_a_fixed_number_of_queries(engagement, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        annex_of(engagement)
    with django_assert_max_num_queries(3):
        labels_by_id(engagement.pk)
