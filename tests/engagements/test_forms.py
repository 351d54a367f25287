"""様式 (D5 to D19), the penalty table (D22) and what is bound with the contract (D2B)."""

import io

import pytest
from docx import Document as read_docx
from docx.shared import Mm
from pypdf import PdfReader

from common.errors import Refused
from documents.composing import compose, preview
from documents.kinds import by_name
from documents.models import IssuedDocument
from documents.rendering import stylesheet
from engagements.annex import annex_of
from engagements.documents.forms.base import form_kinds, forms_in_force
from engagements.documents.forms.parts import LANDSCAPE, PORTRAIT, Lines, Table
from engagements.models import Contract
from specs.models import Form
from tests.world import begin, register, to_contracting

pytestmark = pytest.mark.django_db

CSS = stylesheet("documents/contractor_form.css")
SLUGS = [kind.slug for kind in form_kinds()]


def build(cast):
    """In the contract stage, before the contract is registered."""
    world = begin(cast)
    to_contracting(world)
    return world


STANDING = build


@pytest.fixture
def world(standing):
    register(standing, "株式会社甲")
    return standing


def html(kind, engagement, at):
    return compose(by_name(kind), engagement, number="R8-税務-0001-X-01", at=at).html


def test_every_form_of_the_master_set_has_a_class_and_the_other_way_round(world):
    rows = Form.objects.filter(edition=world.edition)
    assert {form.key for form in rows} == {kind.key for kind in form_kinds()}
    for form in rows:
        kind = next(kind for kind in form_kinds() if kind.key == form.key)
        assert kind.title.startswith(form.title[:4])
        assert form.document in (kind.code, "")


@pytest.mark.parametrize("slug", SLUGS)
def test_a_form_names_its_article_the_contract_and_the_firm(world, slug):
    kind, annex = by_name(slug), annex_of(world.engagement)
    form = annex.form(kind.key)
    if form is None:
        with pytest.raises(Refused, match="この案件では適用しない"):
            html(slug, world.engagement, world.at)
        return
    page = html(slug, world.engagement, world.at)
    contract = Contract.objects.get(engagement=world.engagement)
    assert f"<p>様式第{form.number}号（{form.article}関係）</p>" in page
    assert contract.title in page
    assert contract.contractor_name in page
    assert not any(mark in page for mark in ("{client}", "{contractor}", "{clause}", "{case}"))


def test_before_the_contract_there_is_room_to_write(standing):
    page = html("personnel-notice", standing.engagement, standing.at)
    assert "令和　　年　　月　　日から令和　　年　　月　　日まで" in page
    assert "代表者" in page
    page = html("training-report", standing.engagement, standing.at)
    assert page.count('class="write-line"') == 4


def test_what_was_typed_is_text_and_a_long_name_stays_in_its_cell(standing):
    register(standing, ("<b>株式会社</b>" + "見本情報システム" * 13)[:120])
    page = html("subcontract-application", standing.engagement, standing.at)
    assert "&lt;b&gt;株式会社&lt;/b&gt;見本情報システム" in page
    assert "<b>" not in page


@pytest.mark.parametrize("kind", form_kinds(), ids=lambda kind: kind.slug)
def test_tables_are_as_wide_as_the_paper(kind):
    for part in kind.parts:
        if isinstance(part, Table):
            assert part.is_wide == kind.is_wide
            room = LANDSCAPE if kind.is_wide else PORTRAIT
            given = [width for _, width in part.columns]
            assert room - sum(given) > 28 * given.count(0) > 0
            assert all(len(row) == len(part.columns) for row in part.rows)
            assert f".mm-{part.height} " in CSS
        elif isinstance(part, Lines):
            assert all(f".mm-{line.height} " in CSS for line in part.lines)


def test_word_files_hold_the_same_fields_and_lie_as_the_pages_do(world):
    for slug, wide in (("training-report", False), ("data-ledger", True)):
        data = preview(by_name(slug), world.engagement, at=world.at, format="docx")
        document = read_docx(io.BytesIO(data))
        section = document.sections[0]
        assert (section.page_width > section.page_height) is wide
        columns = max(len(table.columns) for table in document.tables)
        assert columns == (10 if wide else 3)
        words = "\n".join(cell.text for table in document.tables for cell in table._cells)
        contract = Contract.objects.get(engagement=world.engagement)
        assert contract.title in words
        assert ("複製（数量及び場所）" if wide else "□実施計画　　□実施報告") in words
        right = section.page_width - section.left_margin - section.right_margin
        for table in document.tables:
            assert sum(column.width for column in table.columns) == pytest.approx(right, rel=0.01)


def test_a_row_to_write_in_is_as_high_in_word(world):
    data = preview(by_name("pledge"), world.engagement, at=world.at, format="docx")
    heights = [row.height for table in read_docx(io.BytesIO(data)).tables for row in table.rows]
    assert any(height == pytest.approx(Mm(10), rel=0.001) for height in heights)


def test_the_penalty_table_is_a_paper_of_its_own(world):
    page = html("D22", world.engagement, world.at)
    label = annex_of(world.engagement).labels["legal-compliance"]
    assert f"<p>別表（{label}関係）</p>" in page
    assert "個人情報の保護に関する法律第176条" in page


def test_the_bundle_holds_the_annex_and_every_form_in_force(world):
    annex = annex_of(world.engagement)
    page = html("D2B", world.engagement, world.at)
    titles = [form.title for _, form in forms_in_force(annex)]
    assert len(titles) == len(annex.forms) > 10
    places = [page.index(f"<h1>{title}</h1>") for title in titles]
    assert places == sorted(places)
    assert page.index('id="part-annex"') < places[0]
    assert "罰則の適用" in page


def test_the_bundle_as_a_pdf_has_an_outline_of_its_parts(world):
    data = preview(by_name("D2B"), world.engagement, at=world.at)
    reader = PdfReader(io.BytesIO(data))
    tops = [each.title for each in reader.outline if not isinstance(each, list)]
    assert tops[0] == "表紙及び目次"
    assert len(tops) == 2 + len(annex_of(world.engagement).forms)
    wide = [page for page in reader.pages if page.mediabox.width > page.mediabox.height]
    assert 0 < len(wide) < len(reader.pages)


def test_the_page_lists_the_forms_and_hands_them_out(world, client, django_assert_max_num_queries):
    client.force_login(world.cast.business)
    url = f"/engagements/{world.engagement.pk}/forms/"
    with django_assert_max_num_queries(12):
        page = client.get(url).content.decode()
    assert f"（{len(annex_of(world.engagement).forms)}件）" in page
    answer = client.post(f"{url}pledge/", {"format": "docx"})
    assert answer.status_code == 302
    document = IssuedDocument.objects.get(kind="pledge")
    assert document.format == "docx"
    assert f"/documents/{document.pk}/" in client.get(url).content.decode()
    home = client.get(world.engagement.get_absolute_url()).content.decode()
    assert document.number not in home.split('id="documents"')[1].split("</section>")[0]


def test_a_form_of_a_clause_that_was_left_out_is_refused_in_words(world, client):
    missing = next(
        kind for kind in form_kinds() if annex_of(world.engagement).form(kind.key) is None
    )
    client.force_login(world.cast.business)
    url = f"/engagements/{world.engagement.pk}/forms/"
    page = client.post(f"{url}{missing.key}/", {"format": "pdf"}, follow=True).content.decode()
    assert "様式を定める条項を、この案件では適用しないため、発行できません。" in page
    assert client.post(f"{url}nothing/").status_code == 404
