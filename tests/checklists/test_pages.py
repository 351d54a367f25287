"""The table on the screen, without JavaScript and with htmx."""

import re

import pytest
from django.urls import reverse

from checklists.actions import save_answer
from checklists.models import Checklist
from documents.composing import compose
from documents.kinds import by_name
from tests.world import to_transcription

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


STANDING = to_transcription


@pytest.fixture
def world(standing, cast, client):
    client.force_login(cast.business)
    return standing


@pytest.fixture
def table(world) -> Checklist:
    """Open for staff, who transcribe what came on paper."""
    return world.extra["table"]


def fields(page: str) -> dict[str, str]:
    """The hidden revisions of the page's form, as a browser would send them."""
    return dict(
        re.findall(r'<input type="hidden"[^>]*name="(revision-\d+)"[^>]*value="(\d+)"', page)
    )


def test_the_whole_table_is_saved_without_javascript(client, world, table):
    page = client.get(reverse("checklists:checklist-detail", args=[table.pk])).content.decode()
    data = fields(page)
    assert len(data) == table.n_total
    data |= {name.replace("revision", "value"): "yes" for name in data}
    response = client.post(reverse("checklists:answers-save", args=[table.pk]), data)
    assert response.status_code == 302
    table.refresh_from_db()
    assert (table.n_yes, table.n_unanswered) == (table.n_total, 0)


def test_a_missing_reason_keeps_what_was_typed(client, world, table):
    page = client.get(reverse("checklists:checklist-detail", args=[table.pk])).content.decode()
    data = fields(page)
    first = next(iter(data)).removeprefix("revision-")
    data |= {f"value-{first}": "no", f"evidence-{first}": "体制図の写し"}
    response = client.post(reverse("checklists:answers-save", args=[table.pk]), data)
    assert response.status_code == 422
    text = response.content.decode()
    assert "体制図の写し" in text
    assert "理由又は条件" in text


def test_a_row_saves_itself_with_htmx(client, world, table):
    answer = table.answers.first()
    url = reverse("checklists:answer-save", args=[table.pk, answer.item_id])
    data = {f"value-{answer.item_id}": "yes", f"revision-{answer.item_id}": "0"}
    saved = client.post(url, data, headers=HTMX)
    assert saved.status_code == 200
    assert f'id="state-{answer.item_id}" data-state="ok"' in saved.content.decode()
    assert f'name="revision-{answer.item_id}" value="1"' in saved.content.decode()
    assert f"1／{table.n_total}" in saved.content.decode()
    again = client.post(url, data | {f"value-{answer.item_id}": "na"}, headers=HTMX)
    assert again.status_code == 422
    assert "理由又は条件" in again.content.decode()
    late = {f"value-{answer.item_id}": "no", f"note-{answer.item_id}": "設備がない。"}
    conflict = client.post(url, late | {f"revision-{answer.item_id}": "0"}, headers=HTMX)
    assert conflict.status_code == 409
    assert "先に保存" in conflict.content.decode()


def test_table_and_save_keep_to_ten_queries(client, world, table, django_assert_max_num_queries):
    """The budget of the product for both; the transaction's own two statements count."""
    answer = table.answers.first()
    url = reverse("checklists:answer-save", args=[table.pk, answer.item_id])
    data = {f"value-{answer.item_id}": "yes", f"revision-{answer.item_id}": "0"}
    with django_assert_max_num_queries(10):
        assert client.post(url, data, headers=HTMX).status_code == 200
    with django_assert_max_num_queries(10):
        client.get(reverse("checklists:checklist-detail", args=[table.pk]))


def test_a_stranger_saves_nothing_and_finds_nothing(client, world, table, cast):
    answer = table.answers.first()
    url = reverse("checklists:answer-save", args=[table.pk, answer.item_id])
    data = {f"value-{answer.item_id}": "yes", f"revision-{answer.item_id}": "0"}
    client.force_login(cast.colleague)
    assert client.post(url, data, headers=HTMX).status_code == 404
    answer.refresh_from_db()
    assert answer.value == ""


def test_the_filters_narrow_the_rows(client, world, table):
    url = reverse("checklists:checklist-detail", args=[table.pk])
    whole = client.get(url).content.decode().count("data-check-row")
    assert whole == table.n_total
    answer = table.answers.first()
    save = reverse("checklists:answer-save", args=[table.pk, answer.item_id])
    client.post(save, {f"value-{answer.item_id}": "yes", f"revision-{answer.item_id}": "0"})
    assert client.get(url, {"show": "open"}).content.decode().count("data-check-row") == whole - 1


def test_nothing_is_submitted_before_everything_is_answered(client, world, table):
    page = client.get(reverse("checklists:checklist-submit", args=[table.pk])).content.decode()
    assert "未回答" in page
    assert "この内容で提出する" not in page


def test_verdicts_are_saved_and_finished_without_javascript(client, world, table):
    world.walk.answer(table, world.at, (), "担当")
    page = client.get(reverse("checklists:judgement", args=[table.pk])).content.decode()
    data = fields(page)
    assert len(data) == table.n_total
    data |= {n.replace("revision", "verdict"): "fit" for n in fields(page)}
    data |= {n.replace("revision", "method"): "書面" for n in fields(page)}
    assert (
        client.post(reverse("checklists:judgements-save", args=[table.pk]), data).status_code == 302
    )
    assert client.post(reverse("checklists:judgement-finish", args=[table.pk])).status_code == 302
    table.refresh_from_db()
    assert table.judged_at is not None


def test_a_submitted_table_is_read_only(client, world, table):
    world.walk.answer(table, world.at, (), "担当")
    page = client.get(reverse("checklists:checklist-detail", args=[table.pk])).content.decode()
    assert 'type="radio"' not in page
    assert "対応可" in page


def test_auditors_read_and_find_nothing_to_fill(client, world, table, cast):
    client.force_login(cast.auditor)
    page = client.get(reverse("checklists:checklist-detail", args=[table.pk])).content.decode()
    assert 'type="radio"' not in page


def test_only_a_row_with_a_long_reason_may_break_on_paper(world, table):
    first, second = table.answers.order_by("position")[:2]
    save_answer(
        table.pk,
        first.item_id,
        value="partial",
        note="時期を定めて対応する。" * 40,
        evidence="",
        revision=0,
        by=world.cast.business,
        at=world.at,
    )
    page = compose(by_name("check-table"), table, number="R8-税務-0001-T1-D3-01", at=world.at).html
    rows = page.split("<tbody>")[2].split("<tr")
    assert [code for row in rows if 'class="long"' in row for code in re.findall(r"K\d+", row)] == [
        first.item.code
    ]
    assert f">{second.item.code}<" in page
