"""The ledger: one chain a municipality, append-only, and provable."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError

from ledger.actions import record
from ledger.models import LedgerEvent, LedgerHead
from ledger.verification import verify, write_anchor
from tests.conftest import drop_triggers

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(cast, at, tmp_path, settings) -> list[LedgerEvent]:
    """Five events of one municipality, and one of another."""
    settings.LEDGER_ANCHOR_DIR = tmp_path
    with transaction.atomic():
        events = [
            record("test.happened", subject=cast.department, by=cast.business, at=at, n=n)
            for n in range(5)
        ]
        record("test.happened", subject=cast.stranger.department, by=cast.stranger, at=at, n=0)
    return events


def messages() -> list[str]:
    return [f"{problem.where}: {problem.message}" for problem in verify()]


def test_a_chain_starts_at_one_and_links(chain):
    assert [event.seq for event in chain] == [1, 2, 3, 4, 5]
    assert [event.prev_hash for event in chain[1:]] == [event.hash for event in chain[:-1]]
    assert messages() == []


def test_municipalities_have_chains_of_their_own(chain, cast):
    seqs = LedgerEvent.objects.filter(municipality_id=cast.stranger.municipality_id)
    assert [event.seq for event in seqs] == [1]


def test_record_takes_three_queries(cast, at, django_assert_num_queries):
    with transaction.atomic():
        record("test.happened", subject=cast.department, by=cast.business, at=at)
        with django_assert_num_queries(3):
            record("test.happened", subject=cast.department, by=cast.business, at=at)


@pytest.mark.django_db(transaction=True)
def test_record_needs_a_transaction(cast, at):
    with pytest.raises(TransactionManagementError):
        record("test.happened", subject=cast.department, by=cast.business, at=at)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_ledgerevent SET actor = 'x' WHERE seq = 2",
        "DELETE FROM ledger_ledgerevent WHERE seq = 5",
        "DELETE FROM ledger_ledgerhead",
    ],
)
def test_the_database_refuses_to_change_events(chain, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert messages() == []


@pytest.fixture
def tamper(chain, transactional_db):
    """SQL by somebody who owns the database and has dropped the triggers."""

    def run(statement: str) -> None:
        drop_triggers()
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE ledger_ledgerevent SET actor = 'x' WHERE seq = 2", "event 2: was edited"),
        ("UPDATE ledger_ledgerevent SET verb = 'x' WHERE seq = 1", "event 1: was edited"),
        ("DELETE FROM ledger_ledgerevent WHERE seq = 3", "event 4: event 3 is missing"),
        ("DELETE FROM ledger_ledgerevent WHERE seq = 5", "head: the chain ends at event 4"),
        ("DELETE FROM ledger_ledgerhead", "head: the head of the chain is missing"),
    ],
)
def test_verify_names_what_was_tampered_with(tamper, statement, found):
    tamper(statement)
    assert any(message.startswith(found) for message in messages())


def test_an_anchor_shows_a_tail_cut_together_with_its_head(tamper, chain, cast):
    write_anchor("2026-04-01")
    tamper("DELETE FROM ledger_ledgerevent WHERE seq = 5")
    LedgerHead.objects.filter(municipality_id=cast.municipality.pk).update(
        seq=4, hash=chain[3].hash
    )
    assert messages() == ["anchor: events up to 5 were anchored, 4 are left"]


def test_an_anchor_shows_a_wiped_log(tamper):
    write_anchor("2026-04-01")
    tamper("DELETE FROM ledger_ledgerevent")
    tamper("DELETE FROM ledger_ledgerhead")
    assert any("were anchored, 0 are left" in message for message in messages())


def test_the_command_says_one_line_and_exits(chain, capsys):
    call_command("verifyledger")
    assert "6 events, all rows agree" in capsys.readouterr().out


def test_the_command_fails_with_the_first_problem(tamper):
    tamper("UPDATE ledger_ledgerevent SET actor = 'x' WHERE seq = 2")
    with pytest.raises(CommandError, match="event 2: was edited"):
        call_command("verifyledger")


def test_the_anchor_lies_outside_the_database(chain, settings):
    call_command("verifyledger", "--anchor")
    assert len(list(Path(settings.LEDGER_ANCHOR_DIR).glob("*.json"))) == 1
