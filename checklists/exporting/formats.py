"""Every format an edition can be had in, under the name that `exportspec` knows."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from checklists.drafting.desk import desk_of
from checklists.exporting.edition_json import edition_json
from checklists.exporting.oscal import oscal_documents
from common.archives import zip_of
from documents.paper import Paper
from specs.exporting.text import document_text
from specs.exporting.word import WordTable, edition_word
from specs.models import Edition
from specs.printing import PrintedEdition
from specs.text.lawxml import write_edition
from specs.text.lawxml.frame import FORMAT as LAW_FRAME
from specs.text.render import Printer

REIWA = 2018  # 令和N年 is this year and N


@dataclass(frozen=True)
class Format:
    """A format: its name for the command line, its ending and media type."""

    slug: str
    ending: str
    media_type: str
    write: Callable[[Edition], bytes]


def _text(edition: Edition) -> bytes:
    return document_text(desk_of(edition), title=edition.specification.title).encode()


def _law_xml(edition: Edition) -> bytes:
    printed = PrintedEdition.of(edition)
    tables = [
        (table.title, table.clause_key, [table.columns, *table.rows])
        for table in edition.annexes.order_by("position")
    ]
    day = edition.effective_on or timezone.localtime(edition.created_at).date()
    blanks = {b["key"]: b["default"] or b["label"] for c in printed.clauses for b in c.blanks}
    return write_edition(
        Printer(printed.document, printed.skin, blanks),
        title=edition.specification.title,
        number=edition.number,
        year=max(day.year - REIWA, 1),
        tables=tables,
        # Lines that a text was brought in with are no frame of a law.
        frame=edition.frame if edition.frame and edition.frame["format"] == LAW_FRAME else None,
    )


def _word(edition: Edition) -> bytes:
    printed = PrintedEdition.of(edition)
    annexes = list(edition.annexes.order_by("position"))
    tables = [
        WordTable(
            f"別表{f'第{index}' if len(annexes) > 1 else ''}{printed.related(table.clause_key)}",
            table.title,
            table.columns,
            table.rows,
            table.notes,
        )
        for index, table in enumerate(annexes, start=1)
    ]
    title = edition.specification.title
    paper = Paper(
        title=title,
        case_name=str(edition),
        number="",
        verification_code="",
        issued_at=timezone.localtime(edition.published_at or edition.created_at),
        municipality=edition.municipality,
        department=None,
        is_preview=not edition.is_published,
    )
    return edition_word(printed.printer, paper, title=title, tables=tables)


def _oscal(edition: Edition) -> bytes:
    """The catalog and every profile, each a file, in one archive."""
    documents = oscal_documents(edition)
    files = {"catalog.json": documents["catalog"]}
    for key, data in documents["profiles"].items():
        files[f"profile-{key}.json" if key else "profile.json"] = data
    return zip_of(
        {
            name: f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode()
            for name, data in files.items()
        }
    )


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS = {
    each.slug: each
    for each in (
        Format("text", "txt", "text/plain; charset=utf-8", _text),
        Format("docx", "docx", WORD, _word),
        Format("lawxml", "xml", "application/xml", _law_xml),
        Format("json", "json", "application/json", edition_json),
        Format("oscal", "zip", "application/zip", _oscal),
    )
}


def file_name(edition: Edition, form: Format) -> str:
    """個人情報の取扱いに関する特記仕様書_第2版.docx."""
    title = edition.specification.title.replace("/", "／")
    draft = "" if edition.is_published else "（案）"
    return f"{title}_第{edition.number}版{draft}.{form.ending}"
