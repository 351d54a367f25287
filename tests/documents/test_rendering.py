"""The PDF engine: bounded, closed to the network, and always the same."""

import hashlib
import io
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader
from pytest_django import Settings

from documents import pool as pools
from documents import rendering
from documents.failures import DocumentFailed
from documents.pool import Pool
from documents.rendering import Attachment, render_pdf, stylesheet
from tests.documents.sample import page

HEAVY = page(html="<table>" + "<tr>" + f"<td>{'個人情報' * 3000}</td>" + "</tr></table>")


def base() -> str:
    return stylesheet("documents/base.css")


def render(html: str, **options: object) -> bytes:
    return render_pdf(html, stylesheets=[base()], **options)  # type: ignore[arg-type]


def fresh(html: str) -> bytes:
    """Rendered by a child process of its own, past the cache."""
    own = Pool(size=1)
    try:
        return own.render({"html": html, "stylesheets": [base()], "attachments": []}, timeout=60)
    finally:
        own.stop()


@pytest.fixture
def web() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine, and the addresses that were asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


HOSTILE = {
    "img": '<img src="{url}" alt="x">',
    "link": '<link rel="stylesheet" href="{url}">',
    "import": "<style>@import url({url});</style>",
    "font": "<style>@font-face {{ font-family: x; src: url({url}) }}</style><p style='font-family:x'>x</p>",
    "background": '<p style="background: url({url})">x</p>',
    "list": '<ul><li style="list-style-image: url({url})">x</li></ul>',
    "content": "<style>p::before {{ content: url({url}) }}</style>",
    "object": '<object data="{url}"></object>',
    "embed": '<embed src="{url}">',
    "svg": '<svg width="10" height="10"><image href="{url}" width="9" height="9"/></svg>',
    "svg-use": '<svg width="10" height="10"><use href="{url}#a"/></svg>',
    "link-attachment": '<link rel="attachment" href="{url}">',
    "a-attachment": '<a rel="attachment" href="{url}">x</a>',
    "base": '<base href="{url}"><img src="x.png" alt="x">',
}


@pytest.mark.parametrize("scheme", ["http", "file"])
@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_is_fetched(
    name: str, scheme: str, web: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, asked = web
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET-7f3a" * 50)
    html = HOSTILE[name].format(url=address if scheme == "http" else secret.as_uri())
    content = made_or_code(page(html=html))
    if content != "address":
        assert isinstance(content, bytes)
        assert not list(PdfReader(io.BytesIO(content)).attachments)
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert not any(b"SECRET" in stream.read_bytes() for stream in streams(pdf))
    assert asked == []


def made_or_code(html: str) -> bytes | str:
    """The PDF, or why there is none."""
    try:
        return render(html)
    except DocumentFailed as failure:
        return failure.code


def streams(pdf: pikepdf.Pdf) -> list[pikepdf.Stream]:
    return [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]


def test_escaped_text_prints_as_text() -> None:
    text = PdfReader(io.BytesIO(render(page('<img src="http://x.invalid/">')))).pages[0]
    assert "<img" in text.extract_text()


def test_a_slow_document_is_killed_and_the_next_one_is_made() -> None:
    started = time.monotonic()
    with pytest.raises(DocumentFailed) as failure:
        render(HEAVY.replace("<td>", '<td style="float:left">'), timeout=1.5)
    assert failure.value.code == "timeout"
    assert "中止しました" in failure.value.reasons[0]
    assert time.monotonic() - started < 10
    assert render(page("次の文書")).startswith(b"%PDF")


def test_a_dead_child_is_replaced() -> None:
    own = Pool(size=1)
    request = {"html": page("一"), "stylesheets": [], "attachments": []}
    try:
        own.render(request, timeout=60)
        first = own.workers[0].pid
        os.kill(first, signal.SIGKILL)
        time.sleep(0.1)
        assert own.render(request, timeout=60).startswith(b"%PDF")
        assert own.workers[0].pid not in (None, first)
    finally:
        own.stop()


def test_a_child_that_dies_at_work_fails_that_document_only() -> None:
    own = Pool(size=1)
    request = {"html": page("一"), "stylesheets": [], "attachments": []}
    try:
        own.render(request, timeout=60)
        killer = threading.Timer(0.5, os.kill, (own.workers[0].pid, signal.SIGKILL))
        killer.start()
        with pytest.raises(DocumentFailed) as failure:
            own.render({**request, "html": HEAVY}, timeout=60)
        assert failure.value.code == "crash"
        assert own.render(request, timeout=60).startswith(b"%PDF")
    finally:
        killer.cancel()
        own.stop()


def test_a_child_is_replaced_after_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "RENDERS_PER_WORKER", 1)
    own = Pool(size=1)
    request = {"html": page("一"), "stylesheets": [], "attachments": []}
    try:
        own.render(request, timeout=60)
        first = own.workers[0].pid
        own.render(request, timeout=60)
        assert own.workers[0].pid != first
    finally:
        own.stop()


def test_memory_is_bounded() -> None:
    own = Pool(size=1)
    cells = '<td colspan="100000">x</td>' * 400
    request = {"html": page(html=f"<table><tr>{cells}</tr></table>"), "stylesheets": []}
    try:
        with pytest.raises(DocumentFailed) as failure:
            own.render({**request, "attachments": []}, timeout=60)
    finally:
        own.stop()
    assert failure.value.code == "memory"


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(DocumentFailed) as failure:
        render(page(html="<div>" * 3000))
    assert failure.value.code == "nesting"


def test_a_huge_page_is_refused_unread() -> None:
    with pytest.raises(DocumentFailed) as failure:
        render("x" * (rendering.MAX_HTML + 1))
    assert failure.value.code == "size"


def test_busy_workers_are_waited_for_and_then_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "WAIT_SECONDS", 0.05)
    own = Pool(size=1)
    with own.lend(), pytest.raises(DocumentFailed) as failure, own.lend():
        pass
    assert failure.value.code == "busy"


def test_threads_share_the_pool() -> None:
    texts = [f"{number}番" for number in range(8)]
    with ThreadPoolExecutor(4) as threads:
        contents = list(threads.map(lambda text: render(page(text)), texts))
    for text, content in zip(texts, contents, strict=True):
        assert text in PdfReader(io.BytesIO(content)).pages[0].extract_text()


def test_two_processes_give_the_same_bytes() -> None:
    html = page(
        "第１条　受注者は、𠮷野家の髙橋に通知する。",
        html="<h2>見出し</h2><table><thead><tr><th>番号</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
    )
    assert hashlib.sha256(fresh(html)).digest() == hashlib.sha256(fresh(html)).digest()


def test_order_of_documents_does_not_change_their_bytes() -> None:
    own = Pool(size=1)
    request = {"html": page("二"), "stylesheets": [base()], "attachments": []}
    try:
        own.render({**request, "html": page("一", html="<ul><li>い</li></ul>")}, timeout=60)
        assert own.render(request, timeout=60) == fresh(page("二"))
    finally:
        own.stop()


def test_a_second_render_comes_from_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    first = render(page("同じ"))
    monkeypatch.setattr(rendering, "pool", lambda: pytest.fail("rendered again"))
    started = time.perf_counter()
    assert render(page("同じ")) == first
    assert time.perf_counter() - started < 0.05


def test_a_damaged_cache_is_not_believed(settings: Settings) -> None:
    first = render(page("同じ"))
    (kept,) = (settings.PDF_CACHE_DIR / "pages").iterdir()
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    assert render(page("同じ")) == first


def test_the_cache_is_pruned(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setattr(rendering, "MAX_CACHED", 4)
    for number in range(6):
        render(page(str(number)))
    assert len(list((settings.PDF_CACHE_DIR / "pages").iterdir())) <= 4


def tool(name: str, *arguments: str | Path) -> bytes:
    """What one of poppler's tools prints."""
    command = [name, *arguments]
    return subprocess.run(command, capture_output=True, check=True).stdout


def test_rare_characters_print_in_an_embedded_font(tmp_path: Path) -> None:
    text = "𠮷野 髙橋 宮﨑 葛\U000e0100城 葛\U000e0102城"
    path = tmp_path / "rare.pdf"
    path.write_bytes(render(page(text)))
    fonts = tool("pdffonts", path).decode().splitlines()[2:]
    assert {re.search(r"\+([\w-]+)", line)[1] for line in fonts} == {"BIZ-UDMincho", "IPAmjMincho"}
    assert all(re.search(r"yes yes yes", line) for line in fonts), fonts
    extracted = tool("pdftotext", path, "-").decode()
    assert "𠮷野 髙橋 宮﨑" in extracted


def glyph_picture(character: str, tmp_path: Path) -> bytes:
    path = tmp_path / "glyph.pdf"
    style = "@page { size: 30mm 30mm; margin: 2mm } p { font-size: 60pt; line-height: 1 }"
    path.write_bytes(render(page(character, style=style)))
    return tool("pdftoppm", "-r", "50", "-gray", path)


def test_variants_are_drawn_differently(tmp_path: Path) -> None:
    plain, adobe, moji = (
        glyph_picture(c, tmp_path) for c in ("葛", "葛\U000e0100", "葛\U000e0104")
    )
    assert len({plain, adobe, moji}) == 3


def test_a_character_no_font_has_prints_as_its_code() -> None:
    text = PdfReader(io.BytesIO(render(page("了解\U0001f600")))).pages[0].extract_text()
    assert "〔U+1F600〕" in text


def test_the_file_says_what_it_is() -> None:
    at = datetime(2026, 4, 1, 1, tzinfo=UTC)
    clauses = Attachment("clauses.json", b"{}", "条文", at)
    content = render(page("本文", html="<h1>表題</h1><h2>見出し</h2>"), attachments=[clauses])
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == "ja"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert len(pdf.Root.AF) == 1
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260401100000")
        with pdf.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "3"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "見本"
        assert pdf.check_pdf_syntax() == []
    outline = PdfReader(io.BytesIO(content)).outline
    assert outline[0].title == "表題"
    assert outline[1][0].title == "見出し"


def test_a_missing_font_names_what_to_run(settings: Settings, tmp_path: Path) -> None:
    settings.FONT_DIR = tmp_path
    with pytest.raises(DocumentFailed) as failure:
        render(page("本文"))
    assert failure.value.code == "fonts"
    assert "BIZUDMincho_400Regular.ttf" in failure.value.reasons[0]
    assert "make run" in failure.value.reasons[0]


def test_full_lines_end_flush() -> None:
    """The measure is 44 em: 44 characters fill the first line, the 45th begins the second."""
    content = render(page("個" * 100))
    lines = PdfReader(io.BytesIO(content)).pages[0].extract_text().splitlines()
    assert [len(line) for line in lines if set(line) == {"個"}] == [44, 44, 12]


def test_the_child_knows_no_secret() -> None:
    render(page("起動"))
    pid = next(worker.pid for worker in pools.pool().workers if worker.pid)
    environment = Path(f"/proc/{pid}/environ").read_bytes()
    assert b"SECRET" not in environment
    assert b"DATABASE" not in environment
