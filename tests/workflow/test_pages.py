"""The start page and an engagement's home: what they show, and that their cost is constant."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from checklists.models import Checklist
from engagements.models import Engagement
from ledger.models import LedgerEvent
from ledger.words import words_for
from tests.world import begin, everything, to_performance

pytestmark = pytest.mark.django_db


def copies(engagement: Engagement, count: int) -> None:
    """More rows of the same kind, only to make the table large."""
    Engagement.objects.bulk_create(
        Engagement(
            municipality=engagement.municipality,
            department=engagement.department,
            fiscal_year=engagement.fiscal_year,
            sequence=1000 + n,
            title=f"{engagement.title}{n}",
            work="業務",
            procurement="open",
            stage_changed_at=engagement.created_at,
            created_at=engagement.created_at,
            created_by=engagement.created_by,
        )
        for n in range(count)
    )


def queries(client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_list_costs_the_same_for_ten_and_for_a_thousand(client, cast):
    world = begin(cast)
    client.force_login(cast.business)
    url = reverse("workflow:engagement-list")
    copies(world.engagement, 10)
    few = queries(client, url)
    Engagement.objects.filter(sequence__gte=1000).delete()
    copies(world.engagement, 1000)
    assert queries(client, url) == few
    assert few <= 8


def test_the_list_pages_by_key_and_shows_every_row_once(client, cast):
    world = begin(cast)
    copies(world.engagement, 45)
    client.force_login(cast.business)
    seen, url = [], reverse("workflow:engagement-list")
    after = ""
    for _ in range(4):
        context = client.get(url, {"after": after} if after else {}).context
        seen += [engagement.pk for engagement in context["engagements"]]
        after = context["next"]
        if not after:
            break
    assert len(seen) == len(set(seen)) == 46


def test_the_list_is_narrowed_by_words_and_stage(client, cast):
    world = begin(cast)
    copies(world.engagement, 3)
    client.force_login(cast.business)
    url = reverse("workflow:engagement-list")
    assert len(client.get(url, {"q": "意識　委託2"}).context["engagements"]) == 1
    assert len(client.get(url, {"stage": "closed"}).context["engagements"]) == 0
    assert "条件に合う案件はありません" in client.get(url, {"stage": "closed"}).content.decode()
    assert client.get(url, {"after": "nonsense"}).status_code == 200


def test_another_department_sees_an_empty_list(client, cast):
    begin(cast)
    client.force_login(cast.colleague)
    page = client.get(reverse("workflow:engagement-list"))
    assert "案件はまだありません" in page.content.decode()


def test_the_home_costs_the_same_with_one_round_and_with_many(client, cast):
    world = begin(cast)
    to_performance(world)
    client.force_login(cast.business)
    url = reverse("workflow:engagement-detail", args=[world.engagement.pk])
    world.walk.inspect(world.at, phase="post")
    few = queries(client, url)
    for _ in range(4):
        world.walk.inspect(
            world.at, phase="post", verdicts=[("K080", "correct", "鍵の記録がない。")]
        )
    copies(world.engagement, 1000)
    assert queries(client, url) == few
    assert few <= 20


def test_the_check_table_costs_the_same_for_few_and_for_all_items(client, cast):
    from engagements.items import items_for

    world = begin(cast)
    client.force_login(cast.business)
    from checklists.actions import create_checklist

    def table(count: int) -> Checklist:
        items = list(world.edition.check_items.select_related("clause").filter(in_pre=True))
        return create_checklist(
            municipality=cast.municipality,
            department=cast.department,
            edition=world.edition,
            items=items[:count],
            phase="pre",
            context=world.engagement,
            title="確認",
            respondent="試験",
            by=cast.business,
            at=world.at,
        )

    small, large = table(10), table(98)
    few = queries(client, reverse("checklists:checklist-detail", args=[small.pk]))
    response = client.get(reverse("checklists:checklist-detail", args=[large.pk]))
    assert queries(client, reverse("checklists:checklist-detail", args=[large.pk])) == few
    assert few <= 14
    assert len(response.content) <= 250_000
    assert items_for(world.engagement, "pre")


def test_a_refused_move_says_what_to_do(client, cast):
    world = begin(cast)
    Engagement.objects.update(answer_deadline=world.at.date() - timedelta(days=3))
    client.force_login(cast.business)
    url = reverse("workflow:engagement-move", args=[world.engagement.pk, "notify"])
    response = client.post(url)
    assert response.status_code == 422
    assert "今日以後の日に直してください" in response.content.decode()


def test_issuing_a_document_out_of_its_stage_is_not_offered(client, cast):
    world = begin(cast)
    client.force_login(cast.business)
    url = reverse("workflow:document-issue", args=[world.engagement.pk, "verification-report"])
    assert client.post(url).status_code == 404


def test_every_event_has_a_name_on_the_screen(cast):
    everything(cast)
    verbs = set(LedgerEvent.objects.values_list("verb", flat=True))
    assert "documents.issued" in verbs
    assert [verb for verb in sorted(verbs) if words_for(verb) == verb] == []


def test_a_cancelled_engagement_lists_nothing_to_do_but_what_was_decided(cast, client):
    engagement = begin(cast).engagement
    client.force_login(cast.business)
    move = reverse("workflow:engagement-move", args=[engagement.pk, "cancel-planning"])
    client.post(move, {"reason": "予算が付かなかったため。"})
    page = client.get(reverse("workflow:engagement-detail", args=[engagement.pk])).content.decode()
    assert "まだ開始できません" not in page
    assert reverse("engagements:scope-edit", args=[engagement.pk]) in page


def test_a_refused_move_stays_open(cast, client):
    engagement = begin(cast).engagement
    client.force_login(cast.business)
    move = reverse("workflow:engagement-move", args=[engagement.pk, "cancel-planning"])
    page = client.post(move, {"reason": "  "}).content.decode()
    assert '<details class="tk-help" open>' in page


@pytest.mark.parametrize("name", ["engagements:engagement-create", "audits:inspection-create"])
def test_a_wrong_form_says_so_once_and_has_a_way_out(cast, client, name):
    world = begin(cast)
    to_performance(world)
    client.force_login(cast.business)
    arguments = [] if name.endswith("engagement-create") else [world.engagement.pk]
    page = client.post(reverse(name, args=arguments), {"submit": "1"}).content.decode()
    assert page.count("入力内容に問題があります") == 1
    assert page.count("保存せずに戻る") == 1
