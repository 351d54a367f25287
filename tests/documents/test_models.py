"""An issued document stays as it is, whoever tries."""

from datetime import datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from common.canonical import sha256_hex
from documents import storage
from documents.actions import issue
from documents.models import Issued, IssuedDocument
from documents.verification import check_all, identify, witness_issued
from ledger.models import LedgerEvent
from ledger.verification import verify
from tests.conftest import Cast, drop_triggers
from tests.documents.sample import SampleKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(cast: Cast, kind: SampleKind, at: datetime) -> IssuedDocument:
    return issue(kind, cast.department, by=cast.business, at=at)


def test_the_model_refuses(document: IssuedDocument) -> None:
    document.title = "別の題"
    for attempt in (
        document.save,
        document.delete,
        lambda: IssuedDocument.objects.update(title="別の題"),
        lambda: IssuedDocument.objects.all().delete(),
        lambda: IssuedDocument.objects.bulk_update([document], ["title"]),
    ):
        with pytest.raises(Issued):
            attempt()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents_issueddocument SET title = 'x'",
        "UPDATE documents_issueddocument SET sha256 = 'x'",
        "UPDATE documents_issueddocument SET made_from = '{}'",
        "UPDATE documents_issueddocument SET supersedes_id = id",
        "DELETE FROM documents_issueddocument",
    ],
)
def test_the_database_refuses(document: IssuedDocument, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert IssuedDocument.objects.get().title == document.title


def test_the_database_refuses_a_plain_queryset(document: IssuedDocument) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        QuerySet(IssuedDocument).filter(pk=document.pk).update(number="x")


def test_who_sees_it(document: IssuedDocument, cast: Cast) -> None:
    def seen_by(name: str) -> bool:
        return IssuedDocument.objects.visible_to(getattr(cast, name)).exists()

    assert {
        name for name in vars(cast) if name not in {"municipality", "department"} if seen_by(name)
    } == {
        "business",
        "policy",
        "contracts",
        "auditor",
        "admin",
    }


def test_a_document_of_no_department_shows_to_the_municipality(
    cast: Cast, kind: SampleKind, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SampleKind, "owner", lambda self, subject: (subject.municipality, None))
    issue(kind, cast.department, by=cast.policy, at=at)
    assert IssuedDocument.objects.visible_to(cast.colleague).count() == 1
    assert not IssuedDocument.objects.visible_to(cast.stranger).exists()


def stored(document: IssuedDocument) -> Path:
    return storage.path_of(document.storage_key)


def test_verification_finds_nothing_wrong(document: IssuedDocument) -> None:
    assert list(check_all()) == []
    assert list(verify()) == []


def test_verification_finds_a_changed_file(document: IssuedDocument) -> None:
    stored(document).chmod(0o640)
    stored(document).write_bytes(b"%PDF-other")
    (line,) = check_all(document.municipality_id)
    assert line.startswith(f"documents.IssuedDocument:{document.pk} the file of")
    assert sha256_hex(b"%PDF-other") in line
    assert len(list(verify())) == 1


def test_verification_finds_a_missing_file(document: IssuedDocument) -> None:
    stored(document).unlink()
    assert "is missing" in next(check_all())


@pytest.mark.parametrize("column", ["title", "number", "kind", "format", "subject", "size"])
def test_verification_finds_a_changed_row(document: IssuedDocument, column: str) -> None:
    drop_triggers()
    QuerySet(IssuedDocument).update(**{column: 1})
    assert (
        f"differs in {'about' if column == 'subject' else column}" in next(iter(verify())).message
    )


def test_verification_finds_a_swapped_file(document: IssuedDocument) -> None:
    """File and row fit each other, but not the ledger."""
    drop_triggers()
    key = storage.put(b"%PDF-other")
    sha256 = sha256_hex(b"%PDF-other")
    QuerySet(IssuedDocument).update(sha256=sha256, storage_key=key, size=10)
    assert any("differs in sha256, size" in problem.message for problem in verify())
    assert any("was never recorded" in line for line in check_all())
    assert identify(b"%PDF-other") is None


def test_verification_finds_a_deleted_row(document: IssuedDocument) -> None:
    event = LedgerEvent.objects.get(verb="documents.issued")
    drop_triggers()
    QuerySet(IssuedDocument).delete()
    assert witness_issued(event) == "the issued document is gone"


def test_storage_never_overwrites(document: IssuedDocument) -> None:
    content = document.read()
    before = stored(document).stat().st_mtime_ns
    assert storage.put(content) == document.storage_key
    assert stored(document).stat().st_mtime_ns == before
    stored(document).chmod(0o640)
    stored(document).write_bytes(b"other")
    with pytest.raises(storage.Altered):
        storage.put(content)
    assert stored(document).read_bytes() == b"other"


@pytest.mark.parametrize("key", ["../../etc/passwd", "sha256/ab/../../x", "", "/etc/passwd"])
def test_storage_takes_keys_only(key: str) -> None:
    with pytest.raises(ValueError, match="not a storage key"):
        storage.path_of(key)
