"""The check table as a workbook that a firm fills in without a network."""

import math
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation

from checklists.models import AnswerValue
from checklists.replies.questionnaire import Questionnaire
from checklists.replies.workbook_layout import (
    ANSWER,
    EVIDENCE,
    FIRST_ROW,
    FORMAT,
    GUIDE,
    HEAD,
    HEADER,
    HEADER_ROW,
    MARKS,
    NOTE,
    TABLE,
    VERSION,
    WIDTHS,
    asked_texts,
    words,
)
from checklists.typed import EVIDENCE_LIMIT, NOTE_LIMIT
from documents.sheets import BORDER, FONT, on_a4, put_text, saved
from documents.sheets import HEAD as HEAD_FILL
from documents.widths import ems

TO_FILL = PatternFill("solid", fgColor="FFF9DB")
OPEN = PatternFill("solid", bgColor="FFF0C2")
MISSING = PatternFill("solid", bgColor="F8D0CC")
LINE_POINTS = 14.0
GUIDE_WIDTH = 72


def write_workbook(questionnaire: Questionnaire) -> bytes:
    """The workbook's bytes; equal questionnaires give equal bytes.

    Only the cells that a firm answers can be changed. No macro, no link, no password.
    """
    workbook = Workbook()
    guide = workbook.active
    guide.title = GUIDE
    _write_guide(guide, questionnaire)
    _write_table(workbook.create_sheet(TABLE), questionnaire)
    _write_marks(workbook.create_sheet(MARKS), questionnaire)
    workbook.active = 1
    guide.sheet_view.tabSelected = False
    workbook.security = WorkbookProtection(lockStructure=True)
    workbook.properties.creator = questionnaire.municipality
    workbook.properties.title = f"項目遵守の確認表　{questionnaire.number}"
    return saved(workbook)


def _write_guide(sheet: Any, questionnaire: Questionnaire) -> None:
    choice = "」「".join(words(questionnaire.phase).values())
    lines = [
        "項目遵守の確認表　記入のしかた",
        f"{questionnaire.municipality}　{questionnaire.case}（{questionnaire.number}）",
        "",
        "1　「確認表」のシートの、色の付いた欄だけを記入してください。ほかの欄は変えられません。",
        "2　初めに、記入者、記入日及び責任者の欄を記入します。記入者と責任者は同じ方でも構いません。"
        "記入日は「令和8年4月1日」又は「2026/4/1」のように書きます。",
        f"3　各項目の「回答」の欄で「{choice}」のいずれかを一覧から選びます。1から4までの数字で"
        "入力しても構いません。",
        f"4　「{words(questionnaire.phase)[AnswerValue.YES]}」のほかを選んだときは、「理由・条件」の欄に"
        f"理由又は条件を必ず書きます（{NOTE_LIMIT:,}字まで）。",
        f"5　「根拠資料」の欄には、規程や証明書などの名前を書きます（{EVIDENCE_LIMIT}字まで）。空欄でも構いません。",
        "6　すべての項目に答えてください。答えていない行には色が付きます。",
        "7　行の追加、削除及び並べ替え、シートの追加、数式、マクロ、ほかのファイルへのリンクは使わないで"
        "ください。読み取ることができません。",
        "8　「名前を付けて保存」をするときは、Excelブック（.xlsx）の形式のまま保存してください。",
        f"9　提出期限　{questionnaire.deadline or '別に示します。'}",
        f"10　提出先　回答用ページを開ける方は、そのページの「書類・ファイル」から提出してください。"
        f"そのほかの方は、次の問合せ先に提出してください。　{questionnaire.contact}",
    ]
    for number, line in enumerate(lines, 1):
        cell = sheet.cell(number, 1)
        put_text(cell, line, bold=number == 1)
        sheet.row_dimensions[number].height = _height(line, GUIDE_WIDTH)
    sheet.cell(1, 1).font = Font(name=FONT, size=14, bold=True)
    sheet.row_dimensions[1].height = 24
    sheet.column_dimensions["A"].width = GUIDE_WIDTH
    sheet.protection.sheet = True
    _print_setup(sheet, "portrait")


def _write_table(sheet: Any, questionnaire: Questionnaire) -> None:
    _write_head(sheet, questionnaire)
    for number, word in enumerate(HEADER, 1):
        cell = sheet.cell(HEADER_ROW, number)
        put_text(cell, word, bold=True)
        cell.fill, cell.border = HEAD_FILL, BORDER
    for row, line in enumerate(questionnaire.lines, FIRST_ROW):
        texts = asked_texts(line)
        given = questionnaire.answer_to(line.code)
        answer = words(questionnaire.phase)[AnswerValue(given.value)] if given.value else ""
        values = (*texts, answer, given.note, given.evidence)
        for number, text in enumerate(values, 1):
            cell = sheet.cell(row, number)
            put_text(cell, text)
            cell.border = BORDER
        for column in (ANSWER, NOTE, EVIDENCE):
            _to_fill(sheet[f"{column}{row}"])
        sheet.row_dimensions[row].height = max(
            _height(text, width) for text, width in zip(values, WIDTHS, strict=True)
        )
    for letter, width in zip("ABCDEFGH", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    last = HEADER_ROW + len(questionnaire.lines)
    _help_filling(sheet, questionnaire, last)
    sheet.freeze_panes = f"B{FIRST_ROW}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_area = f"A1:H{last}"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    _print_setup(sheet, "landscape")


def _write_head(sheet: Any, questionnaire: Questionnaire) -> None:
    put_text(sheet["A1"], "項目遵守の確認表（契約前）", bold=True)
    sheet["A1"].font = Font(name=FONT, size=14, bold=True)
    sheet["A1"].alignment = Alignment(wrap_text=False)
    facts = (
        ("件名", f"{questionnaire.case}（{questionnaire.number}）"),
        ("自治体・特記仕様書", f"{questionnaire.municipality}　{questionnaire.edition}"),
        ("事業者", questionnaire.respondent or "（事業者の名称は提出のときに確かめます。）"),
        ("提出期限", questionnaire.deadline),
    )
    for row, (word, text) in enumerate(facts, 2):
        _pair(sheet, row, word, text)
    for place, word in HEAD.items():
        row = int(place[1:])
        _pair(sheet, row, f"{word}（記入）", "")
        _to_fill(sheet[place])


def _pair(sheet: Any, row: int, word: str, text: str) -> None:
    put_text(sheet.cell(row, 1), word)
    put_text(sheet.cell(row, 4), text)
    for number in (1, 4):
        sheet.cell(row, number).alignment = Alignment(wrap_text=False, vertical="center")
    sheet.row_dimensions[row].height = 18


def _to_fill(cell: Any) -> None:
    """Open for the firm, kept as the text that was typed, never taken for a number or a date."""
    cell.protection = Protection(locked=False)
    cell.fill = TO_FILL
    cell.number_format = "@"


def _help_filling(sheet: Any, questionnaire: Questionnaire, last: int) -> None:
    choices = words(questionnaire.phase)
    listed = DataValidation(
        type="list",
        formula1='"' + ",".join(choices.values()) + '"',
        allow_blank=True,
        showErrorMessage=False,
        showInputMessage=True,
        promptTitle="回答",
        prompt="一覧から選ぶか、1から4までの数字で入力します。",
    )
    listed.add(f"{ANSWER}{FIRST_ROW}:{ANSWER}{last}")
    sheet.add_data_validation(listed)
    rows = f"A{FIRST_ROW}:A{last} {ANSWER}{FIRST_ROW}:{ANSWER}{last}"
    answer, note = f"${ANSWER}{FIRST_ROW}", f"${NOTE}{FIRST_ROW}"
    needs = ",".join(
        f'{answer}="{word}"'
        for value, text in choices.items()
        if value != AnswerValue.YES
        for word in (text, str(list(choices).index(value) + 1))
    )
    sheet.conditional_formatting.add(
        f"{NOTE}{FIRST_ROW}:{NOTE}{last}",
        FormulaRule(formula=[f'AND(OR({needs}),TRIM({note})="")'], fill=MISSING),
    )
    sheet.conditional_formatting.add(rows, FormulaRule(formula=[f'TRIM({answer})=""'], fill=OPEN))


def _write_marks(sheet: Any, questionnaire: Questionnaire) -> None:
    marks = (
        FORMAT,
        VERSION,
        questionnaire.fingerprint,
        questionnaire.reference,
        questionnaire.number,
    )
    for row, text in enumerate(marks, 1):
        put_text(sheet.cell(row, 1), text)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True


def _print_setup(sheet: Any, orientation: str) -> None:
    on_a4(sheet, orientation)
    sheet.page_margins.left = sheet.page_margins.right = 0.5


def _height(text: str, width: float) -> float:
    """Points that `text` takes in a column of `width` characters at 10 points."""
    per_line = max((width - 1.5) / 2 * 1.05, 1)
    lines = sum(max(1, math.ceil(ems(line) / per_line)) for line in (text or "").split("\n"))
    return lines * LINE_POINTS + 4
