"""The database keeps a seal, a submission and its files, whoever writes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.respondents import Respondent
from checklists import actions
from checklists.evidence import storage
from checklists.evidence.refusals import EvidenceRefused
from checklists.models import Checklist, Evidence
from common.errors import Refused
from documents.storage import Altered
from ledger.verification import verify
from tests.conftest import drop_triggers
from tests.world import World, begin, scan, to_selection

pytestmark = pytest.mark.django_db


def sealed(cast) -> World:
    """A bid that its firm has submitted before the deadline."""
    world = begin(cast)
    (bid,) = to_selection(world, "print")
    world.extra["firm"] = Respondent(bid.municipality_id, bid.checklist_id, bid.vendor.name)
    actions.add_evidence(
        bid.checklist_id,
        bid.checklist.answers.first().item_id,
        name="規程.txt",
        data="個人情報取扱規程".encode(),
        by=world.extra["firm"],
        at=world.at,
    )
    world.walk.answer(bid.checklist, world.at, (), "担当")
    world.extra["bid"] = bid
    return world


STANDING = sealed


@pytest.fixture
def world(standing):
    return standing


@pytest.fixture
def table(world) -> Checklist:
    return Checklist.objects.get(pk=world.extra["bid"].checklist_id)


def refused(statement: str, table: Checklist) -> bool:
    """Whether the database refuses a statement; nothing of it stays."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(table=table.pk))
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    return False


BROUGHT_FORWARD = (
    "UPDATE checklists_checklist SET opens_at = '2020-01-01 00:00:00+00' WHERE id = {table}"
)
TAKEN_OFF = "UPDATE checklists_checklist SET opens_at = NULL WHERE id = {table}"
UNSUBMITTED = (
    "UPDATE checklists_checklist SET submitted_at = NULL, submitted_as = '', submitted_by_id = NULL,"
    " frozen_json = '', frozen_sha256 = '' WHERE id = {table}"
)
CHANGED = "UPDATE checklists_answer SET note = 'x' WHERE checklist_id = {table}"
FILE = "UPDATE checklists_evidence SET name = 'x' WHERE checklist_id = {table}"
NO_FILE = "DELETE FROM checklists_evidence WHERE checklist_id = {table}"


@pytest.mark.parametrize(
    "statement", [BROUGHT_FORWARD, TAKEN_OFF, UNSUBMITTED, CHANGED, FILE, NO_FILE]
)
def test_the_database_keeps_seal_and_submission(table, statement):
    assert refused(statement, table)
    drop_triggers()
    assert not refused(statement, table)  # it is the trigger that refuses


def test_a_seal_is_not_opened_early_even_by_sql(table):
    early = (
        "UPDATE checklists_checklist SET opened_at = created_at,"
        " opened_by_id = (SELECT MIN(id) FROM accounts_user) WHERE id = {table}"
    )
    assert refused(early, table)


def test_what_was_taken_back_is_kept_and_stays(world, table):
    firm = world.extra["firm"]
    actions.withdraw_submission(table, by=firm, at=world.at)
    assert not refused(CHANGED, table)  # the firm writes again
    assert refused("UPDATE checklists_formersubmission SET frozen_json = '{{}}'", table)
    assert refused("DELETE FROM checklists_formersubmission", table)
    assert list(verify()) == []
    with pytest.raises(Refused, match="まだ提出していません"):
        actions.withdraw_submission(table, by=firm, at=world.at)


def test_an_opened_submission_is_not_taken_back_even_by_sql(world, table):
    world.walk.open_answers(world.at)
    assert refused(UNSUBMITTED, table)
    with pytest.raises(Refused, match="取り下げられません"):
        actions.withdraw_submission(table, by=world.extra["firm"], at=world.at)


def test_files_are_part_of_what_was_submitted(world, table):
    evidence = Evidence.objects.get(checklist=table)
    assert evidence.sha256 in table.frozen_json
    with pytest.raises(Refused, match="提出済み"):
        actions.remove_evidence(evidence, by=world.extra["firm"], at=world.at)
    assert list(verify()) == []
    path = storage.path_of(evidence.storage_key)
    path.chmod(0o640)
    content = path.read_bytes()
    path.write_bytes(b"x" * evidence.size)
    try:
        assert any("checklists.Evidence" in str(problem) for problem in verify())
        with pytest.raises(Altered):
            storage.read(evidence.storage_key, evidence.sha256)
    finally:
        path.write_bytes(content)  # files know no savepoint


def test_a_file_is_taken_away_while_the_table_is_open(
    world, table, django_capture_on_commit_callbacks
):
    firm = world.extra["firm"]
    actions.withdraw_submission(table, by=firm, at=world.at)
    evidence = actions.add_evidence(
        table.pk, None, name="別.txt", data=b"another", by=firm, at=world.at
    )
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_evidence(evidence, by=firm, at=world.at)
    assert not storage.path_of(evidence.storage_key).exists()
    with pytest.raises(EvidenceRefused):
        actions.add_evidence(
            table.pk, None, name="a.exe", data=b"MZ" + b"\0" * 100, by=firm, at=world.at
        )
    with pytest.raises(Refused, match="提出期限を過ぎ"):
        actions.add_evidence(
            table.pk,
            None,
            name="a.txt",
            data=b"text",
            by=firm,
            at=table.opens_at + timedelta(seconds=1),
        )
    assert Evidence.objects.filter(checklist=table).count() == 1


def test_staff_see_no_file_before_the_opening(world, table, client):
    evidence = Evidence.objects.get(checklist=table)
    client.force_login(world.cast.business)
    for name in ("evidence-detail", "evidence-picture", "evidence-download"):
        url = f"/checklists/files/{evidence.pk}/"
        url += {"evidence-detail": "", "evidence-picture": "picture/"}.get(name, "download/")
        assert client.get(url).status_code == 404
    world.walk.open_answers(world.at)
    detail = client.get(f"/checklists/files/{evidence.pk}/")
    assert "個人情報取扱規程" in detail.content.decode()
    handed = client.get(f"/checklists/files/{evidence.pk}/download/")
    assert handed["Content-Disposition"].startswith("attachment")
    assert "sandbox" in handed["Content-Security-Policy"]
    assert b"".join(handed.streaming_content) == "個人情報取扱規程".encode()


def test_a_scan_can_be_looked_at_as_a_picture(world, cast, client):
    second = begin(cast)
    (bid,) = to_selection(second, "data")
    second.walk.open_answers(second.at)
    evidence = scan(bid.checklist, by=cast.business, at=second.at)
    client.force_login(cast.business)
    picture = client.get(f"/checklists/files/{evidence.pk}/picture/")
    assert picture.content.startswith(b"\x89PNG")
    assert client.get(f"/checklists/files/{evidence.pk}/picture/?page=9").status_code == 404
