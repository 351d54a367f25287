"""The same input gives the same bytes: in another process, time zone, language, order, on another
day. No clock is read: every date in a file is the date of issue."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from pytest_django import Settings

ROOT = Path(__file__).resolve().parents[2]
# Composes nothing: the page is given, so that what differs can only come from the engine.
PROGRAM = """
import json, sys, time
from datetime import datetime
import django
django.setup()
from documents.rendering import Attachment, render_pdf, stylesheet
request = json.load(sys.stdin)
day = datetime.fromisoformat(request["at"])
made = render_pdf(
    request["html"],
    stylesheets=[stylesheet("documents/base.css")],
    attachments=[Attachment("clauses.xml", b"<Law/>", "条文", day)],
)
sys.stdout.buffer.write(made)
"""
PAGE = """<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>特記仕様書</title>
<meta name="dcterms.created" content="2026-04-01T10:00:00+09:00">
<meta name="dcterms.modified" content="2026-04-01T10:00:00+09:00"></head>
<body data-case="案件" data-number="R8-税務-0001"><h1>特記仕様書</h1><h2>総則</h2>
<p>第１条　𠮷野家の髙橋・宮﨑は、葛\U000e0104城に通知する。</p>
<table><thead><tr><th scope="col">番号</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>
</body></html>"""
PLACES = {
    "utc": {"TZ": "UTC", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "0"},
    "tokyo": {"TZ": "Asia/Tokyo", "LC_ALL": "ja_JP.UTF-8", "PYTHONHASHSEED": "4711"},
    # Half a day and more ahead: another day there for most of every day.
    "kiribati": {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "99"},
}
DATE = re.compile(r"D:\d{14}|\d{4}-\d\d-\d\d(?:T[\d:]+)?")


@pytest.fixture
def made(settings: Settings, tmp_path: Path) -> dict[str, bytes]:
    """The same page, made by a process of each place, each with a cache of its own."""
    started = {}
    for name, place in PLACES.items():
        environment = {
            **os.environ,
            **place,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PDF_CACHE_DIR": str(tmp_path / name),
            "FONT_DIR": str(settings.FONT_DIR),
        }
        started[name] = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd=ROOT,
        )
    request = json.dumps({"html": PAGE, "at": "2026-04-01T10:00:00+09:00"}).encode()
    return {name: process.communicate(request)[0] for name, process in started.items()}


def test_place_language_and_process_do_not_change_a_byte(
    made: dict[str, bytes], tmp_path: Path
) -> None:
    assert made["utc"].startswith(b"%PDF")
    assert len({hashlib.sha256(content).hexdigest() for content in made.values()}) == 1
    path = tmp_path / "made.pdf"
    path.write_bytes(made["utc"])
    assert dates(path) == {"2026-04-01"}


def dates(path: Path) -> set[str]:
    """Each date that stands anywhere in a file, streams included."""
    with pikepdf.open(path) as pdf:
        texts = [pdf.Root.Metadata.read_bytes().decode(), str(pdf.docinfo)]
        for each in pdf.objects:
            if isinstance(each, pikepdf.Stream) and "/Params" in each:
                texts.append(str(each.Params))
    found = [date for text in texts for date in DATE.findall(text)]
    assert len(found) >= 6
    return {re.sub(r"^D:(....)(..)(..).*", r"\1-\2-\3", date)[:10] for date in found}
