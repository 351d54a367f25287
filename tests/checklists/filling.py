"""Filling the files as a firm does: the workbook in a spreadsheet, the form in a viewer."""

import io
from datetime import date

from openpyxl import load_workbook
from pypdf import PdfReader, PdfWriter

from checklists.replies import form_names as names
from checklists.replies.questionnaire import GivenAnswer
from checklists.replies.workbook_layout import FIRST_ROW, TABLE
from common.dates import wareki

WORDS = {"yes": "対応可", "partial": "条件付き対応可", "no": "対応不可", "na": "該当なし"}


def fill_workbook(
    data: bytes,
    answers: dict[str, GivenAnswer],
    *,
    filled_by: str,
    approved_by: str,
    filled_on: date,
) -> bytes:
    """The workbook with these answers, saved by openpyxl."""
    book = load_workbook(io.BytesIO(data))
    sheet = book[TABLE]
    sheet["D7"], sheet["D8"], sheet["D9"] = filled_by, wareki(filled_on), approved_by
    row = FIRST_ROW
    while code := sheet[f"A{row}"].value:
        answer = answers[code]
        texts = (WORDS.get(answer.value, ""), answer.note, answer.evidence)
        for column, text in zip("FGH", texts, strict=True):
            cell = sheet[f"{column}{row}"]
            cell.value = text or None
            if text:
                cell.data_type = "s"
        row += 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill_form(
    data: bytes,
    answers: dict[str, GivenAnswer],
    *,
    filled_by: str,
    approved_by: str,
    filled_on: date,
) -> bytes:
    """The PDF form with these answers, saved by pypdf."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    values: dict[str, str] = {
        names.FILLED_BY: filled_by,
        names.FILLED_ON: wareki(filled_on),
        names.APPROVED_BY: approved_by,
    }
    for code, answer in answers.items():
        values[names.note_name(code)] = answer.note
        values[names.evidence_name(code)] = answer.evidence
        values[names.value_name(code)] = f"/{answer.value}"
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
