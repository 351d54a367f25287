"""委託先管理台帳: what it says, who may have which, and the workbook."""

import io
from datetime import date

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import Department
from audits import actions as audit_actions
from audits.contract_register import register_rows, totals
from audits.documents import contract_register
from audits.documents.contract_register import RegisterOf
from common.errors import Refused
from documents import actions
from documents.composing import compose, preview
from documents.kinds import by_name
from documents.models import IssuedDocument
from engagements.actions import create_engagement
from engagements.models import Engagement
from tests.world import begin, to_performance

pytestmark = pytest.mark.django_db

URL = "/contract-register/"
# Session, user, years, departments, the five of the rows, issued papers.
QUERIES = 10


def build(cast):
    world = begin(cast)
    to_performance(world)
    return world


STANDING = build


@pytest.fixture
def world(standing):
    return standing


@pytest.fixture
def kind():
    return by_name("D23")


def whole(world):
    return RegisterOf(world.cast.municipality, world.engagement.fiscal_year)


def own(world):
    return RegisterOf(
        world.cast.municipality, world.engagement.fiscal_year, world.cast.business.department
    )


def rows_of(cast):
    return register_rows(Engagement.objects.visible_to(cast.policy).order_by("pk"))


def more(cast, count, **fields):
    for number in range(count):
        create_engagement(
            by=cast.business,
            at=timezone.now(),
            **{"title": f"業務{number}", "work": "x", "procurement": "open"} | fields,
        )


def test_a_row_tells_the_contract_and_the_answers(world):
    (row,) = rows_of(world.cast)
    assert row.firm == world.walk.contract.contractor_name
    assert row.amount == 500_000
    assert row.persons == "101人から1,000人まで"
    assert (row.my_number, row.subcontract) != ("", "")
    assert row.next_inspection is None
    assert row.open_findings == 0


def test_the_next_round_is_the_one_that_is_planned(world):
    audit_actions.plan_inspection(
        world.walk.contract,
        phase="post",
        planned_on=date(2027, 1, 20),
        way="on_site",
        by=world.cast.business,
        at=world.at,
    )
    (row,) = rows_of(world.cast)
    assert row.next_inspection == date(2027, 1, 20)


def test_what_is_not_known_is_a_dash_and_counts_as_nothing(world):
    more(world.cast, 1)
    row = rows_of(world.cast)[-1]
    assert (row.firm, row.my_number, row.persons, row.subcontract, row.edition) == ("―",) * 5
    total = totals(rows_of(world.cast))[-1]
    assert (total.engagements, total.contracts, total.amount) == (2, 1, 500_000)


def test_rows_cost_five_queries_however_many(world, django_assert_num_queries):
    more(world.cast, 5)
    with django_assert_num_queries(5):
        rows_of(world.cast)


def test_the_paper_holds_rows_and_sums(world, kind):
    html = compose(kind, whole(world), number="1", at=world.at).html
    assert world.engagement.number in html
    assert html.count("500,000") == 3  # the row, its department, all


def test_an_empty_year_says_so(world, kind):
    html = compose(kind, RegisterOf(world.cast.municipality, 2040), number="1", at=world.at).html
    assert "この年度の案件はありません。" in html


def test_what_is_too_long_for_a_pdf_is_refused_at_once_and_can_be_a_workbook(
    world, kind, monkeypatch
):
    monkeypatch.setattr(contract_register, "MOST_PRINTED", 0)
    with pytest.raises(Refused, match="Excelファイルで発行してください"):
        compose(kind, whole(world), number="1", at=world.at)
    assert preview(kind, whole(world), at=world.at, format="xlsx").startswith(b"PK")


def test_the_command_line_finds_registers_by_name(world, kind):
    code, year = world.cast.municipality.code, world.engagement.fiscal_year
    assert kind.find(f"{code}-{year}") == whole(world)
    assert kind.find(f"{code}-{year}-税務") == own(world)
    assert [each.pk for each in kind.listed()] == [f"{code}-{year}"]
    with pytest.raises(ValueError, match="invalid literal"):
        kind.find(code)
    with pytest.raises(Department.DoesNotExist):
        kind.find(f"{code}-{year}-無い課")


def test_the_workbook_has_real_types_and_no_formulas(world, kind):
    more(world.cast, 1, title="=1+1")
    content = preview(kind, own(world), at=world.at, format="xlsx")
    sheet = load_workbook(io.BytesIO(content))["委託先管理台帳"]
    first, second = list(sheet.iter_rows(min_row=3))
    assert first[4].is_date
    assert first[7].value == 500_000
    assert first[7].number_format == "#,##0"
    assert (second[1].value, second[1].data_type, second[1].quotePrefix) == ("=1+1", "s", True)
    assert second[7].value is None
    assert sheet.auto_filter.ref == "A2:O4"
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.freeze_panes == "C3"
    assert sheet.print_area.endswith("$A$1:$O$4")


def test_a_line_division_has_its_own_register_and_not_the_whole(world, kind, client):
    business = world.cast.business
    with pytest.raises(Refused, match="全庁の文書は発行できません"):
        actions.issue(kind, whole(world), by=business, at=world.at, format="xlsx")
    everything = actions.issue(kind, whole(world), by=world.cast.policy, at=world.at, format="xlsx")
    mine = actions.issue(kind, own(world), by=business, at=world.at, format="xlsx")
    seen = IssuedDocument.objects.visible_to(business)
    assert mine in seen
    assert everything not in seen
    client.force_login(business)
    assert client.get(f"/documents/{everything.pk}/").status_code == 404


def test_the_screen_narrows_to_a_department_and_a_year(world, client):
    client.force_login(world.cast.policy)
    title = world.engagement.title
    other = Department.objects.get(municipality=world.cast.municipality, short_name="福祉")
    assert title in client.get(URL, {"year": world.engagement.fiscal_year}).content.decode()
    assert title not in client.get(URL, {"department": other.pk}).content.decode()
    assert title not in client.get(URL, {"year": "2040"}).content.decode()
    assert client.get(URL, {"year": "x"}).status_code == 404
    client.force_login(world.cast.business)
    assert client.get(URL, {"department": other.pk}).status_code == 404


def test_the_screen_turns_pages_at_the_same_cost(world, client, django_assert_num_queries):
    client.force_login(world.cast.policy)
    client.get(URL)
    with django_assert_num_queries(QUERIES):
        client.get(URL)
    more(world.cast, 51)
    with django_assert_num_queries(QUERIES):
        page = client.get(URL)
    last = page.context["rows"][-1].engagement.pk
    assert len(page.context["rows"]) == 50
    assert page.context["next"] == last
    rest = client.get(URL, {"after": last}).context["rows"]
    assert len(rest) == 2


def test_issuing_from_the_screen_hands_out_the_file(world, client):
    client.force_login(world.cast.business)
    answer = client.post(URL + "issue/", {"format": "xlsx", "year": world.engagement.fiscal_year})
    document = IssuedDocument.objects.get(kind="contract-register")
    assert answer.url == f"/documents/{document.pk}/"
    assert document.department == world.cast.business.department
