"""Rounds, findings, corrections, reports, disposal: what they refuse and what they leave behind."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audits import actions
from audits.gap import gap_rows
from audits.models import Finding
from common.errors import Refused
from ledger.models import LedgerEvent
from tests.world import begin, to_performance

pytestmark = pytest.mark.django_db


def performing(cast):
    world = begin(cast)
    to_performance(world)
    return world


STANDING = performing


@pytest.fixture
def world(standing):
    return standing


def today(world):
    return timezone.localtime(world.at).date()


def test_a_remote_round_needs_a_reason(world):
    with pytest.raises(Refused, match="理由を入力"):
        actions.plan_inspection(
            world.walk.contract,
            phase="post",
            planned_on=today(world),
            way="video",
            by=world.cast.business,
            at=world.at,
        )


def test_auditors_start_no_round(world):
    with pytest.raises(Refused, match="権限がありません"):
        actions.plan_inspection(
            world.walk.contract,
            phase="post",
            planned_on=today(world),
            way="on_site",
            by=world.cast.auditor,
            at=world.at,
        )


def test_a_round_ends_only_when_it_is_judged(world):
    inspection = actions.plan_inspection(
        world.walk.contract,
        phase="post",
        planned_on=today(world),
        way="on_site",
        by=world.cast.business,
        at=world.at,
    )
    with pytest.raises(Refused, match="判定をすべて終えて"):
        actions.conclude_inspection(
            inspection,
            held_on=today(world),
            place="作業室",
            attendees="双方",
            remarks="",
            by=world.cast.business,
            at=world.at,
        )


def test_every_bad_verdict_becomes_one_finding(world):
    findings = world.walk.inspect(
        world.at,
        phase="post",
        verdicts=[
            ("K080", "unfit", "施錠していない。"),
            ("K081", "correct", "台帳に記入漏れがある。"),
        ],
    )
    assert [f.item.code for f in findings] == ["K080", "K081"]
    assert [f.severity for f in findings] == ["major", "minor"]
    assert findings[0].description == "施錠していない。"
    event = LedgerEvent.objects.filter(verb="audits.inspection_concluded").get()
    assert event.data["findings"] == [1, 2]


def test_the_next_round_goes_on_numbering(world):
    bad = [("K080", "unfit", "施錠していない。")]
    world.walk.inspect(world.at, phase="post", verdicts=bad)
    (again,) = world.walk.inspect(world.at, phase="post", verdicts=bad)
    assert (again.number, again.inspection.number) == (2, 2)


def test_two_reports_on_one_finding_wait_for_each_other(world):
    (finding,) = world.walk.inspect(
        world.at, phase="post", verdicts=[("K080", "unfit", "施錠していない。")]
    )
    world.walk.correct(finding, world.at, cause="故障", measure="交換")
    with pytest.raises(Refused, match="確認待ちの是正報告"):
        world.walk.correct(finding, world.at, cause="故障", measure="交換")


def test_a_correction_is_verified_once_and_with_words(world):
    (finding,) = world.walk.inspect(
        world.at, phase="post", verdicts=[("K080", "unfit", "施錠していない。")]
    )
    world.walk.correct(finding, world.at, cause="故障", measure="交換")
    with pytest.raises(Refused, match="何をどう確かめたか"):
        world.walk.verify(finding, world.at, accept=True, how=" ")
    world.walk.verify(finding, world.at, accept=True, how="施錠を確かめた。")
    with pytest.raises(Refused, match="記録済み"):
        world.walk.verify(finding, world.at, accept=False, how="やり直し")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audits_finding SET description = 'なし'",
        "DELETE FROM audits_finding",
        "UPDATE audits_inspection SET remarks = 'なし'",
        "UPDATE audits_correctiveaction SET verification = 'なし'",
    ],
)
def test_the_database_keeps_what_was_found(world, statement):
    (finding,) = world.walk.inspect(
        world.at, phase="post", verdicts=[("K080", "unfit", "施錠していない。")]
    )
    world.walk.correct(finding, world.at, cause="故障", measure="交換")
    world.walk.verify(finding, world.at, accept=True, how="施錠を確かめた。")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Finding.objects.get().description == "施錠していない。"


def test_a_report_is_received_once(world):
    report = world.walk.contract.reports.first()
    actions.receive_report(
        report, received_on=today(world), note="", by=world.cast.business, at=world.at
    )
    with pytest.raises(Refused, match="記録済み"):
        actions.receive_report(
            report, received_on=today(world), note="", by=world.cast.business, at=world.at
        )


def test_a_disposal_is_verified_after_it_happened_and_then_stays(world):
    fields = {
        "subjects": "原本",
        "way": "返還",
        "performed_on": today(world),
        "responsible": "責任者",
        "certificate": "証明書",
    }
    people = {"by": world.cast.business, "at": world.at}
    disposal = actions.report_disposal(world.walk.contract, **fields, **people)
    with pytest.raises(Refused, match="実施日以後"):
        actions.verify_disposal(
            disposal,
            verified_on=today(world) - timedelta(days=1),
            verified_how="見た。",
            **people,
        )
    with pytest.raises(Refused, match="報告書の受領だけでは足りません"):
        actions.verify_disposal(disposal, verified_on=today(world), verified_how="", **people)
    actions.verify_disposal(
        disposal, verified_on=today(world), verified_how="立ち会った。", **people
    )
    with pytest.raises(Refused, match="変えることはできません"):
        actions.report_disposal(world.walk.contract, **fields, **people)


def test_the_gap_is_computed_from_promise_and_finding(world):
    world.walk.inspect(world.at, phase="post", verdicts=[("K080", "unfit", "施錠していない。")])
    rows = {row.item.code: row for row in gap_rows(world.walk.contract)}
    assert rows["K080"].deviation == "乖離"
    assert rows["K081"].deviation == "一致"
    assert rows["K060"].deviation == "未確認"  # asked before the contract only
    assert rows["K080"].promised_words == "対応可"
    assert [f.number for f in rows["K080"].findings] == [1]
    world.walk.inspect(world.at, phase="post")
    assert {r.item.code: r for r in gap_rows(world.walk.contract)}["K080"].deviation == "一致"


def test_the_gap_costs_the_same_for_any_number_of_rounds(world, django_assert_max_num_queries):
    for _ in range(3):
        world.walk.inspect(world.at, phase="post")
    contract = world.walk.contract
    contract.refresh_from_db()
    with django_assert_max_num_queries(22):
        gap_rows(contract)
