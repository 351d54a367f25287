"""`issue` and `verifydoc`."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from documents.models import IssuedDocument
from tests.conftest import Cast
from tests.documents.sample import SampleKind
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    output = StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue().strip()


@pytest.fixture
def pk(cast: Cast, kind: SampleKind) -> str:
    return str(cast.department.pk)


def test_issue_then_verify(pk: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    facts = json.loads(run("issue", "D99", pk, "-o", str(path), "--json"))
    document = IssuedDocument.objects.get()
    assert facts["sha256"] == document.sha256
    assert facts["issued_by"] == "admin"
    assert path.read_bytes() == document.read()
    assert "変更されていません" in run("verifydoc", str(path))
    found = json.loads(run("verifydoc", str(path), "--json"))
    assert (found["issued"], found["number"]) == (True, document.number)
    assert found["stored_file_intact"] is True


def test_issue_twice_gives_the_same_bytes(pk: str, tmp_path: Path) -> None:
    paths = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    for path in paths:
        run("issue", "sample", pk, "-o", str(path))
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_superseded_document_is_still_genuine(pk: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    run("issue", "sample", pk, "-o", str(path))
    run("issue", "sample", pk, "--again", "-o", str(tmp_path / "b.pdf"))
    assert "D99-02 に差し替えられています" in run("verifydoc", str(path))


def test_a_changed_file_is_not_verified(pk: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    run("issue", "sample", pk, "-o", str(path))
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(SystemExit) as stop:
        run("verifydoc", str(path))
    assert stop.value.code == 1


def test_preview_registers_nothing(pk: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    run("issue", "sample", pk, "--preview", "-o", str(path))
    assert path.read_bytes().startswith(b"%PDF")
    assert not IssuedDocument.objects.exists()
    with pytest.raises(SystemExit):
        run("verifydoc", str(path))


def test_list(pk: str) -> None:
    assert f"\t{pk}\t税務課" in run("issue", "--list")
    (kind,) = json.loads(run("issue", "sample", "--list", "--json"))
    assert (kind["code"], kind["formats"]) == ("D99", ["pdf", "json"])
    assert {"id": int(pk), "title": "税務課"} in kind["subjects"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Give KIND and ID"),
        (["nothing", "1"], "No document is called nothing. Known: sample"),
        (["sample", "999999"], "There is no accounts.Department 999999"),
        (["sample", "x"], "There is no accounts.Department x"),
        (["sample", "PK", "--format", "docx"], "pdf・json"),
        (["sample", "PK", "--by", "nobody"], "no active user nobody"),
        (["sample", "PK", "-o", "/nowhere/a.pdf"], "/nowhere/a.pdf"),
        (["sample", "PK", "--preview", "--format", "json"], "A preview is a PDF"),
    ],
)
def test_bad_input_is_one_clear_line(pk: str, arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=message) as error:
        run("issue", *(pk if each == "PK" else each for each in arguments))
    assert "\n" not in str(error.value)


def test_two_administrators_must_be_told_apart(pk: str, cast: Cast, tmp_path: Path) -> None:
    UserFactory(department=cast.department, role="admin", username="second")
    with pytest.raises(CommandError, match="--by USERNAME"):
        run("issue", "sample", pk)
    run("issue", "sample", pk, "--by", "second", "-o", str(tmp_path / "a.pdf"))
    assert IssuedDocument.objects.get().issued_by.username == "second"


def test_verifydoc_of_no_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nothing.pdf"):
        run("verifydoc", str(tmp_path / "nothing.pdf"))
