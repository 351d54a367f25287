"""PDF/A-3 and PDF/UA-1, read from one annex and one bundle: docs/pdf.md names what is not."""

import io
import json
import re
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from pypdf import PdfReader

from documents.composing import compose
from documents.kinds import by_name
from engagements import actions
from engagements.annex import annex_of
from engagements.models import Engagement
from tests.conftest import Cast
from tests.documents import structure
from tests.engagements.conftest import answers, make_edition
from tests.factories import AT

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LAWS = Path(__file__).resolve().parent.parent / "data" / "laws"


def printed(cast: Cast) -> dict[str, object]:
    """An engagement that leaves two clauses out; its annex and its bundle as bytes."""
    edition = make_edition(cast.municipality, AT)
    made = actions.create_engagement(
        by=cast.business, at=AT, title="納税通知書封入業務", work="封入", procurement="open"
    )
    preset = edition.presets.get(key="standard")
    actions.choose_edition(made, edition=edition, preset=preset, by=cast.business, at=AT)
    made.refresh_from_db()
    actions.save_scope(made, answers(cloud="yes"), by=cast.business, at=AT)
    files = {
        slug: compose(by_name(slug), made, number="R8-税務-0001-X-01", at=AT).pdf()
        for slug in ("annex", "notice-bundle")
    }
    return {"engagement": made, **files}


STANDING = printed


@pytest.fixture(params=["annex", "notice-bundle"])
def pdf(request: pytest.FixtureRequest, standing: dict[str, bytes]) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(standing[request.param]))


@pytest.fixture
def engagement(standing: dict[str, Engagement]) -> Engagement:
    return standing["engagement"]


@pytest.fixture
def annex(standing: dict[str, bytes]) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(standing["annex"]))


def test_it_says_what_it_is(pdf):
    root = pdf.Root
    assert str(root.Lang) == "ja"
    assert root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == str(pdf.docinfo["/Title"])
        assert metadata["xmp:CreateDate"].startswith("2026-04-01T10:00:00")
    assert str(pdf.docinfo["/CreationDate"]) == "D:20260401100000+09'00"
    assert pdf.check_pdf_syntax() == []


def test_its_colours_have_a_profile(pdf):
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.N == 3
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"


def test_every_font_is_an_embedded_subset_that_maps_back_to_characters(pdf):
    fonts = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
    outer = [each for each in fonts if each.get("/Subtype") == "/Type0"]
    assert outer
    for font in outer:
        assert re.match(r"/[A-Z]{6}\+", str(font.BaseFont))
        assert b"beginbfchar" in font.ToUnicode.read_bytes()
        (inner,) = font.DescendantFonts
        assert {"/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys())
    simple = ("/Type1", "/TrueType", "/Type3", "/MMType1")
    assert not [each for each in fonts if each.get("/Subtype") in simple]


def test_nothing_in_it_acts_on_its_own(pdf):
    found = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
    assert not {"/OpenAction", "/AA"} & set(pdf.Root.keys())
    assert not [each for each in found if each.get("/Type") == "/Action" or "/JS" in each]
    links = [each for each in found if each.get("/Subtype") == "/Link"]
    assert all("/Dest" in each and "/A" not in each for each in links)
    assert not pdf.is_encrypted


def test_all_that_is_drawn_has_a_place_or_is_an_artifact(pdf):
    assert [found for page in pdf.pages for found in structure.untagged(page)] == []
    assert structure.unowned(pdf) == []


def test_footers_and_qr_code_are_pagination(annex):
    """Case, page number, number with 照合番号, and the QR code on the first page."""
    for index, page in enumerate(annex.pages):
        marks = [
            operands[1]
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and operands[0] == "/Artifact"
        ]
        assert len(marks) >= (4 if index == 0 else 3)
        assert all(mark.Type == "/Pagination" for mark in marks)


def test_headings_tables_and_lists_are_well_formed(pdf):
    assert structure.skipped_headings(pdf) == []
    assert structure.faulty_tables(pdf) == []
    assert structure.faulty_lists(pdf) == []
    figures = structure.tree(pdf).named("Figure")
    assert all("/Alt" in figure.element for figure in figures)


def test_row_and_column_headers_say_which_they_are(annex):
    scopes = {str(cell.attribute("Scope")) for cell in structure.tree(annex).named("TH")}
    assert scopes == {"/Row", "/Column"}


def test_each_clause_has_a_bookmark(standing, engagement):
    reader = PdfReader(io.BytesIO(standing["annex"]))
    titles = [entry.title for entry in reader.outline[1]]
    captions = [f"（{clause.caption}）" for clause, _, _ in annex_of(engagement).kept]
    assert titles[: len(captions)] == captions
    pages = [reader.get_destination_page_number(entry) for entry in reader.outline[1]]
    assert pages == sorted(pages)


def test_its_clauses_are_inside_as_data(pdf):
    assert set(pdf.attachments) == {"clauses.json", "clauses.xml"}
    assert len(pdf.Root.AF) == 2
    kinds = {"clauses.json": "/application#2fjson", "clauses.xml": "/text#2fxml"}
    for specification in pdf.Root.AF:
        assert specification.AFRelationship == "/Data"
        assert str(specification.Desc).startswith("条文")
        file = specification.EF.F
        assert str(file.Params.ModDate).startswith("D:20260401")
        assert str(file.Subtype) in {kind.replace("#2f", "/") for kind in kinds.values()}


def test_the_law_xml_says_what_the_paper_says(annex, engagement):
    data = annex.attachments["clauses.xml"].get_file().read_bytes()
    schema = etree.XMLSchema(etree.parse(LAWS / "XMLSchemaForJapaneseLaw_v3.xsd"))
    law = etree.fromstring(data)
    assert schema.validate(etree.ElementTree(law)), schema.error_log
    text = annex_of(engagement)
    titles = [each.text for each in law.iter("ArticleTitle")]
    assert titles == [label for _, label, _ in text.kept]
    stored = json.loads(annex.attachments["clauses.json"].get_file().read_bytes())
    assert [clause["label"] for clause in stored["clauses"]] == titles
    assert "".join(law.itertext()).count("適法に収集する") == 0
    styles = [each.text for each in law.iter("AppdxStyleTitle")]
    assert styles == [f"様式第{form.number}号　{form.title}" for form in text.forms]
