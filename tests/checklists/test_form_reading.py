"""What comes back in a PDF form, and what is told about one that can't be taken."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from pypdf import PdfWriter

from checklists.replies.form_reading import read_form
from checklists.replies.form_writing import write_form
from checklists.replies.questionnaire import GivenAnswer
from checklists.replies.reply import FileRefused
from tests.checklists.forms import (
    HEAD,
    REASON,
    TODAY,
    by_pikepdf,
    by_pypdf,
    changed,
    complete,
    field_of,
    put,
    questionnaire,
    written,
)

ASKED = questionnaire()


@pytest.fixture(scope="module")
def filled() -> bytes:
    """A form with every answer."""
    return by_pikepdf(write_form(ASKED), complete(ASKED))


def read(data: bytes, asked=ASKED):
    return read_form(data, asked, today=TODAY)


def faults(data: bytes, asked=ASKED) -> list[str]:
    with pytest.raises(FileRefused) as refused:
        read(data, asked)
    return [str(fault) for fault in refused.value.faults]


def after(data: bytes, **values) -> bytes:
    """`data` with fields changed; the names have _ for the full stop."""

    def work(pdf: pikepdf.Pdf) -> None:
        for name, value in values.items():
            put(pdf, name.replace("_", ".", 1), value)

    return changed(data, work)


@pytest.mark.parametrize("fill", [by_pypdf, by_pikepdf])
def test_what_is_filled_in_comes_back(fill):
    reply = read(fill(write_form(ASKED), complete(ASKED)))
    assert [answer.value for answer in reply.answers] == ["yes", "partial", "no", "na"]
    assert reply.answers[1] == GivenAnswer("K002", "partial", REASON, "取扱区域図")
    assert (reply.filled_by, reply.approved_by) == ("特記 太郎", "情報 花子")
    assert reply.filled_on == date(2026, 4, 1)
    assert reply.reference == "bid-12"


def test_answers_that_went_out_filled_in_come_back():
    answers = {line.code: GivenAnswer(line.code, "no", REASON, "図") for line in ASKED.lines}
    asked = replace(ASKED, answers=answers)
    data = by_pikepdf(write_form(asked), HEAD)
    assert {answer.code: answer for answer in read(data).answers} == answers


def test_the_blank_form_of_the_bid_pack_serves_everyone():
    blank = replace(ASKED, reference="", respondent="")
    reply = read(by_pikepdf(write_form(blank), complete(ASKED)))
    assert reply.reference == ""


def test_a_name_typed_on_the_bid_packs_form_does_no_harm():
    blank = replace(ASKED, reference="", respondent="")
    values = complete(ASKED) | {"head.respondent": "株式会社見本"}
    assert read(by_pikepdf(write_form(blank), values)).filled_by == "特記 太郎"


@pytest.mark.parametrize(
    "text", ["2026-04-01", "2026/4/1", "令和8年4月1日", "R8.4.1", "令和８年４月１日"]
)
def test_dates_as_people_write_them(filled, text):
    assert read(after(filled, head_filled_on=text)).filled_on == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "記入してください"),
        ("令和9年4月1日", "先の日付"),
        ("きのう", "日付として読めません"),
        ("令和8年2月30日", "という日はありません"),
    ],
)
def test_dates_that_are_none(filled, text, says):
    (fault,) = faults(after(filled, head_filled_on=text))
    assert fault.startswith("1ページ 記入日：")
    assert says in fault


@pytest.mark.parametrize(
    "data",
    [
        b"\xfe\xff" + REASON.encode("utf-16-be"),
        b"\xff\xfe" + REASON.encode("utf-16-le"),
        b"\xef\xbb\xbf" + REASON.encode(),
        b"\xfe\xff\x00\x1bja\x00\x1b".replace(b"ja", "ja".encode("utf-16-be"))
        + REASON.encode("utf-16-be"),
    ],
    ids=["UTF-16BE", "UTF-16LE", "UTF-8", "with a language"],
)
def test_every_spelling_of_a_text(filled, data):
    reply = read(after(filled, K002_note=data))
    assert reply.answers[1].note == REASON


def test_plain_latin_is_pdfdocencoding(filled):
    assert read(after(filled, K002_note=b"ISO 27001 \xa0")).answers[1].note == "ISO 27001 €"


def test_a_text_kept_in_a_stream(filled):
    def work(pdf: pikepdf.Pdf) -> None:
        field_of(pdf, "K002.note").V = pdf.make_stream(b"\xfe\xff" + REASON.encode("utf-16-be"))

    assert read(changed(filled, work)).answers[1].note == REASON


def test_line_ends_of_viewers(filled):
    reply = read(after(filled, K002_note="一行目\r二行目\r\n三行目", K002_evidence="図\r台帳"))
    assert reply.answers[1].note == "一行目\n二行目\n三行目"
    assert reply.answers[1].evidence == "図　台帳"


def test_an_incremental_update_counts(filled):
    """Viewers add what changed at the end of the file; the last word is the answer."""
    writer = PdfWriter(BytesIO(filled), incremental=True)
    values = {"K002.value": "/yes", "K002.note": "設置しました。"}
    writer.update_page_form_field_values(None, values, auto_regenerate=False)
    updated = written(writer)
    assert updated.startswith(filled)
    assert read(updated).answers[1] == GivenAnswer("K002", "yes", "設置しました。", "取扱区域図")


def test_a_file_without_object_streams(filled):
    """As older programs save it, strings in hexadecimal and the index as a table."""
    off = pikepdf.ObjectStreamMode.disable
    data = changed(filled, lambda pdf: None, object_stream_mode=off)
    assert b"\nxref\n" in data
    assert len(read(data).answers) == 4


def test_a_name_kept_in_one_object_with_its_widget_or_apart(filled):
    """A field and its only widget are one object in our form; other programs part them."""

    def work(pdf: pikepdf.Pdf) -> None:
        field = field_of(pdf, "K002.note")
        page = pdf.pages[0]
        widget = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                Rect=field.Rect,
                Parent=field,
            )
        )
        for key in ("/Type", "/Subtype", "/Rect", "/AP"):
            del field[key]
        field.Kids = pikepdf.Array([widget])
        page.Annots.append(widget)

    assert read(changed(filled, work)).answers[1].note == REASON


def test_each_fault_has_its_page_and_item(filled):
    data = after(filled, K001_value="/Off", K002_note=" ", K003_note="あ" * 4001)
    assert faults(data) == [
        "1ページ K001：回答が選ばれていません。一つ選んでください。",
        "1ページ K002：「条件付き対応可」と答えるときは、理由又は条件を「理由・条件」に記入してください。",
        "1ページ K003：「理由・条件」の文章は4,000字以内で記入してください（現在4,001字）。",
    ]


def test_the_page_is_that_of_the_field():
    asked = questionnaire(20)
    values = complete(asked) | {"K020.value": "/Off"}
    (fault,) = faults(by_pikepdf(write_form(asked), values), asked)
    assert fault.startswith("4ページ K020：")


def test_a_form_nobody_filled_in_names_every_question():
    found = faults(write_form(ASKED))
    assert len(found) == 3 + len(ASKED.lines)


def test_two_boxes(filled):
    def work(pdf: pikepdf.Pdf) -> None:
        for kid in list(field_of(pdf, "K001.value").Kids)[:2]:
            kid.AS = pikepdf.Name((set(kid.AP.N.keys()) - {"/Off"}).pop())

    (fault,) = faults(changed(filled, work))
    assert "二つ以上" in fault


def test_what_shows_and_what_is_stored_differ(filled):
    def work(pdf: pikepdf.Pdf) -> None:
        field_of(pdf, "K001.value").V = pikepdf.Name("/no")

    (fault,) = faults(changed(filled, work))
    assert "画面に表れる回答" in fault


def test_a_value_without_a_tick_counts_only_when_viewers_draw_anew(filled):
    def work(pdf: pikepdf.Pdf) -> None:
        for kid in field_of(pdf, "K001.value").Kids:
            kid.AS = pikepdf.Name("/Off")

    unticked = changed(filled, work)
    assert read(unticked).answers[0].value == "yes"

    def keep(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AcroForm.NeedAppearances = False

    assert len(faults(changed(unticked, keep))) == 1


def test_a_value_nobody_offered(filled):
    def work(pdf: pikepdf.Pdf) -> None:
        field_of(pdf, "K001.value").V = pikepdf.Name("/maybe")

    (fault,) = faults(changed(filled, work))
    assert "「maybe」は使えません" in fault


@pytest.mark.parametrize("text", ["理由\x07", "理由\u202eです", "理由\x00です"])
def test_characters_that_are_none(filled, text):
    (fault,) = faults(after(filled, K002_note=text))
    assert fault.startswith("1ページ K002：")
    assert "読み取れない文字" in fault


@pytest.mark.parametrize("data", [b"\xfe\xff\xd8\x00", b"\xef\xbb\xbf\xff", b"\xfe\xff\x30"])
def test_broken_spellings_are_refused(filled, data):
    assert faults(after(filled, K002_note=data))


@pytest.mark.parametrize("name", ["K002.note", "K001.value", "head.filled_by"])
def test_a_field_that_is_missing(filled, name):
    def work(pdf: pikepdf.Pdf) -> None:
        parent = field_of(pdf, name).Parent
        kept = [each for each in parent.Kids if str(each.T) != name.partition(".")[2]]
        parent.Kids = pikepdf.Array(kept)

    (fault,) = faults(changed(filled, work))
    assert "入力欄がありません" in fault


def test_a_field_that_was_renamed(filled):
    def work(pdf: pikepdf.Pdf) -> None:
        field_of(pdf, "K002.note").T = pikepdf.String("memo")

    found = faults(changed(filled, work))
    assert "入力欄がありません" in found[0]
    assert "1ページ：配布した回答票にない入力欄「K002.memo」" in found[1]


def test_a_field_of_another_kind(filled):
    def work(pdf: pikepdf.Pdf) -> None:
        field_of(pdf, "K002.note").FT = pikepdf.Name.Ch

    (fault,) = faults(changed(filled, work))
    assert "作り替えられています" in fault


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (questionnaire(5), "確認事項が現在の確認表と異なる"),
        (questionnaire(edition_sha256="1" * 64), "確認事項が現在の確認表と異なる"),
        (questionnaire(reference="bid-13"), "別の事業者に配布した"),
    ],
)
def test_a_form_of_something_else(filled, asked, says):
    (fault,) = faults(filled, asked)
    assert says in fault


def test_a_later_version_of_the_form(filled):
    (fault,) = faults(after(filled, form_version="2"))
    assert "形式が異なる" in fault
