"""Issuing documents."""

import errno
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from common.canonical import sha256_hex
from common.errors import Refused
from documents import actions, composing, kinds, storage
from documents.actions import issue, issue_from_console, report_altered
from documents.composing import compose, preview
from documents.failures import DocumentFailed
from documents.models import IssuedDocument
from ledger.models import LedgerEvent
from tests.conftest import Cast
from tests.documents.sample import SampleKind

pytestmark = pytest.mark.django_db


def test_issue_registers_stores_and_records(
    cast: Cast, kind: SampleKind, at: datetime, media: Path
) -> None:
    document = issue(kind, cast.department, by=cast.business, at=at)
    assert document.number == "R8-税務-0001-D99-01"
    assert document.filename == "見本の通知書_R8-税務-0001-D99-01.pdf"
    assert document.subject == f"accounts.Department:{cast.department.pk}"
    content = document.read()
    assert content.startswith(b"%PDF")
    assert (document.sha256, document.size) == (sha256_hex(content), len(content))
    stored = media / "documents" / document.storage_key
    assert stored.stat().st_mode & 0o777 == 0o440
    event = LedgerEvent.objects.get(verb="documents.issued")
    assert event.data["sha256"] == document.sha256
    assert event.context == document.subject


def test_the_paper_shows_number_and_code(cast: Cast, kind: SampleKind, at: datetime) -> None:
    page = compose(kind, cast.department, number="R8-1", at=at)
    assert "R8-1　照合番号 " + page.verification_code in page.html
    assert 'content="2026-04-01T10:00:00+09:00"' in page.html
    assert composing.CODE_MARK not in page.html
    assert len(page.verification_code) == 14


def test_the_code_depends_on_number_and_text(cast: Cast, kind: SampleKind, at: datetime) -> None:
    def code(number: str) -> str:
        return compose(kind, cast.department, number=number, at=at).verification_code

    assert code("R8-1") == code("R8-1") != code("R8-2")
    before = code("R8-1")
    cast.department.phone = "1"
    assert code("R8-1") != before


def test_unchanged_data_gives_the_same_document(cast: Cast, kind: SampleKind, at: datetime) -> None:
    first = issue(kind, cast.department, by=cast.business, at=at)
    later = at + timedelta(days=3)
    assert issue(kind, cast.department, by=cast.business, at=later) == first
    assert LedgerEvent.objects.filter(verb="documents.issued").count() == 1


def test_changed_data_supersedes(cast: Cast, kind: SampleKind, at: datetime) -> None:
    first = issue(kind, cast.department, by=cast.business, at=at)
    cast.department.phone = "042-000-0000"
    second = issue(kind, cast.department, by=cast.business, at=at)
    assert (second.number, second.supersedes) == ("R8-税務-0001-D99-02", first)
    former, newest = IssuedDocument.objects.order_by("pk")
    assert (former.is_superseded, newest.is_superseded) == (True, False)


def test_again_asks_for_a_new_number(cast: Cast, kind: SampleKind, at: datetime) -> None:
    first = issue(kind, cast.department, by=cast.business, at=at)
    second = issue(kind, cast.department, by=cast.business, at=at, again=True)
    assert second.supersedes == first


def test_other_formats(cast: Cast, kind: SampleKind, at: datetime) -> None:
    document = issue(kind, cast.department, by=cast.business, at=at, format="json")
    assert document.verification_code in document.read().decode()
    assert issue(kind, cast.department, by=cast.business, at=at, format="json") == document
    with pytest.raises(Refused, match="pdf・json"):
        issue(kind, cast.department, by=cast.business, at=at, format="docx")


def test_who_may_issue(cast: Cast, kind: SampleKind, at: datetime) -> None:
    with pytest.raises(Refused, match="権限がありません"):
        issue(kind, cast.department, by=cast.auditor, at=at)
    with pytest.raises(Refused, match="ほかの自治体"):
        issue(kind, cast.department, by=cast.stranger, at=at)
    with pytest.raises(Refused, match="ほかの課"):
        issue(kind, cast.department, by=cast.colleague, at=at)
    with pytest.raises(Refused, match="ほかの自治体"):
        issue_from_console(kind, cast.department, by=cast.stranger, at=at)
    assert issue(kind, cast.department, by=cast.contracts, at=at).pk
    assert not LedgerEvent.objects.exclude(verb="documents.issued").exists()


def test_a_failed_render_registers_nothing(
    cast: Cast, kind: SampleKind, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> bytes:
        raise DocumentFailed("だめ", code="timeout", status=503)

    monkeypatch.setattr(composing, "render_pdf", fail)
    with pytest.raises(DocumentFailed):
        issue(kind, cast.department, by=cast.business, at=at)
    assert not IssuedDocument.objects.exists()
    assert not LedgerEvent.objects.exists()


def test_a_taken_number_is_tried_again(
    cast: Cast, kind: SampleKind, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another clerk issues the same document while ours is laid out."""
    make, made = actions._make, []

    def slowly(*args: Any, **kwargs: Any) -> actions.Made:
        if not made:
            made.append(True)
            issue(kind, cast.department, by=cast.contracts, at=at, again=True)
        return make(*args, **kwargs)

    monkeypatch.setattr(actions, "_make", slowly)
    document = issue(kind, cast.department, by=cast.business, at=at, again=True)
    assert document.number.endswith("-02")
    assert document.supersedes.issued_by == cast.contracts


def test_numbers_that_stay_taken_are_refused(
    cast: Cast, kind: SampleKind, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue(kind, cast.department, by=cast.business, at=at)
    monkeypatch.setattr(actions, "_next_number", lambda *args: "R8-税務-0001-D99-01")
    with pytest.raises(Refused, match="ほかの職員"):
        issue(kind, cast.department, by=cast.business, at=at, again=True)


def test_a_full_disk_is_said(
    cast: Cast, kind: SampleKind, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(storage, "_write", full)
    with pytest.raises(DocumentFailed, match="空きが足りない") as failure:
        issue(kind, cast.department, by=cast.business, at=at)
    assert failure.value.status == 507
    assert not IssuedDocument.objects.exists()


def test_missing_characters_are_kept_with_the_row(
    cast: Cast, kind: SampleKind, at: datetime
) -> None:
    cast.department.phone = "\U0001f600"
    document = issue(kind, cast.department, by=cast.business, at=at)
    assert document.made_from["missing_characters"] == ["\U0001f600"]


def test_a_preview_has_no_number(cast: Cast, kind: SampleKind, at: datetime) -> None:
    page = compose(kind, cast.department, number="", at=at, is_preview=True)
    assert 'data-notice="案（発行前の確認用）"' in page.html
    assert 'data-number="案"' in page.html
    assert preview(kind, cast.department, at=at).startswith(b"%PDF")
    assert not IssuedDocument.objects.exists()


def test_an_altered_file_is_recorded_once(cast: Cast, kind: SampleKind, at: datetime) -> None:
    document = issue(kind, cast.department, by=cast.business, at=at)
    for found in ("a" * 64, "a" * 64, "b" * 64):
        report_altered(document, found=found, by=cast.business, at=at)
    events = LedgerEvent.objects.filter(verb="documents.altered")
    assert [event.data["found"][0] for event in events] == ["a", "b"]


def test_kinds_are_found_by_slug_and_code(kind: SampleKind, cast: Cast) -> None:
    assert kinds.by_name("D99") is kinds.by_name("d99") is kinds.by_name("sample") is kind
    assert kinds.for_subject(cast.department) == [kind]
    assert kinds.for_subject(cast.municipality) == []
    with pytest.raises(LookupError):
        kinds.by_name("nothing")
    with pytest.raises(ValueError, match="registered already"):
        kinds.register(SampleKind)


def test_kinds_may_share_a_code(kind: SampleKind) -> None:
    class Blank(SampleKind):
        slug = "sample-blank"

    kinds.register(Blank)
    assert kinds.by_name("D99") is kind
    assert [each.slug for each in kinds.all_kinds()] == ["sample", "sample-blank"]
