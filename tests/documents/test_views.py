"""Downloads."""

from datetime import datetime
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from documents import storage
from documents.actions import issue
from documents.models import IssuedDocument
from ledger.models import LedgerEvent
from tests.conftest import Cast
from tests.documents.sample import SampleKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(cast: Cast, kind: SampleKind, at: datetime) -> IssuedDocument:
    return issue(kind, cast.department, by=cast.business, at=at)


def url(document: IssuedDocument) -> str:
    return reverse("documents:document-download", args=[document.pk])


def test_download(document: IssuedDocument, cast: Cast, client: Client) -> None:
    client.force_login(cast.business)
    response = client.get(url(document))
    assert response.content == document.read()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        f'attachment; filename="document-{document.pk}.pdf"; '
        f"filename*=UTF-8''{quote('見本の通知書_R8-税務-0001-D99-01.pdf')}"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert client.post(url(document)).status_code == 405


@pytest.mark.parametrize("who", ["stranger", "colleague"])
def test_others_get_404(who: str, document: IssuedDocument, cast: Cast, client: Client) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(url(document)).status_code == 404


def test_a_changed_file_is_not_handed_out(
    document: IssuedDocument, cast: Cast, client: Client
) -> None:
    path = storage.path_of(document.storage_key)
    path.chmod(0o640)
    path.write_bytes(document.read().replace(b"%PDF", b"%PDf"))
    client.force_login(cast.business)
    for _ in range(2):
        response = client.get(url(document))
        assert response.status_code == 500
        assert "一致しません" in response.content.decode()
    event = LedgerEvent.objects.get(verb="documents.altered")
    assert event.data["expected"] == document.sha256
