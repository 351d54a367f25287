"""The workbook: out to a firm, back with its answers, or refused with every fault's cell."""

import io
import re
import time
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from checklists.replies.questionnaire import GivenAnswer, Questionnaire
from checklists.replies.reply import FileRefused, Reply
from checklists.replies.workbook_layout import FIRST_ROW, TABLE
from checklists.replies.workbook_reading import MAX_BYTES, read_workbook
from checklists.replies.workbook_writing import write_workbook
from checklists.typed import tidy
from tests.checklists.questionnaires import PEOPLE, all_yes, questionnaire

TODAY = date(2026, 4, 10)
ASKED = questionnaire()
WORDS = {"yes": "対応可", "partial": "条件付き対応可", "no": "対応不可", "na": "該当なし"}


def filled(
    asked: Questionnaire = ASKED,
    answers: dict[str, GivenAnswer] | None = None,
    change: Callable[..., object] | None = None,
) -> bytes:
    """As a firm fills it with a spreadsheet program; `change` gets the table's sheet."""
    book = load_workbook(io.BytesIO(write_workbook(asked)))
    sheet = book[TABLE]
    for place, text in zip(("D7", "D8", "D9"), PEOPLE, strict=True):
        sheet[place] = text
    given_answers = all_yes(asked) if answers is None else answers
    for row, line in enumerate(asked.lines, FIRST_ROW):
        answer = given_answers[line.code]
        for column, text in (
            ("F", WORDS.get(answer.value, "")),
            ("G", answer.note),
            ("H", answer.evidence),
        ):
            sheet[f"{column}{row}"] = text or None
            if text:
                sheet[f"{column}{row}"].data_type = "s"
    if change:
        change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, asked: Questionnaire = ASKED) -> Reply:
    return read_workbook(data, asked, today=TODAY)


def faults(data: bytes, asked: Questionnaire = ASKED) -> dict[str, str]:
    with pytest.raises(FileRefused) as refused:
        read(data, asked)
    return {fault.place: fault.text for fault in refused.value.faults}


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def shared(data: bytes) -> bytes:
    """As Excel saves it: texts in a part of their own, with the reading of the kanji."""
    entries = parts(data)
    strings: list[bytes] = []

    def share(match: re.Match[bytes]) -> bytes:
        strings.append(match[2])
        return match[1] + b' t="s"><v>%d</v></c>' % (len(strings) - 1)

    inline = re.compile(rb'(<c [^>]*?) t="inlineStr"><is>(.*?)</is></c>', re.DOTALL)
    for name in entries:
        if name.startswith("xl/worksheets/sheet"):
            entries[name] = inline.sub(share, entries[name])
    reading = '<rPh sb="0" eb="1"><t>ヨミ</t></rPh>'.encode()
    items = b"".join(b"<si>" + text + reading + b"</si>" for text in strings)
    start = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return packed(entries | {"xl/sharedStrings.xml": start + items + b"</sst>"})


def packed(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


# Out


def test_equal_questionnaires_give_equal_bytes():
    assert write_workbook(ASKED) == write_workbook(questionnaire())


def test_only_the_answers_can_be_changed():
    book = load_workbook(io.BytesIO(write_workbook(ASKED)))
    assert book.security.lockStructure
    sheet = book[TABLE]
    assert sheet.protection.sheet
    open_cells = {
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }
    last = FIRST_ROW + len(ASKED.lines)
    assert open_cells == {"D7", "D8", "D9"} | {
        f"{column}{row}" for column in "FGH" for row in range(FIRST_ROW, last)
    }
    (listed,) = sheet.data_validations.dataValidation
    assert listed.formula1 == '"対応可,条件付き対応可,対応不可,該当なし"'
    assert str(listed.sqref) == f"F{FIRST_ROW}:F{last - 1}"
    assert sheet.print_title_rows == "$11:$11"
    assert book["_tokki"].sheet_state == "veryHidden"


def test_nothing_leaves_but_what_a_firm_may_see():
    book = load_workbook(io.BytesIO(write_workbook(ASKED)))
    said = {str(c.value) for s in book for row in s.iter_rows() for c in row if c.value}
    for line in ASKED.lines:
        assert line.prompt in said
        assert line.evidence not in said


def test_answers_so_far_go_out_with_it():
    asked = questionnaire(answers={"K002": GivenAnswer("K002", "no", "=設備がない。", "図面")})
    sheet = load_workbook(io.BytesIO(write_workbook(asked)))[TABLE]
    row = FIRST_ROW + 1
    assert [sheet[f"{c}{row}"].value for c in "FGH"] == ["対応不可", "=設備がない。", "図面"]
    assert sheet[f"G{row}"].data_type == "s"


# Back


def test_a_filled_workbook_is_read():
    answers = all_yes(ASKED) | {"K003": GivenAnswer("K003", "no", "設備がない。\n来年入れる。", "")}
    reply = read(filled(answers=answers))
    assert reply.answers == tuple(answers[line.code] for line in ASKED.lines)
    assert (reply.filled_by, reply.approved_by) == (PEOPLE[0], PEOPLE[2])
    assert reply.filled_on == date(2026, 4, 1)
    assert reply.reference == "T12"


TEXTS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=60
)
ANSWERS = st.one_of(
    st.tuples(st.just("yes"), st.one_of(st.just(""), TEXTS), TEXTS),
    st.tuples(st.sampled_from(["partial", "no", "na"]), TEXTS.filter(lambda t: tidy(t)), TEXTS),
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ANSWERS, min_size=12, max_size=12))
def test_whatever_a_firm_writes_comes_back(written):
    answers = {
        line.code: GivenAnswer(line.code, value, tidy(note), tidy(evidence))
        for line, (value, note, evidence) in zip(ASKED.lines, written, strict=True)
    }
    assert read(filled(answers=answers)).answers == tuple(answers.values())
    asked = questionnaire(answers=answers)
    sent = load_workbook(io.BytesIO(write_workbook(asked)))
    for place, text in zip(("D7", "D8", "D9"), PEOPLE, strict=True):
        sent[TABLE][place] = text
    out = io.BytesIO()
    sent.save(out)
    assert read(out.getvalue(), asked).answers == tuple(answers.values())


@pytest.mark.parametrize("typed", ["2", " 2", "２", "条件付き対応可 ", 2])
def test_numbers_and_blanks_are_understood(typed):
    def change(sheet):
        sheet[f"F{FIRST_ROW}"], sheet[f"G{FIRST_ROW}"] = typed, "条件"

    assert read(filled(change=change)).answers[0].value == "partial"


def test_a_day_that_excel_took_for_a_date_is_a_day():
    def change(sheet):
        sheet["D8"].number_format = "yyyy/m/d"
        sheet["D8"] = date(2026, 4, 2)

    assert read(filled(change=change)).filled_on == date(2026, 4, 2)


def test_the_reading_of_kanji_is_no_text():
    data = shared(filled())
    assert "ヨミ" in parts(data)["xl/sharedStrings.xml"].decode()
    assert read(data) == read(filled())


def test_every_fault_is_told_with_its_cell():
    def change(sheet):
        sheet["D7"] = None
        sheet["D8"] = "令和9年4月1日"
        sheet[f"F{FIRST_ROW}"] = None
        sheet[f"F{FIRST_ROW + 1}"] = "できます"
        sheet[f"F{FIRST_ROW + 2}"] = "対応不可"
        sheet[f"G{FIRST_ROW + 3}"] = "長" * 4001

    found = faults(filled(change=change))
    assert set(found) == {
        "「確認表」D7（記入者の部署・役職・氏名）",
        "「確認表」D8（記入日）",
        f"「確認表」F{FIRST_ROW}",
        f"「確認表」F{FIRST_ROW + 1}",
        f"「確認表」G{FIRST_ROW + 2}",
        f"「確認表」G{FIRST_ROW + 3}",
    }
    assert "できます" in found[f"「確認表」F{FIRST_ROW + 1}"]
    assert "4,001字" in found[f"「確認表」G{FIRST_ROW + 3}"]


# Refused


def set_cell(place: str, value: object) -> Callable[..., None]:
    def change(sheet):
        sheet[place] = value

    return change


def delete_row(sheet) -> None:
    sheet.delete_rows(FIRST_ROW + 2)


def insert_row(sheet) -> None:
    sheet.insert_rows(FIRST_ROW + 2)


def swap_rows(sheet) -> None:
    for column in "ABCDE":
        a, b = f"{column}{FIRST_ROW}", f"{column}{FIRST_ROW + 1}"
        sheet[a], sheet[b] = sheet[b].value, sheet[a].value


ALTERED = {
    "question": (set_cell(f"D{FIRST_ROW}", "できますか。"), "質問の欄が変わって"),
    "code": (set_cell(f"A{FIRST_ROW + 1}", "K999"), "質問の欄が変わって"),
    "level": (set_cell(f"B{FIRST_ROW}", "推奨"), "質問の欄が変わって"),
    "deleted row": (delete_row, "質問の欄が変わって"),
    "inserted row": (insert_row, "質問の欄が変わって"),
    "swapped rows": (swap_rows, "質問の欄が変わって"),
    "below": (set_cell(f"A{FIRST_ROW + 30}", "追記"), "確認表の外"),
    "beside": (set_cell(f"J{FIRST_ROW}", "追記"), "確認表の外"),
    "formula": (set_cell(f"G{FIRST_ROW}", '=HYPERLINK("x")'), "数式"),
    "far away": (set_cell("XFD1048576", "x"), "離れたセル"),
    "other sheet": (
        lambda sheet: sheet.parent.remove(sheet.parent["_tokki"]),
        "で配った確認表では",
    ),
    "hidden sheet": (
        lambda sheet: setattr(sheet.parent.create_sheet("秘"), "sheet_state", "hidden"),
        "隠したシート",
    ),
    "renamed": (lambda sheet: setattr(sheet, "title", "別"), "で配った確認表では"),
    "too many sheets": (
        lambda sheet: [sheet.parent.create_sheet(f"s{n}") for n in range(30)],
        "シートが多すぎ",
    ),
    "long cell": (set_cell(f"G{FIRST_ROW}", "長" * 30_000), "長すぎ"),
    "other version": (lambda sheet: set_mark(sheet, 2, "9"), "古い形式"),
    "other case": (lambda sheet: set_mark(sheet, 5, "R8-福祉-0009"), "ほかの案件（R8-福祉-0009）"),
    "other edition": (lambda sheet: set_mark(sheet, 3, "0" * 16), "変わる前の確認表"),
    "other firm": (lambda sheet: set_mark(sheet, 4, "T99"), "ほかの事業者"),
}


def set_mark(sheet, row: int, text: str) -> None:
    sheet.parent["_tokki"][f"A{row}"] = text


@pytest.mark.parametrize("name", ALTERED)
def test_what_was_altered_is_refused(name):
    change, said = ALTERED[name]
    assert any(said in text for text in faults(filled(change=change)).values())


def with_part(name: str, content: bytes) -> Callable[[], bytes]:
    return lambda: packed(parts(filled()) | {name: content})


def replaced(name: str, old: bytes, new: bytes) -> Callable[[], bytes]:
    def make() -> bytes:
        data = parts(filled())
        assert old in data[name]
        return packed(data | {name: data[name].replace(old, new, 1)})

    return make


def bomb() -> bytes:
    return packed(parts(filled()) | {"xl/worksheets/sheet9.xml": b"<a>" + b" " * 60_000_000})


def lying_bomb() -> bytes:
    """A part whose header says that it is small."""
    name = "xl/sharedStrings.xml"
    data = bytearray(packed({name: b"<sst>" + b" " * 50_000_000} | parts(filled())))
    for header in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.find(header)
        while at >= 0:
            size = at + (22 if header == b"PK\x03\x04" else 24)
            if int.from_bytes(data[size : size + 4], "little") == 50_000_005:
                data[size : size + 4] = (1000).to_bytes(4, "little")
            at = data.find(header, at + 4)
    return bytes(data)


def encrypted() -> bytes:
    data = bytearray(filled())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def duplicated() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts(filled()).items():
            archive.writestr(name, content)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("xl/workbook.xml", b"<workbook/>")
    return out.getvalue()


def deep() -> bytes:
    return with_part("xl/sharedStrings.xml", b"<a>" * 400_000)()


def many_cells() -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(TABLE)
    for _ in range(1_000):
        sheet.append(list(range(30)))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


SHEET2 = "xl/worksheets/sheet2.xml"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(
        f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">'.encode() for n in range(9)
    )
    + b"]><sst>&j;</sst>"
)
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "空です"),
    "huge": (lambda: b"PK" + b"0" * MAX_BYTES, "大きすぎます"),
    "xls": (lambda: b"\xd0\xcf\x11\xe0" + b"0" * 600, "古い形式"),
    "pdf": (lambda: b"%PDF-1.7", "PDF"),
    "csv": (lambda: "項目,回答\nK001,対応可".encode(), "Excelの確認表ではありません"),
    "html": (lambda: b"<html><table></table></html>", "Excelの確認表ではありません"),
    "truncated": (lambda: filled()[:4000], "開けませんでした"),
    "garbage zip": (lambda: b"PK\x03\x04" + b"\xff" * 500, "開けませんでした"),
    "word": (lambda: packed({"word/document.xml": b"<w/>"}), "Excelの確認表ではありません"),
    "no types": (
        lambda: packed({"xl/workbook.xml": b"<workbook/>"}),
        "Excelの確認表ではありません",
    ),
    "other workbook": (many_cells, "大きすぎます"),
    "bomb": (bomb, "大きすぎます"),
    "lying bomb": (lying_bomb, "開けませんでした"),
    "encrypted": (encrypted, "暗号化"),
    "duplicate entry": (duplicated, "開けませんでした"),
    "path": (with_part("../../etc/passwd", b"x"), "開けませんでした"),
    "entries": (
        lambda: packed(parts(filled()) | {f"x{n}": b"" for n in range(400)}),
        "大きすぎます",
    ),
    "macro": (with_part("xl/vbaProject.bin", b"x"), "マクロ"),
    "macro type": (
        replaced(
            "[Content_Types].xml", b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
        ),
        "マクロ",
    ),
    "external link": (with_part("xl/externalLinks/externalLink1.xml", b"<x/>"), "リンク"),
    "external target": (
        replaced(
            "xl/_rels/workbook.xml.rels", b"<Relationship ", b'<Relationship TargetMode="External" '
        ),
        "リンク",
    ),
    "connection": (with_part("xl/connections.xml", b"<x/>"), "リンク"),
    "embedding": (with_part("xl/embeddings/oleObject1.bin", b"x"), "埋め込"),
    "activex": (with_part("xl/activeX/activeX1.xml", b"<x/>"), "埋め込"),
    "laughs": (with_part("xl/sharedStrings.xml", LAUGHS), "DOCTYPE"),
    "entity": (
        with_part(
            "xl/sharedStrings.xml",
            b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]><s>&e;</s>',
        ),
        "DOCTYPE",
    ),
    "utf-16 entity": (
        with_part(
            "xl/sharedStrings.xml",
            LAUGHS.decode().replace("?>", ' encoding="UTF-16"?>').encode("utf-16"),
        ),
        "開けませんでした",
    ),
    "deep": (deep, "開けませんでした"),
    "no such string": (
        lambda: packed(parts(shared(filled())) | {"xl/sharedStrings.xml": b"<sst/>"}),
        "開けませんでした",
    ),
    "wide merge": (
        replaced(
            SHEET2,
            b"</sheetData>",
            b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        ),
        "離れたセル",
    ),
    "missing sheet": (
        lambda: packed({k: v for k, v in parts(filled()).items() if k != SHEET2}),
        "開けませんでした",
    ),
    "error value": (
        replaced(SHEET2, b'<c r="A1" s="', b'<c r="B1" t="e"><v>#REF!</v></c><c r="A1" s="'),
        "エラーの値",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_and_broken_files_are_refused_in_time(name):
    make, said = HOSTILE[name]
    data = make()
    began = time.monotonic()
    assert any(said in text for text in faults(data).values())
    assert time.monotonic() - began < 15
