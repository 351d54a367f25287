"""The Word files as another program shows them: the same numbers, about as many pages."""

import io
import os
import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader

from documents.composing import preview
from documents.fonts import font_files
from documents.kinds import by_name
from tests.env import new_folder
from tests.world import with_contract

pytestmark = [pytest.mark.django_db, pytest.mark.once]

KINDS = ("annex", "annex-comparison", "data-ledger", "contract-approval")
# The fonts of the PDFs, also where the file asks for Word's own, so that lines are as long.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>{folders}<cachedir>{cache}</cachedir>
<match target="pattern"><edit name="family" mode="assign" binding="strong">
<string>BIZ UDMincho</string></edit></match></fontconfig>
"""
ARTICLE = re.compile(r"^第(\d+)条(?:の(\d+))?[ \t\u3000]", re.MULTILINE)
ITEM = re.compile(r"^\((\d+)\)[ \t\u3000]", re.MULTILINE)


def build(cast):
    """By kind: the PDF that LibreOffice makes of the Word file, and our own, as bytes. One start
    of the program for all."""
    world = with_contract(cast)
    folder = Path(new_folder("word"))
    ours = {}
    for slug in KINDS:
        kind = by_name(slug)
        file = folder / f"{slug}.docx"
        file.write_bytes(preview(kind, world.engagement, at=world.at, format="docx"))
        ours[slug] = preview(kind, world.engagement, at=world.at)
    convert(folder)
    return {slug: ((folder / f"{slug}.pdf").read_bytes(), ours[slug]) for slug in KINDS}


def convert(folder):
    """Every Word file of a folder to a PDF beside it."""
    folders = {str(file.parent) for file in font_files()}
    configuration = folder / "fonts.conf"
    configuration.write_text(
        FONTS.format(
            folders="".join(f"<dir>{each}</dir>" for each in sorted(folders)),
            cache=folder / "cache",
        )
    )
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, folder.glob("*.docx"))]
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        timeout=180,
        env={**os.environ, "FONTCONFIG_FILE": str(configuration)},
    )


STANDING = build


@pytest.fixture
def shown(standing):
    """By kind, their PDF and ours."""
    return {
        slug: tuple(PdfReader(io.BytesIO(data)) for data in both) for slug, both in standing.items()
    }


def text_of(reader):
    return "\n".join(page.extract_text() for page in reader.pages)


def test_the_annex_has_the_same_numbers(shown):
    theirs, ours = (text_of(reader) for reader in shown["annex"])
    articles = ARTICLE.findall(ours)
    assert len(articles) > 20
    assert ARTICLE.findall(theirs) == articles
    items = ITEM.findall(ours)
    assert len(items) > 60
    assert ITEM.findall(theirs) == items


# Word breaks a row of the comparison across pages, where the PDF keeps an article together.
@pytest.mark.parametrize("slug", [slug for slug in KINDS if slug != "annex-comparison"])
def test_a_file_has_as_many_pages_as_the_pdf_but_for_one(shown, slug):
    theirs, ours = shown[slug]
    assert abs(len(theirs.pages) - len(ours.pages)) <= 1


@pytest.mark.parametrize("slug", KINDS)
def test_every_page_has_its_number_and_the_paper_lies_as_ours(shown, slug):
    theirs, ours = shown[slug]
    for number, page in enumerate(theirs.pages, 1):
        assert re.search(rf"{number}\s*／\s*{len(theirs.pages)}", page.extract_text())
    lies = {page.mediabox.width > page.mediabox.height for page in ours.pages}
    assert {page.mediabox.width > page.mediabox.height for page in theirs.pages} == lies


def test_the_head_of_a_table_comes_again_on_every_page(shown):
    theirs, _ = shown["annex-comparison"]
    heads = ["標準の条文" in page.extract_text() for page in theirs.pages]
    assert len(heads) > 1
    assert all(before == after for before, after in pairwise(heads))
