"""The PDF form that goes out: small, the same every time, readable by every viewer."""

import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from checklists.master.reading import read_clause
from checklists.replies import form_page
from checklists.replies.form_writing import write_form
from checklists.replies.questionnaire import Asked, GivenAnswer, Questionnaire
from documents import rendering
from tests.checklists.forms import REASON, by_pikepdf, questionnaire

SIZE_LIMIT = 600_000
MASTER = Path(__file__).parents[2] / "fixtures" / "master" / "clauses"


def master_questionnaire(count: int = 86) -> Questionnaire:
    """The questions of the shipped set, as staff would ask a firm."""
    lines = [
        Asked(
            item.code,
            item.fields["level"],
            f"第{number}条",
            clause.headers["caption"],
            item.fields.get("before") or item.fields["after"],
            item.fields["ok"],
            item.fields["evidence"],
        )
        for number, clause in enumerate(map(read_clause, sorted(MASTER.glob("*.txt"))), 1)
        for item in clause.items
    ]
    assert len(lines) >= count
    return questionnaire(lines=tuple(lines[:count]), respondent="", reference="")


def page_image(data: bytes, tmp_path: Path, page: int = 1, dpi: int = 100) -> Image.Image:
    """A page as poppler draws it, grey."""
    source = tmp_path / "form.pdf"
    source.write_bytes(data)
    command = ["pdftoppm", "-r", str(dpi), "-gray", "-png", "-f", str(page), "-l", str(page)]
    subprocess.run(
        [*command, "-singlefile", source, tmp_path / "page"], check=True, capture_output=True
    )
    with Image.open(tmp_path / "page.png") as image:
        return image.convert("L")


def cut(image: Image.Image, data: bytes, name: str, dpi: int = 100) -> Image.Image:
    """The part of a page's image in which a field is."""
    above, _, own = name.partition(".")
    for reference in PdfReader(BytesIO(data)).pages[0]["/Annots"]:
        widget = reference.get_object()
        if widget.get("/T") == own and widget["/Parent"]["/T"] == above:
            left, bottom, right, top = (float(side) * dpi / 72 for side in widget["/Rect"])
            inside = (left + 2, image.height - top + 2, right - 2, image.height - bottom - 2)
            return image.crop(tuple(map(round, inside)))
    raise LookupError(name)


def ink(image: Image.Image) -> int:
    """Dark pixels."""
    return sum(count for grey, count in enumerate(image.histogram()) if grey < 128)


def test_equal_questionnaires_give_equal_bytes(settings, tmp_path):
    answers = {"K002": GivenAnswer("K002", "no", REASON, "取扱区域図")}
    first = write_form(questionnaire(answers=answers))
    settings.PDF_CACHE_DIR = tmp_path / "another cache"
    assert write_form(questionnaire(answers=answers)) == first
    assert write_form(questionnaire()) != first


def test_the_file_id_tells_forms_apart():
    one, other = (
        PdfReader(BytesIO(write_form(questionnaire(reference=reference)))).trailer["/ID"]
        for reference in ("bid-1", "bid-2")
    )
    assert one[0] == one[1]
    assert one != other


def test_a_blank_form_of_the_largest_table_is_small():
    data = write_form(master_questionnaire())
    assert len(data) < SIZE_LIMIT
    assert len(PdfReader(BytesIO(data)).pages) <= 20


def test_other_programs_find_nothing_wrong():
    with pikepdf.open(BytesIO(write_form(questionnaire()))) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_every_field_says_what_it_is_and_what_it_takes():
    reader = PdfReader(BytesIO(write_form(questionnaire(2, respondent=""))))
    fields = reader.get_fields()
    shown = {
        name: field for name, field in fields.items() if "/FT" in field and "form." not in name
    }
    assert list(shown) == [
        "head.respondent",
        "head.filled_by",
        "head.filled_on",
        "head.approved_by",
        "K001.value",
        "K001.note",
        "K001.evidence",
        "K002.value",
        "K002.note",
        "K002.evidence",
    ]
    assert all(field["/TU"] for field in shown.values())
    assert shown["K001.note"]["/TU"] == "K001　理由・条件"


def test_tab_and_reading_order_are_one():
    reader = PdfReader(BytesIO(write_form(questionnaire(2))))
    page = reader.pages[0]
    assert page["/Tabs"] == "/S"
    names = []
    for widget in (each.get_object() for each in page["/Annots"]):
        owner = widget if "/T" in widget else widget["/Parent"]
        names.append(f"{owner['/Parent']['/T']}.{owner['/T']}")
    assert list(dict.fromkeys(names))[:6] == [
        "head.filled_by",
        "head.filled_on",
        "head.approved_by",
        "K001.value",
        "K001.note",
        "K001.evidence",
    ]
    assert page["/Annots"][3].get_object()["/TU"] == "K001　対応可"


def test_each_field_has_its_place_in_the_structure():
    reader = PdfReader(BytesIO(write_form(questionnaire(2))))
    by_number = dict(
        zip(
            *[iter(reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"])] * 2,
            strict=True,
        )
    )
    for reference in reader.pages[0]["/Annots"]:
        widget = reference.get_object()
        if widget["/F"] == 2:
            continue
        element = by_number[widget["/StructParent"]].get_object()
        assert element["/S"] == "/Form"
        assert element["/K"][0].get_object().raw_get("/Obj") == reference


def test_nothing_is_declared_that_does_not_hold():
    root = PdfReader(BytesIO(write_form(questionnaire()))).trailer["/Root"]
    assert not {"/Metadata", "/OutputIntents", "/OpenAction", "/AA", "/Names"} & root.keys()
    assert "/NeedAppearances" not in root["/AcroForm"]


def test_latin_has_a_font_of_its_own():
    """Else Chromium shows no kanji in a field once a date was typed (docs/decisions/0011)."""
    reader = PdfReader(BytesIO(write_form(questionnaire())))
    fonts = reader.trailer["/Root"]["/AcroForm"]["/DR"]["/Font"]
    assert fonts["/Helv"]["/BaseFont"] == "/Helvetica"
    hidden = [each.get_object() for each in reader.pages[0]["/Annots"]][-3:]
    assert all(widget["/F"] == 2 and "/AP" in widget for widget in hidden)
    assert all(widget["/DA"].startswith("/Helv ") for widget in hidden)


def test_no_link_is_left_over():
    data = write_form(master_questionnaire(20))
    with pikepdf.open(BytesIO(data)) as pdf:
        kinds = {str(widget.Subtype) for page in pdf.pages for widget in page.Annots}
    assert kinds == {"/Widget"}


def test_only_what_a_firm_may_see_is_in_the_page():
    asked = questionnaire()
    html, _ = form_page.page_of(asked)
    for line in asked.lines:
        assert line.prompt in html
    for name in ("verifier", "look", "good", "bad", "市の判定", "何を見ればよいか"):
        assert name not in html
    assert set(Asked.__dataclass_fields__) == {
        "code",
        "level",
        "label",
        "caption",
        "prompt",
        "ok_when",
        "evidence",
    }


def test_what_users_typed_is_text_and_not_markup():
    html, _ = form_page.page_of(questionnaire(case="<b>案件</b>", contact="<a href='field:x'>"))
    assert "<b>" not in html
    assert "<a href='field:x'>" not in html


@pytest.mark.parametrize("phase", ["pre", "post", "end"])
def test_the_words_are_those_of_the_phase(phase):
    html, _ = form_page.page_of(questionnaire(phase=phase))
    assert ("一部実施" in html) is (phase != "pre")
    assert ("条件付き対応可" in html) is (phase == "pre")


def test_a_question_longer_than_a_page_keeps_its_fields():
    asked = questionnaire()
    long = replace(asked.lines[1], prompt="個人情報の取扱いについて、" * 200)
    lines = (asked.lines[0], long, *asked.lines[2:])
    fields = PdfReader(BytesIO(write_form(replace(asked, lines=lines)))).get_fields()
    assert {"K002.value", "K002.note", "K002.evidence", "K004.note"} <= fields.keys()


def test_a_long_name_of_a_firm_moves_the_table_down_only():
    data = write_form(questionnaire(respondent="株式会社" + "見本情報システム" * 20))
    assert "K001.note" in PdfReader(BytesIO(data)).get_fields()


def test_answers_given_before_show_in_poppler(tmp_path):
    """The same glyphs as on our pages: they are embedded."""
    blank = write_form(questionnaire())
    answers = {"K002": GivenAnswer("K002", "no", REASON, "取扱区域図")}
    data = write_form(questionnaire(answers=answers))
    before = cut(page_image(blank, tmp_path), blank, "K002.note")
    after = cut(page_image(data, tmp_path), data, "K002.note")
    assert ink(before) == 0
    assert ink(after) > 300


def test_japanese_typed_without_an_appearance_is_drawn_by_poppler(tmp_path):
    """Glyphs and no empty boxes: characters of few strokes have little ink, of many much."""
    blank = write_form(questionnaire())
    drawn = {}
    for text in ("一一一一一一一一", "議議議議議議議議", "\uff0a" * 8):
        data = by_pikepdf(blank, {"K002.note": text})
        drawn[text[0]] = cut(page_image(data, tmp_path), data, "K002.note")
    assert 0 < ink(drawn["一"]) * 3 < ink(drawn["議"])
    assert len({image.tobytes() for image in drawn.values()}) == 3


def test_drawing_texts_adds_no_second_engine_call_for_a_blank_form(monkeypatch):
    calls = []
    real = rendering.render_pdf
    monkeypatch.setattr(
        "checklists.replies.form_drawing.render_pdf",
        lambda *a, **k: calls.append(a) or real(*a, **k),
    )
    write_form(questionnaire())
    assert calls == []
