"""Filling, submitting and judging a table, and what the ledger proves about it."""

import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from checklists import actions
from checklists.models import Answer, Checklist
from common.errors import Refused, Stale
from ledger.models import LedgerEvent
from ledger.verification import verify
from tests.conftest import drop_triggers
from tests.world import to_transcription

pytestmark = pytest.mark.django_db


STANDING = to_transcription


@pytest.fixture
def world(standing):
    return standing


@pytest.fixture
def table(world) -> Checklist:
    """Open for staff, who transcribe what came on paper."""
    return world.extra["table"]


def save(world, answer: Answer, value: str, note: str = "", *, revision: int | None = None):
    return actions.save_answer(
        answer.checklist_id,
        answer.item_id,
        value=value,
        note=note,
        evidence="",
        revision=answer.revision if revision is None else revision,
        by=world.cast.business,
        at=world.at,
    )


def fill(world, table: Checklist) -> None:
    world.walk.answer(table, world.at, (), "担当")
    table.refresh_from_db()


def test_an_answer_moves_the_counters_in_the_same_transaction(world, table):
    first, second = table.answers.order_by("position")[:2]
    save(world, first, "yes")
    save(world, second, "na", "対象がない。")
    table.refresh_from_db()
    assert (table.n_yes, table.n_na, table.n_unanswered) == (1, 1, table.n_total - 2)
    first.refresh_from_db()
    save(world, first, "no", "設備がない。")
    table.refresh_from_db()
    assert (table.n_yes, table.n_no) == (0, 1)


@pytest.mark.parametrize("value", ["partial", "no", "na"])
def test_anything_but_yes_needs_a_reason(world, table, value):
    with pytest.raises(Refused, match="理由又は条件"):
        save(world, table.answers.first(), value, "　")


def test_an_unknown_value_is_refused(world, table):
    with pytest.raises(Refused):
        save(world, table.answers.first(), "maybe", "理由")


def test_the_second_of_two_writers_is_shown_both_texts(world, table):
    answer = table.answers.first()
    save(world, answer, "no", "先に書いた理由")
    with pytest.raises(Stale) as stale:
        save(world, answer, "partial", "後から書いた理由")
    words = " ".join(stale.value.reasons)
    assert "先に書いた理由" in words
    assert str(world.cast.business) in words
    answer.refresh_from_db()
    assert (answer.value, answer.note) == ("no", "先に書いた理由")


def test_the_event_of_an_answer_never_tells_its_value(world, table):
    save(world, table.answers.first(), "no", "秘密の事情")
    event = LedgerEvent.objects.filter(verb="checklists.answer_saved").get()
    assert "秘密" not in json.dumps(event.data, ensure_ascii=False)
    assert "no" not in event.data.values()


def test_saving_one_answer_is_cheap(world, table, django_assert_max_num_queries):
    answer = table.answers.first()
    with django_assert_max_num_queries(10):
        save(world, answer, "yes")


def test_a_table_saved_at_once_is_saved_whole_or_not_at_all(world, table):
    one, two = table.answers.order_by("position")[:2]
    rows = [
        {"item_id": one.item_id, "value": "yes", "note": "", "evidence": "", "revision": 0},
        {"item_id": two.item_id, "value": "no", "note": "", "evidence": "", "revision": 0},
    ]
    with pytest.raises(Refused) as refused:
        actions.save_answers(table, rows, by=world.cast.business, at=world.at)
    assert any(two.item.code in reason for reason in refused.value.reasons)
    one.refresh_from_db()
    assert one.value == ""
    rows[1]["note"] = "保管庫がない。"
    actions.save_answers(table, rows, by=world.cast.business, at=world.at)
    table.refresh_from_db()
    assert (table.n_yes, table.n_no) == (1, 1)


def test_nothing_is_submitted_while_an_answer_is_missing(world, table):
    with pytest.raises(Refused):
        actions.submit(
            table,
            filled_by="担当",
            filled_on=timezone.localdate(),
            by=world.cast.business,
            at=world.at,
        )


def test_a_submitted_table_stays(world, table):
    fill(world, table)
    assert json.loads(table.frozen_json)["answers"][0]["value"] == "yes"
    with pytest.raises(Refused):
        save(world, table.answers.first(), "no", "やはりできない。")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE checklists_answer SET value = 'no', note = 'x'",
        "DELETE FROM checklists_answer",
        "UPDATE checklists_checklist SET frozen_json = '{}'",
        "UPDATE specs_clause SET caption = 'x'",
        "UPDATE checklists_checkitem SET before = 'x'",
        "DELETE FROM checklists_preset",
    ],
)
def test_the_database_keeps_what_was_submitted_and_published(world, table, statement):
    fill(world, table)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE checklists_answer SET note = 'x' WHERE id = {answer}", "checklists.Checklist"),
        ("UPDATE checklists_checklist SET frozen_json = '{{}}'", "checklists.Checklist"),
        ("UPDATE specs_clause SET caption = 'x'", "specs.Edition"),
        ("UPDATE checklists_checkitem SET ok_when = 'x'", "specs.Edition"),
    ],
)
def test_verifyledger_names_a_row_that_was_edited(world, table, statement, found):
    fill(world, table)
    assert list(verify()) == []
    drop_triggers()
    with connection.cursor() as cursor:
        cursor.execute(statement.format(answer=table.answers.first().pk))
    assert any(problem.where.startswith(found) for problem in verify())


def test_verifyledger_finds_a_wrong_counter(table):
    Checklist.objects.update(n_yes=F("n_yes") + 1, n_unanswered=F("n_unanswered") - 1)
    assert any("counter" in problem.message for problem in verify())


def test_judging_waits_for_the_submission(world, table):
    item = table.answers.first().item_id
    fields = {"verdict": "fit", "method": "書面", "remark": "", "revision": 0}
    people = {"by": world.cast.business, "at": world.at}
    with pytest.raises(Refused):
        actions.save_judgement(table.pk, item, **fields, **people)
    fill(world, table)
    actions.save_judgement(table.pk, item, **fields, **people)
    with pytest.raises(Refused):
        actions.finish_judgement(table, **people)


def test_bidders_answers_are_not_filled_by_auditors(world, table):
    with pytest.raises(Refused, match="権限"):
        actions.save_answer(
            table.pk,
            table.answers.first().item_id,
            value="yes",
            note="",
            evidence="",
            revision=0,
            by=world.cast.auditor,
            at=world.at,
        )
