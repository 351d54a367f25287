"""Excel files whose bytes depend on nothing but what is in them, and whose text stays text."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from common.archives import zip_of

FONT = "ＭＳ ゴシック"
_STAMPS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_MOMENT = b"2000-01-01T00:00:00Z"
_LINE = Side(style="thin", color="999999")
BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
HEAD = PatternFill("solid", fgColor="E4E4E4")


def saved(workbook: Workbook) -> bytes:
    """The workbook's bytes: equal content gives equal bytes, whenever it is saved."""
    out = io.BytesIO()
    workbook.save(out)
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    parts[core] = _STAMPS.sub(rb"\g<1>" + _MOMENT, parts[core])
    return zip_of(parts)


def put_text(cell: Cell, text: object, *, bold: bool = False) -> None:
    """Put a value into a cell. Text never becomes a formula, whatever it begins with."""
    if isinstance(text, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    else:
        cell.value = text
    cell.font = Font(name=FONT, size=10, bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def table(
    sheet: Worksheet,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    widths: Sequence[float],
    above: Sequence[str] = (),
) -> None:
    """A table with a repeated, frozen header row, set to print on A4 landscape.

    `above` are lines that stand over the table; `widths` are in characters.
    """
    for line in above:
        sheet.append([None])
        put_text(sheet.cell(sheet.max_row, 1), line, bold=line == above[0])
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=False)
    start = len(above) + 1
    for number, word in enumerate(header, 1):
        cell = sheet.cell(start, number)
        put_text(cell, word, bold=True)
        cell.fill, cell.border = HEAD, BORDER
    for line_number, row in enumerate(rows, start + 1):
        for number, value in enumerate(row, 1):
            cell = sheet.cell(line_number, number)
            put_text(cell, value)
            cell.border = BORDER
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = sheet.cell(start + 1, 3)
    sheet.print_title_rows = f"{start}:{start}"
    on_a4(sheet, "landscape")


def on_a4(sheet: Worksheet, orientation: str) -> None:
    """Print on A4, as wide as the page, with page x ／ y below."""
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P ／ &N"
