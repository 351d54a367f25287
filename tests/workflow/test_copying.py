"""Next year's engagement from this year's: what it taught, what goes along, and twice."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.models import Finding
from checklists.actions.publishing import publish_edition
from checklists.drafting.opening import open_draft
from checklists.drafting.structure import retire_clause
from checklists.models import Verdict
from common.dates import advanced_years
from common.errors import Refused
from engagements import actions
from engagements.models import Criteria, Engagement, Tailoring
from ledger.models import LedgerEvent
from tests.conftest import Cast
from tests.workflow.test_pages import copies as more_engagements
from tests.world import World, begin, to_performance
from workflow.lessons import lessons_of

pytestmark = pytest.mark.django_db

FINDING = "鍵の貸出しの記録がない日があった。"


def STANDING(cast: Cast) -> World:
    """In 履行, with an approved omission, criteria, and one finding."""
    world = begin(cast)
    walk, at = world.walk, world.at
    by = {"by": cast.business, "at": at}
    walk.omit("publication", at, reason="約款に同じ定めがある。", alternative="約款第5条")
    tailoring = walk.engagement.tailorings.get(clause__key="publication", is_current=True)
    actions.answer_tailoring(tailoring, approve=True, note="", by=cast.policy, at=at)
    actions.save_criteria(walk.engagement, weights={"subcontracting": 3}, knock_outs=["K060"], **by)
    to_performance(world)
    walk.inspect(at, phase="post", verdicts=[("K080", Verdict.CORRECT, FINDING)], remarks="良好")
    Engagement.objects.filter(pk=walk.engagement.pk).update(title="令和8年度意識調査業務委託")
    return world


@pytest.fixture
def world(standing):
    return standing


@pytest.fixture
def source(world):
    return world.engagement


@pytest.fixture
def clerk(client, cast):
    client.force_login(cast.business)
    return client


def copy_url(engagement):
    return reverse("workflow:engagement-copy", args=[engagement.pk])


MANY = "workflow:copy-many"


def form_of(response):
    """What a browser would send back: the form as it came."""
    form = response.context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in data.items() if value not in (None, False)}


def copied(clerk, source, **changed):
    """The engagement that sending the page's form makes."""
    response = clerk.post(copy_url(source), form_of(clerk.get(copy_url(source))) | changed)
    assert response.status_code == 302, response.context["form"].errors
    return Engagement.objects.get(copied_from=source)


def test_what_last_year_taught_stands_before_what_is_copied(clerk, source):
    page = clerk.get(copy_url(source)).content.decode()
    order = [FINDING, "良好", "約款に同じ定めがある。", "2　引き継ぐもの", "前提質問の答え"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "是正が済んでいないもの1件" in page
    assert "重みを変えた条1、失格項目1" in page
    assert 'value="令和9年度意識調査業務委託"' in page


def test_a_copy_is_a_draft_to_be_confirmed(clerk, cast, source):
    made = copied(clerk, source)
    assert made.number.startswith(f"R{source.fiscal_year - 2017}-税務-")
    assert (made.title, made.work) == ("令和9年度意識調査業務委託", source.work)
    assert made.scope_answers.count() == 21
    assert made.scope_confirmed_at is None
    assert made.edition == source.edition
    assert made.stage == "planning"
    assert made.period_from.year == source.period_from.year + 1
    (row,) = made.tailorings.current()
    assert (row.clause.key, row.decision, row.approval) == ("publication", "omitted", "waiting")
    assert (row.reason, row.alternative) == ("約款に同じ定めがある。", "約款第5条")
    criteria = Criteria.objects.get(engagement=made)
    assert (criteria.weights, criteria.knock_outs) == ({"subcontracting": 3}, ["K060"])
    assert criteria.fixed_at is None
    event = LedgerEvent.objects.get(verb="engagements.copied")
    assert (event.data["source_id"], event.data["proposed"]) == (source.pk, ["publication"])
    scope = clerk.get(reverse("engagements:scope-edit", args=[made.pk]))
    assert "前の案件の答えが入っています" in scope.content.decode()
    home = clerk.get(made.get_absolute_url()).content.decode()
    assert "前の案件の指摘　1件（うち是正待ち1件）" in home
    assert reverse("workflow:engagement-lessons", args=[source.pk]) in home
    assert made.number in clerk.get(source.get_absolute_url()).content.decode()


def test_only_what_is_ticked_goes_along(clerk, source):
    made = copied(clerk, source, parts=["contact"], clauses=[], title="別の件名")
    assert (made.title, made.personal_data, made.place_condition) == ("別の件名", "", "")
    assert made.contact == source.contact
    assert made.scope_answers.count() == 0
    assert not made.tailorings.exists()
    assert not Criteria.objects.filter(engagement=made).exists()
    assert made.edition == source.edition


def test_a_second_copy_is_asked_for_not_forbidden(clerk, source):
    sent = form_of(clerk.get(copy_url(source)))
    first = copied(clerk, source)
    response = clerk.post(copy_url(source), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert f"（{first.number}）を既に作っています" in page
    assert 'name="again"' in page
    assert clerk.post(copy_url(source), sent | {"again": "on"}).status_code == 302
    assert Engagement.objects.filter(copied_from=source).count() == 2


def test_a_copy_takes_the_published_edition_and_says_what_changed(clerk, cast, world, source):
    by = {"by": cast.policy, "at": world.at}
    draft = open_draft(source.edition.specification_id, **by)
    retire_clause(draft.pk, "publication", reason="別の要綱で定める。", **by)
    publish_edition(draft, by=None, at=world.at)
    page = clerk.get(copy_url(source)).content.decode()
    assert "公開されている新しい版に替えます" in page
    assert "新しい版で変わる条　1件" in page
    made = copied(clerk, source)
    assert (made.edition, made.preset.key) == (draft, "small")
    assert made.preset.edition == draft
    assert not made.tailorings.filter(origin="person").exists()
    assert LedgerEvent.objects.get(verb="engagements.copied").data["fallen"] == ["publication"]


def test_an_omission_that_the_answers_forbid_is_not_proposed(clerk, source):
    clause = source.edition.clauses.get(key="personnel")
    row = source.tailorings.filter(clause__key="publication").get()
    Tailoring.objects.create(
        **{f.attname: getattr(row, f.attname) for f in Tailoring._meta.fields}
        | {"id": None, "clause_id": clause.pk}
    )
    source.scope_answers.filter(question="my_number").update(value="yes")
    made = copied(clerk, source)
    assert [t.clause.key for t in made.tailorings.current()] == ["publication"]


def test_another_departments_engagement_is_not_copied(client, cast, source):
    client.force_login(cast.colleague)
    assert client.post(copy_url(source)).status_code == 404
    client.post(reverse(MANY), {"year": source.fiscal_year, "pick": [source.pk]})
    assert not Engagement.objects.filter(copied_from=source).exists()
    with pytest.raises(Refused, match="ほかの課"):
        actions.copy_engagement(
            source,
            fiscal_year=2030,
            title="件名",
            answer_deadline=None,
            period_from=None,
            period_to=None,
            by=cast.colleague,
            at=source.created_at,
        )


def test_many_are_copied_each_by_itself(clerk, cast, source):
    more_engagements(source, 3)
    listed = clerk.get(reverse(MANY), {"year": source.fiscal_year}).context["rows"]
    assert [row.pk for row, _, _, ticked in listed if ticked] == [source.pk]
    assert len(listed) == 4
    # One of them can't be copied: its dates no longer fit (a row from before the rule).
    broken = Engagement.objects.filter(sequence=1000)
    broken.update(period_from=date(2026, 5, 1), procurement="open", negotiated_ground=1)
    sent = {"year": source.fiscal_year, "pick": [row.pk for row, *_ in listed]}
    page = clerk.post(reverse(MANY), sent)
    assert [len(page.context[name]) for name in ("made", "refused", "asked")] == [3, 1, 0]
    assert "随意契約の根拠は" in page.content.decode()
    assert Engagement.objects.filter(fiscal_year=source.fiscal_year + 1).count() == 3
    # Pressed twice: it says that they exist, and asks.
    page = clerk.post(reverse(MANY), sent)
    assert [len(page.context[name]) for name in ("made", "refused", "asked")] == [0, 1, 3]
    page = clerk.post(reverse(MANY), sent | {"pick": [source.pk], "again": "1"})
    assert len(page.context["made"]) == 1
    assert clerk.post(reverse(MANY), {"year": "9999", "pick": ["x"]}).status_code == 422


def queries(client, url, **data):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url, data).status_code == 200
    return len(captured)


def test_the_lists_cost_the_same_for_two_and_for_twenty(clerk, source):
    pages = [(reverse("workflow:copy-choose"), {}), (reverse(MANY), {"year": source.fiscal_year})]
    more_engagements(source, 1)
    few = [queries(clerk, url, **data) for url, data in pages]
    Engagement.objects.filter(sequence__gte=1000).delete()
    more_engagements(source, 60)
    assert [queries(clerk, url, **data) for url, data in pages] == few
    assert max(few) <= 5
    after = clerk.get(pages[0][0]).context["next"]
    assert len(clerk.get(pages[0][0], {"after": after}).context["engagements"]) == 20


def test_the_lessons_cost_the_same_for_two_findings_and_for_sixteen(clerk, source):
    first = Finding.objects.get()
    answers = first.inspection.checklist.answers.exclude(item=first.item_id)
    items = [answer.item for answer in answers.select_related("item")]
    assert len(items) == 15

    def more(items, start):
        Finding.objects.bulk_create(
            Finding(
                municipality_id=first.municipality_id,
                contract_id=first.contract_id,
                inspection_id=first.inspection_id,
                item=item,
                number=start + n,
                severity="minor",
                description="指摘",
                due_on=first.due_on,
                found_at=first.found_at,
            )
            for n, item in enumerate(items)
        )

    url = reverse("workflow:engagement-lessons", args=[source.pk])
    more(items[:1], 10)
    few = queries(clerk, url), queries(clerk, copy_url(source))
    more(items[1:], 20)
    assert (queries(clerk, url), queries(clerk, copy_url(source))) == few
    assert max(few) <= 32


def test_one_is_found_by_title_or_number(clerk, source):
    more_engagements(source, 3)

    def found(words):
        page = clerk.get(reverse("workflow:copy-choose"), {"q": words})
        return [engagement.pk for engagement in page.context["engagements"]]

    assert found(source.number) == [source.pk]
    assert found(f"Ｒ{source.fiscal_year - 2018}-0001") == [source.pk]
    assert len(found("意識調査")) == 4
    assert found("ない件名") == []
    assert len(found("令和8年度　委託2")) == 1


def test_an_engagement_without_a_contract_teaches_what_it_can(clerk, cast, world):
    third = begin(cast)
    page = clerk.get(copy_url(third.engagement)).content.decode()
    assert "契約に至っていないため" in page
    lessons = lessons_of(third.engagement, world.at.date())
    assert lessons.is_empty


def test_the_source_is_said_once_and_stays_in_the_municipality(clerk, cast, source):
    made = copied(clerk, source)
    with pytest.raises(DatabaseError), transaction.atomic():
        Engagement.objects.filter(pk=made.pk).update(copied_from=None)
    stranger = cast.stranger
    with pytest.raises(DatabaseError), transaction.atomic():
        actions.create_engagement(
            copied_from=source,
            title="件名",
            work="業務",
            procurement="open",
            by=stranger,
            at=source.created_at,
        )


def test_only_whoever_may_edit_is_offered_a_copy(client, cast, source):
    client.force_login(cast.policy)
    assert "翌年度の案件を作る" not in client.get(source.get_absolute_url()).content.decode()
    lessons = client.get(reverse("workflow:engagement-lessons", args=[source.pk]))
    assert FINDING in lessons.content.decode()


def test_years_in_a_title_move_on():
    assert advanced_years("令和8年度調査", 1) == "令和9年度調査"
    assert advanced_years("令和８年度～令和１０年度 保守", 1) == "令和９年度～令和１１年度 保守"
    assert advanced_years("平成31年度・R8・2026年・令和元年", 1) == "令和2年度・R9・2027年・令和2年"
    assert advanced_years("第8回 R80X 令和の調査", 1) == "第8回 R80X 令和の調査"
    assert advanced_years("令和9年度", -1) == "令和8年度"
