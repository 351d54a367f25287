"""Debian's Chromium, driven as a person would; and a check that no page left the machine."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium; as root it runs without its own sandbox."""
    return {"executable_path": "/usr/bin/chromium-headless-shell", "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A town hall's screen."""
    return {"viewport": {"width": 1366, "height": 768}, "locale": "ja-JP"}


@pytest.fixture
def watched(page: Page, live_server: Any) -> Iterator[Page]:
    """A page whose every request stays on the server and whose console stays silent."""
    outside: list[str] = []
    complaints: list[str] = []
    page.on(
        "request",
        lambda r: (
            None if r.url.startswith((live_server.url, "data:", "blob:")) else outside.append(r.url)
        ),
    )
    page.on(
        "console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None
    )
    yield page
    assert outside == []
    assert without_cut_off_requests(complaints) == []


def without_cut_off_requests(complaints: list[str]) -> list[str]:
    """What the console said, less the pairs htmx prints for a request that leaving a page ends.

    A save may still be on its way when a person opens the next page; the browser then ends it.
    """
    kept: list[str] = []
    for complaint in complaints:
        ends = complaint.startswith("htmx:sendAbort")
        if ends and kept and kept[-1].startswith("htmx:afterRequest"):
            kept.pop()
        else:
            kept.append(complaint)
    return kept
