"""The comparison of bids: fixed criteria, honest counts, and the same on screen, paper and Excel."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from common.errors import Refused, Stale
from documents.actions import issue
from documents.composing import compose
from documents.kinds import by_name
from engagements import actions
from engagements.actions.criteria import criteria_of
from engagements.documents.matrix import matrix_for
from engagements.models import Criteria
from ledger.models import LedgerEvent
from ledger.verification import verify
from tests.conftest import drop_triggers
from tests.world import World, begin, to_selection

pytestmark = pytest.mark.django_db


def tender(cast) -> World:
    """Three bidders that have answered, before the opening."""
    world = begin(cast)
    bids = to_selection(world, "print", "data", "call")
    walk, at = world.walk, world.at
    walk.answer(bids[0].checklist, at, (), "担当")
    walk.answer(
        bids[1].checklist,
        at,
        [("K080", "no", "保管庫がない。"), ("K040", "partial", "入社後に行う。")],
        "担当",
    )
    walk.answer(bids[2].checklist, at, [("K080", "na", "紙を扱わない。")], "担当")
    world.extra["bids"] = bids
    return world


STANDING = tender


@pytest.fixture
def world(standing):
    return standing


def save(world, **more):
    fields = {"weights": {}, "knock_outs": [], "by": world.cast.business, "at": world.at}
    return actions.save_criteria(world.engagement, **{**fields, **more})


def clause_of(world, code: str) -> str:
    return world.edition.check_items.select_related("clause").get(code=code).clause.key


def test_criteria_are_fixed_by_the_opening(world):
    save(world, weights={clause_of(world, "K080"): 5}, knock_outs=["K080"])
    world.walk.open_answers(world.at)
    criteria = criteria_of(world.engagement)
    assert criteria.fixed_at is not None
    fixed = LedgerEvent.objects.get(verb="engagements.criteria_fixed")
    opened = LedgerEvent.objects.get(verb="engagements.answers_opened")
    assert fixed.seq < opened.seq
    with pytest.raises(Refused, match="変えられません"):
        save(world, knock_outs=[])
    with transaction.atomic(), pytest.raises(IntegrityError), transaction.atomic():
        Criteria.objects.update(knock_outs=[])
    assert list(verify()) == []
    drop_triggers()
    Criteria.objects.update(knock_outs=[])
    assert any("criteria" in problem.where.lower() for problem in verify())


def test_unknown_items_weights_and_stale_forms_are_refused(world):
    with pytest.raises(Refused, match="にない"):
        save(world, knock_outs=["K999"])
    with pytest.raises(Refused, match="0から5"):
        save(world, weights={clause_of(world, "K080"): 6})
    save(world, revision=0)
    with pytest.raises(Stale):
        save(world, revision=0)


def test_points_hide_no_missing_item(world):
    save(world, weights={clause_of(world, "K080"): 5}, knock_outs=["K080"])
    with pytest.raises(Refused, match="開封"):
        matrix_for(world.engagement)
    world.walk.open_answers(world.at)
    found = matrix_for(world.engagement)
    full, poor, other = found.totals
    assert (full.missing, full.knocked_out, full.percent) == (0, [], 100)
    assert (poor.missing, poor.knocked_out) == (2, ["K080"])
    assert poor.points == poor.most - 5 * 2 - 1
    assert other.most == full.most - 5 * 2  # what doesn't apply counts nowhere
    assert (other.missing, other.knocked_out) == (0, [])
    assert [row.item.code for row in found.rows][:2] == ["K080", "K040"]  # knock-out, differing
    assert found.met_by_nobody == []


def test_what_nobody_meets_is_named(world):
    walk, at = world.walk, world.at
    second = begin(world.cast)
    bids = to_selection(second, "print", "data")
    for bid in bids:
        walk.answer(bid.checklist, at, [("K080", "no", "保管庫がない。")], "担当")
    second.walk.open_answers(second.at)
    assert [row.item.code for row in matrix_for(second.engagement).met_by_nobody] == ["K080"]


def test_screen_paper_and_workbook_say_the_same(world, client):
    save(world, knock_outs=["K080"])
    world.walk.open_answers(world.at)
    engagement, who = world.engagement, world.cast.business
    found = matrix_for(engagement)
    total = f"{found.totals[1].points}／{found.totals[1].most}点"
    client.force_login(who)
    page = client.get(reverse("engagements:matrix", args=[engagement.pk])).content.decode()
    paper = compose(by_name("bid-comparison"), engagement, number="1", at=world.at).html
    for text in (page, paper):
        assert total in text
        assert "保管庫がない。" in text
        assert "失格項目に対応できない" in text
    pdf = issue(by_name("bid-comparison"), engagement, by=who, at=world.at)
    assert len(PdfReader(io.BytesIO(pdf.read())).pages) >= 2
    excel = issue(by_name("bid-comparison"), engagement, by=who, at=world.at, format="xlsx")
    book = load_workbook(io.BytesIO(excel.read()))
    items = list(book["項目ごとの比較"].iter_rows(min_row=4, values_only=True))
    assert items[0][0] == "K080"
    assert items[0][4] == "○"
    assert items[0][5 + 3 : 5 + 6] == ("対応不可", "保管庫がない。", "未確認")
    last = list(book["条ごとの集計"].iter_rows(values_only=True))[-1]
    assert last[3 + 3 : 3 + 6] == (found.totals[1].points, found.totals[1].most, 2)
    later = world.at + timedelta(hours=1)
    assert issue(by_name("bid-comparison"), engagement, by=who, at=later, format="xlsx") == excel


def test_text_that_looks_like_a_formula_stays_text(world, cast):
    second = begin(cast)
    (bid,) = to_selection(second, "print")
    second.walk.answer(bid.checklist, second.at, [("K080", "no", "=1+1")], "担当")
    second.walk.open_answers(second.at)
    excel = issue(
        by_name("bid-comparison"),
        second.engagement,
        by=cast.business,
        at=second.at,
        format="xlsx",
    )
    sheet = load_workbook(io.BytesIO(excel.read()))["項目ごとの比較"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]


def test_the_page_costs_the_same_for_any_number_of_bidders(world, client, cast):
    world.walk.open_answers(world.at)
    second = begin(cast)
    to_selection(second, "print")
    second.walk.open_answers(second.at)
    client.force_login(cast.business)
    costs = []
    for engagement in (world.engagement, second.engagement):
        url = reverse("engagements:matrix", args=[engagement.pk])
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        costs.append(len(queries))
    assert costs[0] >= costs[1]
    assert costs[0] <= 19


def test_criteria_are_set_on_the_page(world, client):
    client.force_login(world.cast.business)
    url = reverse("engagements:criteria-edit", args=[world.engagement.pk])
    form = client.get(url).context["form"]
    fields = {name: form[name].value() for name in form.fields}
    data = {
        name: value for name, value in fields.items() if value is not False and value is not None
    }
    key = clause_of(world, "K080")
    assert client.post(url, {**data, f"weight-{key}": 3, "out-K080": "on"}).status_code == 302
    criteria = criteria_of(world.engagement)
    assert (criteria.weights, criteria.knock_outs) == ({key: 3}, ["K080"])
    assert client.post(url, {**data, f"weight-{key}": 9}).status_code == 422
