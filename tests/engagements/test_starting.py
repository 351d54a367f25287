"""What answers come to before they are saved, and what a person chooses in their place."""

import random
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from checklists.models import CheckItem
from common.errors import Refused
from documents.kinds import by_name
from engagements import actions
from engagements.approvals import APPROVALS, approvals_for
from engagements.effects import summary_of
from engagements.grading import grading_of
from engagements.live import LiveScope
from engagements.models import Engagement, Override, ScopeAnswer, Stage, Tailoring
from engagements.questions import BY_KEY, QUESTIONS
from engagements.rulebook import rulebook_of
from engagements.schedules import new_schedule, schedule_for
from engagements.scope import proposed_preset
from ledger.models import LedgerEvent
from ledger.verification import verify
from tests.conftest import Cast
from tests.engagements.conftest import answers, make_edition, to_stage, url
from tests.factories import AT
from tests.world import MASTER, master

pytestmark = pytest.mark.django_db


def STANDING(cast: Cast) -> Engagement:
    """In planning, answered with no to everything, on the small edition."""
    edition = make_edition(cast.municipality, AT)
    by = {"by": cast.business, "at": AT}
    made = actions.create_engagement(title="封入業務", work="封入", procurement="open", **by)
    preset = edition.presets.get(key="standard")
    actions.answer_scope(made, preset=preset, answers=answers(), revision=None, **by)
    return to_stage(made, Stage.PLANNING)


@pytest.fixture
def engagement(standing):
    return standing


@pytest.fixture
def edition(engagement):
    return engagement.edition


def live(engagement, facts, key="standard", risk=""):
    presets = list(engagement.edition.presets.order_by("position"))
    preset = next((p for p in presets if p.key == key), None)
    rules = rulebook_of(engagement.edition, engagement)
    return LiveScope(engagement, rules, facts, presets=presets, preset=preset, risk=risk)


def lines(engagement, question, **facts):
    """What the answer to one question does, as sentences."""
    effects = {e.question.key: e for e in live(engagement, answers(**facts)).effects()}
    return effects[question].lines


def posted(engagement, preset, **more):
    return {**answers(), "preset": preset, "revision": engagement.revision, **more}


@pytest.mark.parametrize("seed", range(8))
def test_the_panel_says_what_saving_makes(cast, engagement, edition, seed):
    """Whatever is answered, and with a person's own decisions among the clauses."""
    by = {"by": cast.business, "at": AT}
    general = actions.decide_tailoring(
        engagement, "general", decision="omitted", reason="約款", **by
    )
    actions.decide_tailoring(engagement, "personnel", decision="omitted", reason="約款", **by)
    if seed % 2:
        actions.answer_tailoring(general, approve=True, note="", by=cast.policy, at=AT)
    rng = random.Random(seed)
    facts = {q.key: rng.choice([value for value, _ in q.choices]) for q in QUESTIONS}
    preset = rng.choice(list(edition.presets.all()))
    panel = live(engagement, facts, preset.key).panel()
    actions.answer_scope(
        engagement, preset=preset, preset_reason="事情", answers=facts, revision=None, **by
    )
    saved = Engagement.objects.select_related("edition", "preset").get(pk=engagement.pk)
    summary = summary_of(saved)
    in_force = saved.tailorings.in_force().filter(decision="omitted")
    assert panel.counts == summary.counts
    assert panel.standing.omitted == set(in_force.values_list("clause__key", flat=True))
    assert panel.approvals == summary.approvals
    assert panel.grading.level == summary.grading.level
    assert panel.grading.rhythm == summary.grading.rhythm
    assert panel.proposed.title == (summary.proposed_title or preset.title)


def test_each_answer_says_what_it_switches(engagement):
    assert lines(engagement, "cloud", cloud="yes") == [
        "「クラウドサービスの利用」の条（確認項目1件）を置きます。",
        "承認：クラウドサービスは、サービス名、提供会社及び保存する国の届出を受け、使う前に承認します。",
        "リスクは「中」です（「いいえ」なら「低」）。",
        "実施状況確認は年1回以上、定期報告は年2回です（「いいえ」なら年1回以上、年1回）。",
    ]
    # The system needs the clause anyway, so this answer alone doesn't.
    kept = lines(engagement, "cloud", cloud="yes", system="yes")
    assert not any("の条（" in line for line in kept)
    assert lines(engagement, "collects") == ["「収集の制限」の条（確認項目1件）を置きません。"]
    assert "「作業責任者等の届出」の条の確認項目を1件加えます。" in lines(
        engagement, "dispatched", dispatched="yes"
    )
    locked = lines(engagement, "my_number", my_number="yes")
    assert "次の条が外せなくなります：作業責任者等の届出。" in locked
    assert lines(engagement, "post") == []
    assert lines(engagement, "short_term", short_term="yes", my_number="yes") == [
        "実施状況確認は年1回以上、定期報告は年1回です（「いいえ」なら年2回以上、年4回）。"
    ]


def test_the_lead_says_why_and_that_not_knowing_counts(engagement):
    effects = {e.question.key: e for e in live(engagement, {"cloud": "unknown"}).effects()}
    assert effects["cloud"].lead == (
        "「クラウドサービスを使う：わからない」のため、当てはまるものとして、次のようになります。"
    )
    assert effects["persons"].lead == ""


def test_effects_are_shown_and_nothing_is_saved(client, cast, engagement, edition):
    client.force_login(cast.business)
    events, before = LedgerEvent.objects.count(), list(ScopeAnswer.objects.values())
    sent = {
        "cloud": "yes",
        "system": "no",
        "my_number": "nonsense",
        "preset": "x" * 500,
        "risk": "極",
        "persons": "",
    }
    response = client.post(url("scope-effects", engagement.pk), sent)
    page = response.content.decode()
    assert response.status_code == 200
    assert 'id="effect-cloud" hx-swap-oob="true"' in page
    assert "「クラウドサービスの利用」の条（確認項目1件）を置きます。" in page
    assert "あと19問" in page
    assert LedgerEvent.objects.count() == events
    assert list(ScopeAnswer.objects.values()) == before


def test_effects_cost_the_same_for_nine_items_and_for_all(client, cast, engagement):
    client.force_login(cast.business)

    def cost(edition):
        sent = answers() | {"preset": f"proposed-{edition.pk}"}
        with CaptureQueriesContext(connection) as captured:
            response = client.post(url("scope-effects", engagement.pk), sent)
        assert response.context["panel"].preset.edition_id == edition.pk
        return len(captured)

    big = master(cast, AT)
    assert CheckItem.objects.filter(edition=big).count() > 90
    assert cost(big) == cost(engagement.edition) <= 7


@pytest.mark.parametrize(
    ("facts", "level", "small_purchase", "key"),
    [
        ({}, "高", True, "full"),
        ({}, "高", False, "full"),
        ({}, "中", False, "standard"),
        ({}, "低", True, "small"),
        ({"cloud": "yes"}, "中", True, "standard"),
        ({"sensitive": "unknown"}, "中", True, "standard"),
        ({"persons": "up_to_10000"}, "中", True, "standard"),
        ({"transport": "yes"}, "中", True, "small"),
    ],
)
def test_the_preset_is_proposed_by_risk_and_procurement(facts, level, small_purchase, key):
    proposal = proposed_preset(answers(**facts), level, small_purchase=small_purchase)
    assert proposal.key == key
    assert proposal.sentence.endswith("。")


def test_another_preset_needs_a_reason_and_keeps_it(client, cast, engagement, edition):
    client.force_login(cast.business)
    full = edition.presets.get(key="full")
    address = url("scope-edit", engagement.pk)
    response = client.post(address, posted(engagement, full.pk))
    assert response.status_code == 422
    assert "確認表の型の提案は「standard」です。" in response.content.decode()
    reason = "前の年度に事故があった。<b>"
    response = client.post(address, posted(engagement, full.pk, preset_reason=reason))
    assert response.status_code == 302
    override = Override.objects.get()
    assert (override.proposed, override.chosen, override.reason) == ("standard", "full", reason)
    client.force_login(cast.policy)
    assert "前の年度に事故があった。&lt;b&gt;" in client.get(address).content.decode()
    event = LedgerEvent.objects.get(verb="engagements.proposal_overridden")
    assert event.data["reason"] == reason
    report = by_name("selection-report")
    engagement = Engagement.objects.select_related("edition", "municipality", "department").get()
    assert report.context(engagement, at=AT)["preset_change"] == override
    # Back to the proposal: the former choice stays readable.
    client.force_login(cast.business)
    proposed = f"proposed-{edition.pk}"
    client.post(address, posted(engagement, proposed))
    override.refresh_from_db()
    engagement.refresh_from_db()
    assert (override.is_current, engagement.preset.key) == (False, "standard")
    assert LedgerEvent.objects.filter(verb="engagements.proposal_restored").count() == 1


def test_a_persons_risk_reaches_all_that_depends_on_it(client, cast, engagement, edition):
    client.force_login(cast.business)
    address = url("scope-edit", engagement.pk)
    proposed = f"proposed-{edition.pk}"
    response = client.post(address, posted(engagement, proposed, risk="高"))
    assert "リスクの区分の提案は「低」です。" in response.content.decode()
    reason = {"risk": "高", "risk_reason": "前の年度に漏えいがあった。"}
    client.post(address, posted(engagement, proposed, **reason))
    engagement = Engagement.objects.select_related("municipality", "edition", "preset").get()
    grading = grading_of(engagement)
    assert (grading.level, grading.proposed) == ("高", "低")
    assert grading.rhythm.reports_per_year == 4
    assert engagement.preset.key == "full"
    notice = by_name("requirement-notice").context(engagement, at=AT)
    assert notice["rhythm"] == grading.rhythm
    assert LedgerEvent.objects.filter(verb="engagements.scope_answered").last().data["risk"] == "高"
    assert "前の年度に漏えいがあった。" in client.get(address).content.decode()
    # The answers come to the same: nobody's judgement is needed any more.
    actions.save_scope(engagement, answers(my_number="yes"), by=cast.business, at=AT)
    assert grading_of(engagement).override is None


def test_an_override_is_frozen_and_witnessed(cast, engagement, edition):
    actions.answer_scope(
        engagement,
        preset=edition.presets.get(key="full"),
        preset_reason="理由",
        answers=answers(),
        revision=None,
        by=cast.business,
        at=AT,
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Override.objects.update(reason="別の理由")
    assert list(verify()) == []


def test_a_hostile_risk_is_refused(cast, engagement, edition):
    preset = edition.presets.get(key="standard")
    with pytest.raises(Refused, match="「高」「中」「低」"):
        actions.answer_scope(
            engagement,
            preset=preset,
            answers=answers(),
            risk="極",
            risk_reason="理由",
            revision=None,
            by=cast.business,
            at=AT,
        )
    assert Tailoring.objects.exists()


def test_approvals_name_clauses_and_questions_that_exist():
    text = "".join(p.read_text(encoding="utf-8") for p in (MASTER / "clauses").glob("*.txt"))
    for approval in APPROVALS:
        assert f"key: {approval.clause}\n" in text
        assert set(approval.questions) <= set(BY_KEY)


def test_approvals_follow_answers_and_clauses():
    kept = {approval.clause for approval in APPROVALS}
    assert approvals_for(answers(), kept) == []
    both = answers(my_number="yes", subcontract="unknown")
    assert [a.name for a in approvals_for(both, kept)] == ["再委託", "個人番号を含む再委託"]
    assert approvals_for(answers(offshore="yes"), kept - {"offshore-handling"}) == []


def test_dates_are_proposed():
    summer = new_schedule(2026, date(2026, 7, 1))
    assert summer.answer_deadline == date(2026, 7, 15)
    assert (summer.period_from, summer.period_to) == (date(2026, 8, 14), date(2027, 3, 31))
    assert new_schedule(2027, date(2027, 1, 15)).period_from == date(2027, 4, 1)
    assert new_schedule(2026, date(2027, 3, 20)).period_from is None
    source = Engagement(
        fiscal_year=2023,
        answer_deadline=date(2024, 2, 29),
        period_from=date(2024, 2, 29),
        period_to=date(2024, 3, 31),
    )
    moved = schedule_for(source, 2024, date(2024, 12, 2))
    assert moved.period_from == date(2025, 2, 28)
    assert moved.answer_deadline == date(2025, 2, 28)
    # 31 March 2025 is no concern; a Saturday goes to Monday, a past day to ten working days on.
    assert schedule_for(source, 2026, date(2027, 2, 1)).answer_deadline == date(2027, 3, 1)
    assert schedule_for(source, 2024, date(2025, 4, 1)).answer_deadline == date(2025, 4, 15)


def test_a_ground_is_asked_for_with_a_hint(client, cast):
    client.force_login(cast.business)
    page = client.get(url("engagement-create")).content.decode()
    assert 'placeholder="例：1"' in page
    assert "前の案件から作る" in page
