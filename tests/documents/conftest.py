"""A cache and a store of one's own, and a document to issue."""

from pathlib import Path

import pytest
from pytest_django import Settings

from documents import kinds
from tests.documents.sample import SampleKind


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    """Where this test's issued files are."""
    settings.PDF_CACHE_DIR = tmp_path / "cache"
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def kind(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> SampleKind:
    """A registered kind of document about a department."""
    directory = Path(__file__).parent / "templates"
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], directory]}
    ]
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(SampleKind)
    return kinds.by_name("sample")
