"""A new edition meets engagements that run on the old one."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.permissions import Role
from checklists.drafting.clauses import save_clause_text
from checklists.drafting.desk import desk_of
from checklists.drafting.opening import open_draft
from checklists.drafting.review import publish_reviewed, save_about, submit_for_review
from checklists.drafting.structure import add_clause, move_clause, retire_clause
from common.errors import Refused
from engagements.actions import answer_tailoring, decide_edition, decide_tailoring
from engagements.adoption import EditionStep, newer_edition
from engagements.annex import annex_of
from engagements.models import EditionDecision, Engagement, Stage, Tailoring
from engagements.rows import plain_text
from specs.models import Clause, Edition
from specs.text.editing import editable_text
from tests.factories import UserFactory
from tests.world import begin, to_performance, to_selection

pytestmark = pytest.mark.django_db


STANDING = begin


@pytest.fixture
def world(standing):
    return standing


@pytest.fixture
def second_policy(cast):
    return UserFactory(
        department=cast.policy.department, role=Role.POLICY, username="policy2", name="情報 七子"
    )


def new_edition(world, second_policy) -> Edition:
    """第2版: one clause changed, one moved, one new, one retired."""
    by = {"by": world.cast.policy, "at": world.at}
    draft = open_draft(world.edition.specification_id, **by)
    text = editable_text(desk_of(draft), "confidentiality")
    save_clause_text(
        draft.pk,
        "confidentiality",
        text=text.replace("他人に知らせ、", "他人に知らせ、盗用し、"),
        revision=0,
        seen=None,
        **by,
    )
    move_clause(draft.pk, "training", after="general", **by)
    made = add_clause(draft.pk, caption="生成物の扱い", after="damages", **by)
    text = editable_text(desk_of(draft), made.key)
    save_clause_text(
        draft.pk,
        made.key,
        text=text.replace("ここに条文を書く", "受注者は、生成物の内容を確かめる"),
        revision=0,
        seen=None,
        **by,
    )
    Clause.objects.filter(pk=made.pk).update(unchecked_reason="印刷だけをする。", guidance="説明")
    retire_clause(draft.pk, "publication", reason="別の要綱で定めるため", **by)
    save_about(
        draft.pk,
        change_note="字句を改め、公表の条を廃止した。",
        effective_on=date(2027, 4, 1),
        revision_planned_on=None,
        **by,
    )
    submit_for_review(draft.pk, **by)
    return publish_reviewed(draft.pk, by=second_policy, at=world.at)


def adopt(world, edition, **more):
    data = {"choice": "adopt", "reason": "", "by": world.cast.business, "at": world.at} | more
    return decide_edition(world.engagement, edition_id=edition.pk, **data)


def test_each_change_is_told_once_and_a_shifted_number_is_no_change(world, second_policy):
    edition = new_edition(world, second_policy)
    changes = {c.key: c for c in EditionStep(world.edition, edition).changes}
    assert changes["confidentiality"].kind == "changed"
    assert changes["training"].kind == "moved"
    assert (changes["c31"].kind, changes["publication"].words) == ("new", "廃止")
    assert changes["training"].new_label == "第2条"
    kinds = {c.kind for c in changes.values() if c.matters}
    assert kinds == {"changed", "new", "retired"}


def test_adopting_carries_what_did_not_change_and_asks_again_about_what_did(world, second_policy):
    cast = world.cast
    for key in ("confidentiality", "training"):
        old = world.edition.clauses.get(key=key)
        decide_tailoring(
            world.engagement,
            key,
            decision="changed",
            text=reworded(world, old.key),
            reason="業務の実情による。",
            by=cast.business,
            at=world.at,
        )
        row = world.engagement.tailorings.get(clause=old, is_current=True)
        answer_tailoring(row, approve=True, note="", by=cast.policy, at=world.at)
    edition = new_edition(world, second_policy)
    assert newer_edition(world.engagement) == edition
    adopt(world, edition)
    rows = {r.clause.key: r for r in world.engagement.tailorings.current()}
    assert rows["confidentiality"].approval == Tailoring.Approval.WAITING
    assert rows["training"].approval == Tailoring.Approval.APPROVED
    assert rows["training"].approved_by == cast.policy
    assert all(row.clause.edition_id == edition.pk for row in rows.values())
    assert newer_edition(world.engagement) is None
    annex = annex_of(world.engagement)
    assert annex.faults == []
    assert "研修の記録は、別に定める。" in annex.plain()


def reworded(world, key: str) -> str:
    text = plain_text(world.edition.clauses.get(key=key).tree)
    return text.replace("。", "。研修の記録は、別に定める。", 1)


def test_told_bidders_may_rely_on_the_text(world, second_policy):
    to_selection(world, "print")
    edition = new_edition(world, second_policy)
    with pytest.raises(Refused, match="準備"):
        adopt(world, edition)
    with pytest.raises(Refused, match="理由"):
        adopt(world, edition, choice="stay")
    adopt(world, edition, choice="stay", reason="今年度は今の版で行う。")
    assert world.engagement.edition == world.edition


def test_a_contract_is_amended_and_never_changed_by_itself(world, second_policy, client):
    to_performance(world)
    before = annex_of(world.engagement).plain()
    edition = new_edition(world, second_policy)
    with pytest.raises(Refused, match="契約を変更する"):
        adopt(world, edition)
    decision = adopt(world, edition, choice="amend", reason="盗用の禁止を加えるため。")
    assert annex_of(world.engagement).plain() == before
    for statement in (
        f"UPDATE engagements_editiondecision SET reason = 'x' WHERE id = {decision.pk}",  # noqa: S608
        f"DELETE FROM engagements_editiondecision WHERE id = {decision.pk}",  # noqa: S608
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_only_the_owner_decides(world, second_policy):
    edition = new_edition(world, second_policy)
    for user in (world.cast.colleague, world.cast.policy, world.cast.auditor, world.cast.stranger):
        with pytest.raises(Refused):
            adopt(world, edition, by=user)
    assert not EditionDecision.objects.exists()


def test_the_owner_sees_the_news_and_decides_on_the_page(world, second_policy, client):
    edition = new_edition(world, second_policy)
    client.force_login(world.cast.business)
    home = client.get(world.engagement.get_absolute_url()).content.decode()
    assert "新しい版が公開されています" in home
    url = reverse("engagements:edition-decide", args=[world.engagement.pk])
    page = client.get(url).content.decode()
    assert "番号だけが変わる条" in page
    assert client.post(url, {"choice": "stay"}).status_code == 422
    assert client.post(url, {"choice": "adopt"}).status_code == 302
    assert world.engagement.edition == edition
    assert client.get(url).status_code == 404


def test_policy_staff_see_every_engagement_in_a_fixed_number_of_queries(
    world, second_policy, client, django_assert_max_num_queries
):
    edition = new_edition(world, second_policy)
    client.force_login(world.cast.policy)
    url = reverse("engagements:edition-impact", args=[edition.pk])
    first = Engagement.objects.get(pk=world.engagement.pk)
    for number in range(2, 12):
        first.pk, first.sequence, first.stage = None, 100 + number, Stage.PLANNING
        first.save()
    with django_assert_max_num_queries(24):
        page = client.get(url).content.decode()
    assert page.count("未定") == 11
