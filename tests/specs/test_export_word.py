"""A Word file of ours, read back by the importer: the same text with the same numbers."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Municipality
from documents.paper import Paper
from specs.exporting.word import edition_word
from specs.text.importing.upload import read_file, understand_source
from specs.text.render import Printer, render_plain
from specs.text.skin import Skin
from specs.text.tree import Document, Path, provisions
from tests.specs.strategies import grown

PAPER = Paper(
    title="個人情報取扱特記事項",
    case_name="個人情報取扱特記事項　第1版",
    number="",
    verification_code="",
    issued_at=datetime(2026, 4, 1, tzinfo=ZoneInfo("Asia/Tokyo")),
    municipality=Municipality(code="132012", name="特記市", mayor_title="市長"),
    department=None,
    is_preview=False,
)


@given(st.integers(min_value=0, max_value=2**32))
def test_what_word_counts_is_what_was_printed(seed):
    printer = Printer(grown(seed), Skin(), {"b": "三年"})
    data = edition_word(printer, PAPER, title=PAPER.title)
    source = read_file(data)
    printed = [line.strip("　") for line in render_plain(printer).splitlines()]
    read = [line.strip("　") for line in source.text.splitlines() if line]
    footer = [line for line in read if line.startswith("〔フッター〕")]
    assert [line for line in read if line not in footer] == [PAPER.title, *printed]
    assert len(footer) == 1
    found = understand_source(source).document
    assert shape(found) == shape(printer.document)


def shape(document: Document) -> list[tuple[str, list[Path]]]:
    """Captions, and the places of the provisions."""
    return [(a.caption, [path for path, _ in provisions(a)]) for a in document.articles]
