"""照合: the page that anybody may ask whether a paper is genuine."""

from datetime import datetime, timedelta

import pypdfium2 as pdfium
import pytest
import segno
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from documents import checking, storage
from documents.actions import issue
from documents.checking import plain_code
from documents.composing import QR_MM, compose, verification_address
from documents.models import IssuedDocument
from ledger.models import LedgerEvent
from tests.conftest import Cast
from tests.documents.sample import SampleKind

pytestmark = pytest.mark.django_db

PAGE = reverse("documents:document-verify")


@pytest.fixture(autouse=True)
def _nobody_has_asked() -> None:
    cache.clear()


@pytest.fixture
def document(cast: Cast, kind: SampleKind, at: datetime) -> IssuedDocument:
    # JSON: the page hashes what it is sent, whatever it is, and JSON is made at once.
    return issue(kind, cast.department, by=cast.business, at=at, format="json")


def ask_file(client: Client, content: bytes) -> HttpResponse:
    return client.post(PAGE, {"file": SimpleUploadedFile("文書.pdf", content)})


def text(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    "typed",
    ["K7QD-2XMA-55TC", "k7qd2xma55tc", "Ｋ７ＱＤ　２ＸＭＡ　５５ＴＣ", " K7QD‐2XMA‐55TC\n"],
)
def test_a_code_may_be_typed_as_people_do(typed: str) -> None:
    assert plain_code(typed) == "K7QD-2XMA-55TC"


def test_digits_that_no_code_has_are_misread_letters() -> None:
    assert plain_code("0KQ1-8XMA-55TC") == "OKQI-BXMA-55TC"


@pytest.mark.parametrize("typed", ["", "K7QD", "K7QD-2XMA-55TC-AAAA", "K7QD-2XMA-55T!", "照合番号"])
def test_what_is_no_code(typed: str) -> None:
    assert plain_code(typed) == ""


def test_the_file_as_it_was_issued(document: IssuedDocument, client: Client) -> None:
    page = text(ask_file(client, document.read()))
    assert "1文字も変わっていません" in page
    assert document.number in page
    assert document.municipality.name in page
    assert document.sha256[:8] in page
    assert "差し替えた文書" not in page


@pytest.mark.parametrize("place", [0, 20, -1])
def test_one_flipped_byte_is_noticed(document: IssuedDocument, client: Client, place: int) -> None:
    content = bytearray(document.read())
    content[place] ^= 1
    page = text(ask_file(client, bytes(content)))
    assert "発行された文書と一致しません" in page
    assert document.number not in page


def test_a_byte_more_is_noticed(document: IssuedDocument, client: Client) -> None:
    assert "一致しません" in text(ask_file(client, document.read() + b"\n"))


def test_a_code_tells_what_is_on_the_paper_and_no_more(
    document: IssuedDocument, client: Client, cast: Cast, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(3):  # type: ignore[operator]
        page = text(client.post(PAGE, {"code": document.verification_code.lower()}))
    assert "この照合番号の文書は、発行されています" in page
    assert document.title in page
    for secret in (cast.business.username, cast.business.name, cast.department.name):
        assert secret not in page
    assert reverse("documents:document-download", args=[document.pk]) not in page


def test_an_unknown_code(document: IssuedDocument, client: Client) -> None:
    page = text(client.post(PAGE, {"code": "AAAA-AAAA-AAAA"}))
    assert "この照合番号の文書はありません" in page


def test_a_newer_document_is_named(
    document: IssuedDocument, kind: SampleKind, cast: Cast, at: datetime, client: Client
) -> None:
    later = at + timedelta(days=1)
    newer = issue(kind, cast.department, by=cast.business, at=later, format="json", again=True)
    page = text(ask_file(client, document.read()))
    assert "差し替えられています" in page
    assert newer.number in page
    assert "差し替えられています" not in text(ask_file(client, newer.read()))


def test_a_row_that_the_ledger_does_not_know_is_not_genuine(
    document: IssuedDocument, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = document.read()
    monkeypatch.setattr("documents.verification.ISSUED", "documents.never")
    assert "一致しません" in text(ask_file(client, content))


def test_a_stored_file_that_was_changed_is_said(document: IssuedDocument, client: Client) -> None:
    content = document.read()
    path = storage.path_of(document.storage_key)
    path.chmod(0o640)
    path.write_bytes(content + b" ")
    assert "発行元の控えに異常があります" in text(ask_file(client, content))


def test_neither_and_both_are_asked_back(client: Client) -> None:
    for sent in ({}, {"code": "AAAA-AAAA-AAAA", "file": SimpleUploadedFile("a", b"a")}):
        response = client.post(PAGE, sent)
        assert response.status_code == 422
        assert "どちらか一方" in text(response)
    response = client.post(PAGE, {"code": "第1号"})
    assert response.status_code == 422
    assert "12文字です" in text(response)


def test_too_many_questions_are_put_off(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "TRIES_OF_ONE", 2)
    statuses = [client.post(PAGE, {"code": "AAAA-AAAA-AAAA"}).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    other = client.post(PAGE, {"code": "AAAA-AAAA-AAAA"}, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200
    monkeypatch.setattr(checking, "TRIES_OF_ALL", 3)
    last = client.post(PAGE, {"code": "AAAA-AAAA-AAAA"}, REMOTE_ADDR="192.0.2.8")
    assert last.status_code == 429
    assert client.get(PAGE).status_code == 200


def test_asking_leaves_no_trace(document: IssuedDocument, client: Client) -> None:
    events = LedgerEvent.objects.count()
    ask_file(client, document.read())
    client.post(PAGE, {"code": document.verification_code})
    assert LedgerEvent.objects.count() == events


def test_an_address_may_bring_the_code(client: Client) -> None:
    page = text(client.get(PAGE, {"code": "K7QD-2XMA-55TC"}))
    assert 'value="K7QD-2XMA-55TC"' in page
    assert "tk-facts" not in page


def test_the_qr_code_leads_to_the_page_with_the_code_filled_in(settings: Settings) -> None:
    settings.SITE_URL = "https://tokki.example.lg.jp/"
    address = verification_address("K7QD-2XMA-55TC")
    assert address == "https://tokki.example.lg.jp/documents/verify/?code=K7QD-2XMA-55TC"
    settings.SITE_URL = ""
    assert verification_address("K7QD-2XMA-55TC") == "K7QD-2XMA-55TC"


def test_a_server_that_moves_makes_no_document_look_outdated(
    kind: SampleKind, cast: Cast, at: datetime, settings: Settings
) -> None:
    here = compose(kind, cast.department, number="R8-1", at=at)
    settings.SITE_URL = "https://tokki.example.lg.jp"
    there = compose(kind, cast.department, number="R8-1", at=at)
    assert here.inputs == there.inputs
    assert here.verification_code == there.verification_code
    assert here.html != there.html
    assert "<svg" in there.html
    assert "\uf8ff" not in there.html
    draft = compose(kind, cast.department, number="", at=at, is_preview=True)
    assert "<svg" not in draft.html


def test_the_qr_code_on_a_page_can_be_read(kind: SampleKind, cast: Cast, at: datetime) -> None:
    composed = compose(kind, cast.department, number="R8-1", at=at)
    with pdfium.PdfDocument(composed.pdf()) as pdf:
        picture = pdf[0].render(scale=4).to_pil().convert("L")
    drawn = segno.make_qr(composed.verification_code, error="m")
    margin = round((QR_MM + 4) / 25.4 * 72 * 4)
    found = picture.point(lambda value: 255 * (value < 128)).crop((0, 0, picture.width, margin))
    left, top, right, bottom = found.getbbox()
    modules = len(drawn.matrix)
    step = (right - left) / modules
    assert right - left == pytest.approx(bottom - top, abs=2)
    for row, line in enumerate(drawn.matrix):
        for column, dark in enumerate(line):
            at_pixel = (left + step * (column + 0.5), top + step * (row + 0.5))
            assert bool(found.getpixel(tuple(map(int, at_pixel)))) == bool(dark)
