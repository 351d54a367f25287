"""Inspection plan and report (D15), demand (D16D), termination (D21), suspension (D21S)."""

import io

import pytest
from docx import Document as read_docx

from audits import actions as audit_actions
from audits.models import Finding, Inspection
from checklists.models import AnswerValue, Verdict
from common.errors import Refused
from documents.composing import compose, preview
from documents.kinds import by_name
from documents.models import IssuedDocument
from engagements.actions import enter_suspension, lift_suspension
from engagements.annex import annex_of
from engagements.models import Suspension
from tests.world import begin, to_performance

pytestmark = pytest.mark.django_db


def build(cast):
    """In performance, one round ended with two findings, and one to come."""
    world = begin(cast)
    to_performance(world)
    world.walk.inspect(
        world.at,
        phase="post",
        reported=[("K085", AnswerValue.PARTIAL, "私物の電話機を持ち込んでいます。")],
        verdicts=[
            ("K085", Verdict.UNFIT, "<b>電話機</b>が作業台にあった。"),
            ("K061", Verdict.CORRECT, "承認の記録が1件なかった。"),
        ],
        place="入力室",
        remarks="交代が多い。",
    )
    audit_actions.plan_inspection(
        world.walk.contract,
        phase="post",
        way="video",
        remote_reason="感染症のため",
        planned_on=world.at.date(),
        by=cast.business,
        at=world.at,
    )
    return world


STANDING = build


@pytest.fixture
def world(standing):
    return standing


def html(slug, subject, world):
    kind = by_name(slug)
    return compose(kind, kind.subjects().get(pk=subject.pk), number="X-01", at=world.at).html


def rounds():
    return list(Inspection.objects.order_by("number"))


def test_the_plan_names_what_to_look_at_and_what_to_have_at_hand(world):
    done, coming = rounds()
    page = html("inspection-plan", coming, world)
    label = annex_of(world.engagement).labels["inspection"]
    assert f"個人情報の取扱いに関する特記仕様書{label}（" in page
    assert "実地によらない理由　感染症のため" in page
    assert page.count("<td>指摘") == 2
    assert "K085" in page
    assert "&lt;b&gt;電話機&lt;/b&gt;" in page
    assert "<b>" not in page
    with pytest.raises(Refused, match="結果報告書を発行してください"):
        html("inspection-plan", done, world)


def test_the_report_tells_verdicts_findings_and_the_next_round(world):
    done, coming = rounds()
    page = html("inspection-report", done, world)
    assert "入力室" in page
    assert "交代が多い。" in page
    assert page.count('<td class="center">あり</td>') == 2
    assert "7　次回の予定" in page
    assert "未定" not in page.split("7　次回の予定")[1]
    with pytest.raises(Refused, match="実施状況確認を終えてから"):
        html("inspection-report", coming, world)


def test_a_demand_names_the_fact_the_provision_the_date_and_the_form(world):
    finding = Finding.objects.get(item__code="K085")
    annex = annex_of(world.engagement)
    page = html("correction-demand", finding, world)
    assert f"特記仕様書{annex.labels['correction']}の規定により" in page
    assert annex.labels[finding.item.clause.key] in page
    assert f"様式第14号（{annex.labels['correction']}関係）" in page
    assert "改めて求めるもの" not in page


def test_a_demand_after_a_report_that_was_sent_back_says_so_and_a_closed_one_is_refused(world):
    finding = Finding.objects.get(item__code="K061")
    world.walk.correct(finding, world.at, cause="不注意", measure="点検する。")
    assert "改めて求めるもの" not in html("correction-demand", finding, world)
    world.walk.verify(finding, world.at, accept=False, how="記録がない。")
    assert "改めて求めるもの" in html("correction-demand", finding, world)
    world.walk.correct(finding, world.at, cause="不注意", measure="点検する。")
    world.walk.verify(finding, world.at, accept=True, how="記録を見た。")
    with pytest.raises(Refused, match="是正を求めることはできません"):
        html("correction-demand", finding, world)


def test_the_pages_issue_and_list_the_papers(world, client):
    client.force_login(world.cast.business)
    done, coming = rounds()
    answer = client.post(f"/audits/papers/inspection-plan/{coming.pk}/", {"format": "docx"})
    assert answer.status_code == 302
    document = IssuedDocument.objects.get(kind="inspection-plan")
    assert document.format == "docx"
    assert document.department == world.engagement.department
    page = client.get(f"/audits/inspections/{coming.pk}/").content.decode()
    assert document.number in page
    assert "立入検査（実地検査）計画書を発行する" in page
    page = client.get(f"/audits/inspections/{done.pk}/").content.decode()
    assert "立入検査（実地検査）結果報告書を発行する" in page
    client.force_login(world.cast.colleague)
    assert client.post(f"/audits/papers/inspection-plan/{coming.pk}/").status_code == 404
    assert client.post(f"/audits/papers/annex/{coming.pk}/").status_code == 404


def test_termination_tells_the_reason_and_what_still_binds(world):
    with pytest.raises(Refused, match="契約を解除した案件"):
        html_of_engagement(world)
    world.walk.move("terminate", world.at, "承認のない再委託が2度あったため。")
    page = html_of_engagement(world)
    labels = annex_of(world.engagement).labels
    assert "承認のない再委託が2度あったため。" in page
    for key in ("termination", "disposal", "survival"):
        assert f"特記仕様書{labels[key]}" in page
    data = preview(by_name("D21"), world.engagement, at=world.at, format="docx")
    words = "\n".join(each.text for each in read_docx(io.BytesIO(data)).paragraphs)
    assert "解除後も守らなければならないこと" in words


def html_of_engagement(world):
    return compose(by_name("D21"), world.engagement, number="X-01", at=world.at).html


def test_a_firm_is_told_of_the_municipality_s_own_suspension_only(world, client):
    vendor = world.walk.contract.bid.vendor
    facts = {"from_on": world.at.date(), "to_on": world.at.date(), "reason": "虚偽の届出"}
    own = enter_suspension(
        vendor, origin="own", ground="要綱第3条", by=world.cast.policy, at=world.at, **facts
    )
    page = html("suspension-notice", own, world)
    assert "虚偽の届出" in page
    assert "要綱第3条" in page
    client.force_login(world.cast.contracts)
    answer = client.post(f"/engagements/vendors/suspensions/{own.pk}/notice/")
    document = IssuedDocument.objects.get(kind="suspension-notice")
    assert answer.url == f"/documents/{document.pk}/"
    lift_suspension(
        own, lifted_on=world.at.date(), reason="誤り", by=world.cast.policy, at=world.at
    )
    with pytest.raises(Refused, match="解除した指名停止"):
        html("suspension-notice", own, world)
    assert Suspension.objects.count() == 1
