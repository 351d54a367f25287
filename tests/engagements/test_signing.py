"""The contract stage: blanks, suspensions, the sentence for the contract, the approval paper."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from common.errors import Refused
from common.triggers import remove
from documents.composing import compose
from documents.kinds import by_name
from engagements import actions
from engagements.models import Contract
from engagements.signing import empty_blanks, oddities, reference_sentence
from specs.models import Clause
from tests.world import with_contract
from workflow.snapshot import Snapshot
from workflow.transitions import BY_SLUG, reasons_against

pytestmark = pytest.mark.django_db


STANDING = with_contract


@pytest.fixture
def world(standing):
    return standing


@pytest.fixture
def contract(world):
    return Contract.objects.get(engagement=world.engagement)


def reasons(world):
    now = Snapshot(world.engagement, timezone.localtime(world.at).date())
    return reasons_against(now, BY_SLUG["perform"], world.cast.business, "")


def without_default(world):
    """A blank of the annex that nothing fills: its label."""
    clause = Clause.objects.get(edition=world.edition, key="subcontracting")
    blanks = [{**blank, "default": ""} for blank in clause.blanks]
    remove(connection)
    Clause.objects.filter(pk=clause.pk).update(blanks=blanks)
    return blanks[0]["label"], blanks[0]["key"]


def test_every_blank_of_the_shipped_set_has_a_value(world, contract, django_assert_num_queries):
    engagement = world.engagement
    with django_assert_num_queries(1):
        assert empty_blanks(engagement, contract) == []


def test_an_empty_blank_stops_the_annex_and_the_contract_until_it_is_filled(world, contract):
    label, key = without_default(world)
    assert empty_blanks(world.engagement, contract) == [label]
    assert any(f"記入事項（{label}）が空欄です" in reason for reason in reasons(world))
    with pytest.raises(Refused, match="が空欄です"):
        compose(by_name("annex"), world.engagement, number="X", at=world.at)
    actions.update_contract(contract, blanks={key: "14日前"}, by=world.cast.business, at=world.at)
    assert not any("空欄です" in reason for reason in reasons(world))
    assert "14日前" in compose(by_name("annex"), world.engagement, number="X", at=world.at).html


def test_a_firm_that_was_suspended_after_the_choice_is_not_signed_with(world, contract):
    today = timezone.localtime(world.at).date()
    assert not any("指名停止" in reason for reason in reasons(world))
    actions.enter_suspension(
        contract.bid.vendor,
        origin="own",
        ground="要綱第3条",
        reason="虚偽の届出",
        from_on=today,
        to_on=today + timedelta(days=30),
        by=world.cast.policy,
        at=world.at,
    )
    assert any("選定の後に指名停止となっています" in reason for reason in reasons(world))


def test_the_sentence_names_the_annex_in_the_municipality_s_words(world):
    before = reference_sentence(world.engagement, None)
    assert before.startswith("受注者は、この契約の履行に当たり")
    assert "文書番号" not in before
    world.walk.issue("annex", world.at)
    annex = Snapshot(world.engagement, world.at.date()).documents["annex"]
    town = world.cast.municipality
    town.party_style, town.comma = "ko_otsu", "，"
    engagement = world.engagement
    engagement.municipality = town
    sentence = reference_sentence(engagement, annex)
    assert sentence.startswith("乙は，この契約の履行に当たり")
    assert f"（文書番号　{annex.number}）" in sentence


def test_what_is_odd_is_said_and_allowed(contract):
    assert oddities(contract, contract.contractor_name, contract.period_from) == []
    contract.period_from = contract.concluded_on - timedelta(days=1)
    contract.contractor_name = "別の株式会社"
    found = oddities(contract, "株式会社甲", contract.period_to + timedelta(days=1))
    assert len(found) == 3
    assert "契約の前に業務が始まっていないか" in found[0]


def test_the_page_shows_the_sentence_and_what_is_odd(world, contract, client):
    actions.update_contract(
        contract, contractor_name="別の株式会社", by=world.cast.business, at=world.at
    )
    client.force_login(world.cast.business)
    page = client.get(f"/engagements/{world.engagement.pk}/contract/").content.decode()
    assert "を守らなければならない。</textarea>" in page
    assert "選んだ事業者の名称「" in page
    assert "文書番号　" not in page
    world.walk.issue("annex", world.at)
    page = client.get(f"/engagements/{world.engagement.pk}/contract/").content.decode()
    assert "（文書番号　R" in page


def test_the_approval_paper_tells_contract_deviations_and_papers(world):
    world.walk.omit("publication", world.at, reason="<b>約款</b>による。", alternative="約款")
    page = compose(by_name("D2A"), world.engagement, number="X", at=world.at).html
    assert "500,000円（消費税及び地方消費税を含む。）" in page
    assert "&lt;b&gt;約款&lt;/b&gt;による。" in page
    assert "承認待ち" in page
    assert "全項目に対応可である。" in page
    assert page.count('<th scope="col">課長</th>') == 1


def test_there_is_no_approval_paper_without_a_contract(world):
    Contract.objects.filter(engagement=world.engagement).delete()
    with pytest.raises(Refused, match="契約の内容を登録してから"):
        compose(by_name("D2A"), world.engagement, number="X", at=world.at)
