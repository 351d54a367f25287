"""A filled workbook back into answers, or every fault with its cell."""

import json
import unicodedata
from datetime import date, timedelta
from typing import Any

from checklists.models import AnswerValue
from checklists.replies.judging import Given, judge
from checklists.replies.questionnaire import Questionnaire
from checklists.replies.reply import Fault, FileRefused, Reply
from checklists.replies.workbook_layout import (
    ANSWER,
    APPROVED_BY,
    ASKED,
    EVIDENCE,
    FILLED_BY,
    FILLED_ON,
    FIRST_ROW,
    FORMAT,
    HEAD,
    MARKS,
    NOTE,
    TABLE,
    VERSION,
    asked_texts,
    words,
)
from checklists.typed import tidy
from common.confined import Crashed, Overrun, run_confined

MAX_BYTES = 3_000_000
SECONDS, MEMORY_MB = 6, 512
EXCEL_EPOCH = date(1899, 12, 30)

_SAVE = "Excelで開いて「名前を付けて保存」で「Excelブック（.xlsx）」を選び、保存し直してください。"
REFUSALS = {
    "broken": f"Excelのファイルとして開けませんでした。{_SAVE}",
    "encrypted": "暗号化されたファイルは読み取れません。パスワードを外してから保存し直してください。",
    "too-big": "ファイルの中身が大きすぎます。配られた確認表のファイルに記入し直してください。",
    "too-many-sheets": "シートが多すぎます。配られた確認表のファイルに記入し直してください。",
    "too-wide": "確認表の外の、離れたセルに記入があります。配られた確認表のファイルに記入し直してください。",
    "too-long": "セルの文字が長すぎます。短くしてください。",
    "doctype": f"読み取れない宣言（DOCTYPE）を含むファイルです。{_SAVE}",
    "macro": f"マクロを含むファイルは読み取れません。{_SAVE}",
    "link": "ほかのファイルやデータへのリンクを含むファイルは読み取れません。リンクを解除して保存し直してください。",
    "embedded": "ほかのファイルや部品を埋め込んだファイルは読み取れません。埋め込みを消して保存し直してください。",
    "not-a-workbook": "Excelの確認表ではありません。配られた確認表のファイル（.xlsx）を選んでください。",
}
_KINDS = (
    (
        b"\xd0\xcf\x11\xe0",
        f"古い形式（.xls）か、パスワードの付いたファイルです。パスワードを外し、{_SAVE}",
    ),
    (b"%PDF", "PDFのファイルです。PDFの入力欄に記入したときは、そのまま提出できます。"),
)

Cells = dict[str, dict[str, Any]]


def read_workbook(data: bytes, questionnaire: Questionnaire, *, today: date) -> Reply:
    """The answers in a workbook that was made by `write_workbook` and filled by anybody.

    Raises FileRefused with every fault and its cell; nothing of the file counts then.
    """
    sheets = _sheets(data)
    _check_marks(sheets, questionnaire)
    cells: Cells = sheets[TABLE]["cells"]
    faults = _strange(cells, sheets) + _altered(cells, questionnaire)
    if faults:
        raise FileRefused(faults)
    given = [
        Given(
            line.code,
            _value(_text(cells, f"{ANSWER}{row}"), questionnaire.phase),
            _text(cells, f"{NOTE}{row}"),
            _text(cells, f"{EVIDENCE}{row}"),
            places=tuple(_place(f"{column}{row}") for column in (ANSWER, NOTE, EVIDENCE)),
        )
        for row, line in enumerate(questionnaire.lines, FIRST_ROW)
    ]
    return judge(
        questionnaire,
        given,
        filled_by=(_text(cells, FILLED_BY), _place(FILLED_BY)),
        filled_on=(_date_text(cells), _place(FILLED_ON)),
        approved_by=(_text(cells, APPROVED_BY), _place(APPROVED_BY)),
        reference=_mark(sheets, 4),
        today=today,
    )


def _refuse(text: str) -> FileRefused:
    return FileRefused([Fault("", text)])


def _sheets(data: bytes) -> dict[str, Any]:
    if not data:
        raise _refuse("ファイルが空です。記入した確認表のファイルを選んでください。")
    if len(data) > MAX_BYTES:
        raise _refuse(
            "ファイルが大きすぎます（3MBまで）。配られた確認表のファイルに記入し直してください。"
        )
    for start, why in _KINDS:
        if data.startswith(start):
            raise _refuse(why)
    if not data.startswith(b"PK"):
        raise _refuse(REFUSALS["not-a-workbook"])
    try:
        answer = run_confined(
            "checklists.replies.workbook_cells:cells_of",
            data,
            seconds=SECONDS,
            memory_mb=MEMORY_MB,
        )
    except Overrun as error:
        raise _refuse(REFUSALS["too-big"]) from error
    except Crashed as error:
        raise _refuse(REFUSALS["broken"]) from error
    found: dict[str, Any] = json.loads(answer)
    if "refused" in found:
        raise _refuse(REFUSALS[found["refused"]])
    sheets: dict[str, Any] = found["sheets"]
    return sheets


def _mark(sheets: dict[str, Any], row: int) -> str:
    cell = sheets.get(MARKS, {"cells": {}})["cells"].get(f"A{row}", {"v": ""})
    return str(cell["v"])


def _check_marks(sheets: dict[str, Any], questionnaire: Questionnaire) -> None:
    """Raises FileRefused unless the workbook asks just these questions, of this firm."""
    if TABLE not in sheets or _mark(sheets, 1) != FORMAT:
        raise _refuse(
            "特記（Tokki）で配った確認表ではありません。配られたファイルを写したり作り直したりせず、"
            "そのまま記入して提出してください。"
        )
    if _mark(sheets, 2) != VERSION:
        raise _refuse("この確認表は古い形式です。新しい確認表を受け取って記入し直してください。")
    if _mark(sheets, 5) != questionnaire.number:
        raise _refuse(
            f"ほかの案件（{_mark(sheets, 5)}）の確認表です。{questionnaire.number}の確認表を選んでください。"
        )
    if _mark(sheets, 3) != questionnaire.fingerprint:
        raise _refuse(
            "特記仕様書の版又は確認項目が変わる前の確認表です。新しい確認表を受け取って記入し直してください。"
        )
    reference = _mark(sheets, 4)
    if reference and questionnaire.reference and reference != questionnaire.reference:
        raise _refuse("ほかの事業者の確認表です。自社の確認表のファイルを選んでください。")


def _strange(cells: Cells, sheets: dict[str, Any]) -> list[Fault]:
    """Formulas and errors where text is read, and sheets that nobody handed out."""
    faults = [
        Fault(_place(place), "数式は読み取れません。文字で入力し直してください。")
        for place, cell in cells.items()
        if cell["f"]
    ]
    faults += [
        Fault(_place(place), "エラーの値が入っています。入力し直してください。")
        for place, cell in cells.items()
        if cell["t"] == "e" and not cell["f"]
    ]
    for name, sheet in sheets.items():
        if sheet["state"] != "visible" and name != MARKS:
            faults.append(
                Fault(f"「{name}」", "隠したシートがあります。シートを削除してください。")
            )
    return faults


def _altered(cells: Cells, questionnaire: Questionnaire) -> list[Fault]:
    """Questions that no longer read as they were asked, and rows that were added."""
    faults = []
    last = FIRST_ROW + len(questionnaire.lines) - 1
    for row, line in enumerate(questionnaire.lines, FIRST_ROW):
        for column, text in zip(ASKED, asked_texts(line), strict=True):
            if _text(cells, f"{column}{row}") != tidy(text):
                faults.append(
                    Fault(
                        _place(f"{column}{row}"),
                        f"{line.code}の質問の欄が変わっています。行や列を加えたり消したりしていない、"
                        "配られたままの確認表に記入してください。",
                    )
                )
                break
    for place in cells:
        column, row = place.rstrip("0123456789"), int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        if row > last or (row >= FIRST_ROW and column not in "ABCDEFGH"):
            faults.append(Fault(_place(place), "確認表の外に記入があります。消してください。"))
    return faults


def _text(cells: Cells, place: str) -> str:
    cell = cells.get(place)
    if cell is None:
        return ""
    value = str(cell["v"])
    if cell["t"] == "n" and value.endswith(".0"):
        value = value[:-2]
    if cell["t"] == "b":
        value = "TRUE" if value == "1" else "FALSE"
    return tidy(value)


def _date_text(cells: Cells) -> str:
    """The day as text; a day that Excel took for a date is a number of days."""
    cell = cells.get(FILLED_ON)
    text = _text(cells, FILLED_ON)
    if cell is None or cell["t"] != "n":
        return text
    try:
        days = int(float(text))
    except ValueError:
        return text
    if not 20_000 <= days <= 80_000:
        return text
    return (EXCEL_EPOCH + timedelta(days=days)).isoformat()


def _value(text: str, phase: str) -> str:
    """An answer by its word or its number; what is neither comes back as it is, to be told."""
    plain = unicodedata.normalize("NFKC", text).strip()
    choices = words(phase)
    for number, (value, word) in enumerate(choices.items(), 1):
        if plain in (unicodedata.normalize("NFKC", word), str(number)):
            return AnswerValue(value).value
    return text


def _place(place: str) -> str:
    word = f"（{HEAD[place]}）" if place in HEAD else ""
    return f"「{TABLE}」{place}{word}"
