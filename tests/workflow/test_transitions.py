"""The table of moves, its guards, and its one door."""

import pytest

from accounts.permissions import Role
from common.errors import Refused
from engagements.models import Engagement, Stage
from ledger.models import LedgerEvent
from ledger.verification import verify
from tests.world import begin, to_performance, to_selection
from workflow.snapshot import Snapshot
from workflow.transitions import BY_SLUG, MOVES, make_move, moves_for, next_move, todo

pytestmark = pytest.mark.django_db


STANDING = begin


@pytest.fixture
def world(standing):
    return standing


def reasons(world, slug, by=None, **more) -> list[str]:
    with pytest.raises(Refused) as refused:
        make_move(
            world.engagement, BY_SLUG[slug], by=by or world.cast.business, at=world.at, **more
        )
    return refused.value.reasons


def test_slugs_are_unique_and_stages_are_reached():
    assert len(BY_SLUG) == len(MOVES)
    assert {m.target for m in MOVES} | {Stage.PLANNING} == set(Stage)


def test_moves_without_guards_need_a_reason():
    assert all(move.needs_reason or move.guards for move in MOVES)


@pytest.mark.parametrize("role", list(Role))
def test_only_the_owning_division_and_contracts_move(world, role):
    offered = moves_for(world.engagement, world.cast.of_role(role))
    assert bool(offered) == (role == Role.BUSINESS)


def test_a_move_changes_the_stage_and_records_it(world):
    world.walk.move("notify", world.at)
    assert world.engagement.stage == Stage.NOTICE
    event = LedgerEvent.objects.filter(verb="workflow.moved").get()
    assert event.data == {
        "move": "notify",
        "source": "planning",
        "target": "notice",
        "reason": "",
    }


def test_a_stale_page_loses_to_an_earlier_move(world):
    stale = world.engagement
    world.walk.move("notify", world.at)
    with pytest.raises(Refused, match="先に段階を進めました"):
        make_move(stale, BY_SLUG["notify"], by=world.cast.business, at=world.at)
    assert LedgerEvent.objects.filter(verb="workflow.moved").count() == 1


def test_a_move_from_another_stage_is_refused(world):
    assert "現在の段階又は権限では" in reasons(world, "contract")[0]


@pytest.mark.parametrize("slug", ["cancel-planning"])
def test_leaving_the_road_needs_a_reason(world, slug):
    assert "理由が必要です" in reasons(world, slug)[0]
    make_move(
        world.engagement, BY_SLUG[slug], by=world.cast.business, at=world.at, reason="事業の取止め"
    )
    assert world.engagement.stage == Stage.CANCELLED
    assert next_move(world.engagement) is None


def test_notice_needs_edition_scope_and_a_deadline(cast):
    world = begin(cast)
    Engagement.objects.update(
        edition=None, preset=None, scope_confirmed_at=None, answer_deadline=None
    )
    assert len(reasons(world, "notify")) == 3


def test_a_deadline_in_the_past_is_told(world):
    Engagement.objects.update(answer_deadline="2020-01-01")
    assert "過ぎた日" in reasons(world, "notify")[0]


def test_selection_needs_the_notice_issued(world):
    world.walk.move("notify", world.at)
    assert "要件通知一式（又は要件通知書）を発行" in reasons(world, "select")[0]
    world.walk.issue("requirement-notice", world.at)
    world.walk.move("select", world.at)


def test_contracting_needs_a_choice_that_answers_everything(world):
    (bid,) = to_selection(world, "data")
    assert len(reasons(world, "contract")) == 3
    world.walk.answer(bid.checklist, world.at, [("K080", "no", "保管庫がない。")], "担当")
    world.walk.open_answers(world.at)
    world.walk.choose(bid, world.at, "ほかに応募がない。")
    assert reasons(world, "contract") == [
        "必須項目のうち1件が、対応可でなく、承認された代替措置もありません。"
    ]
    world.walk.alternative(bid, "K080", world.at, kind="alternative", text="町の保管庫を使う。")
    world.walk.move("contract", world.at)
    assert world.engagement.stage == Stage.CONTRACTING


def test_performance_needs_the_annex_as_it_reads_now(world):
    (bid,) = to_selection(world, "print")
    world.walk.answer(bid.checklist, world.at, (), "担当")
    world.walk.open_answers(world.at)
    world.walk.choose(bid, world.at, "適している。")
    world.walk.move("contract", world.at)
    world.walk.issue("annex", world.at)
    assert len(reasons(world, "perform")) == 2  # no contract, so the annex isn't the right one
    world.walk.omit("publication", world.at, reason="約款による。", alternative="約款")
    assert any("承認されていません" in reason for reason in reasons(world, "perform"))


def test_performance_ties_contract_and_annex_and_lays_out_reports(world):
    to_performance(world)
    contract = world.walk.contract
    assert contract.annex is not None
    assert contract.fixed_at is not None
    assert contract.reports.count() >= 1


def test_contracts_may_begin_the_performance_but_not_end_it(world):
    to_performance(world)
    assert {m.slug for m in moves_for(world.engagement, world.cast.contracts)} == {"terminate"}


def test_a_terminated_contract_can_be_read_and_no_longer_worked_on(world, client):
    to_performance(world)
    assert "理由が必要です" in reasons(world, "terminate", by=world.cast.contracts)[0]
    make_move(
        world.engagement,
        BY_SLUG["terminate"],
        by=world.cast.contracts,
        at=world.at,
        reason="承認のない再委託があったため",
    )
    assert world.engagement.stage == Stage.TERMINATED
    assert next_move(world.engagement) is None
    assert moves_for(world.engagement, world.cast.business) == []
    with pytest.raises(Refused, match="段階"):
        world.walk.move("close", world.at)
    client.force_login(world.cast.business)
    page = client.get(world.engagement.get_absolute_url()).content.decode()
    assert "承認のない再委託があったため" in page
    assert "特記仕様書" in page
    assert list(verify()) == []


def test_closing_needs_a_round_without_open_findings(world):
    to_performance(world)
    assert any("実施状況確認を行い" in reason for reason in reasons(world, "close"))
    (finding,) = world.walk.inspect(
        world.at, phase="post", verdicts=[("K080", "unfit", "施錠していない。")]
    )
    assert any("指摘が1件" in reason for reason in reasons(world, "close"))
    world.walk.correct(finding, world.at, cause="鍵の紛失", measure="鍵を交換した。")
    world.walk.verify(finding, world.at, accept=True, how="現地で施錠を確かめた。")
    world.walk.move("close", world.at)
    assert len(reasons(world, "complete")) == 2


def test_a_returned_correction_keeps_the_finding_open(world):
    to_performance(world)
    (finding,) = world.walk.inspect(
        world.at, phase="post", verdicts=[("K080", "correct", "鍵の記録がない。")]
    )
    world.walk.correct(finding, world.at, cause="失念", measure="記録する。")
    world.walk.verify(finding, world.at, accept=False, how="記録がまだない。")
    finding.refresh_from_db()
    assert finding.closed_at is None
    world.walk.correct(finding, world.at, cause="失念", measure="記録を始めた。")
    world.walk.verify(finding, world.at, accept=True, how="1週間分の記録を見た。")
    finding.refresh_from_db()
    assert finding.closed_at is not None


def test_the_whole_road_is_closed_and_the_ledger_is_whole(world):
    to_performance(world)
    world.walk.inspect(world.at, phase="post")
    world.walk.move("close", world.at)
    world.walk.inspect(world.at, phase="end")
    world.walk.dispose(world.at, subjects="原本", way="返還", how="枚数を照合した。")
    world.walk.move("complete", world.at)
    assert world.engagement.stage == Stage.CLOSED
    assert list(verify()) == []


def test_the_to_do_list_says_what_the_refusal_says(world):
    move = next_move(world.engagement)
    Engagement.objects.update(answer_deadline=None)
    lines = todo(move, Snapshot(world.engagement, world.at.date()))
    assert [line.done for line in lines] == [True, True, False]
    assert reasons(world, "notify") == [line.reason for line in lines if not line.done]
