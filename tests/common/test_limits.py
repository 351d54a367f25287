"""A request that is too large is refused before its body is read."""

import io

import pytest
from django.test import Client


class Unread(io.BytesIO):
    """A body that nobody may touch."""

    def read(self, *args: int) -> bytes:
        raise AssertionError("the body was read")


@pytest.mark.django_db
def test_a_huge_body_is_refused_unread(settings):
    response = Client().generic(
        "POST",
        "/reply/answers/",
        b"",
        CONTENT_LENGTH=str(settings.EVIDENCE_MAX_BYTES + 2_000_000),
        **{"wsgi.input": Unread()},
    )
    assert response.status_code == 413
    assert "大きすぎます" in response.content.decode()


@pytest.mark.django_db
def test_a_body_of_unknown_size_is_refused():
    response = Client().generic(
        "POST", "/reply/answers/", b"", CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked"
    )
    assert response.status_code == 411


@pytest.mark.django_db
def test_a_form_of_usual_size_is_read():
    assert Client().post("/reply/answers/", {"a": "b" * 1000}).status_code == 404
