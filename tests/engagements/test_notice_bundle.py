"""要件通知一式: three papers under one count of pages; the notice and the annex as Word."""

import io
import re
import subprocess

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from documents import storage
from documents.actions import issue
from documents.composing import compose, preview
from documents.kinds import by_name
from documents.models import IssuedDocument
from documents.verification import identify
from engagements import actions
from engagements.models import Stage
from engagements.told import told_now
from tests.conftest import Cast
from tests.engagements.conftest import answers, fill, make_edition, make_vendor, to_stage, url
from tests.engagements.test_annex import contract_fields
from tests.factories import AT
from workflow.guards import notice_is_issued
from workflow.snapshot import Snapshot

pytestmark = pytest.mark.django_db


def noticed(cast: Cast) -> dict[str, object]:
    """An engagement in 要件の伝達 whose bundle has been issued."""
    edition = make_edition(cast.municipality, AT)
    made = actions.create_engagement(
        by=cast.business, at=AT, title="納税通知書封入業務", work="封入", procurement="open"
    )
    preset = edition.presets.get(key="standard")
    actions.choose_edition(made, edition=edition, preset=preset, by=cast.business, at=AT)
    actions.save_scope(made, answers(), by=cast.business, at=AT)
    engagement = to_stage(made, Stage.NOTICE)
    bundle = issue(by_name("notice-bundle"), engagement, by=cast.business, at=AT)
    return {"engagement": engagement, "bundle": bundle}


STANDING = noticed


@pytest.fixture
def engagement(standing):
    return standing["engagement"]


@pytest.fixture
def bundle(standing):
    return standing["bundle"]


@pytest.fixture
def pages(bundle):
    return PdfReader(io.BytesIO(bundle.read()))


def html(kind, engagement, at=AT):
    return compose(by_name(kind), engagement, number="X-01", at=at).html


def outline(reader, entries=None, depth=0):
    """(depth, title, page from 1) of the bookmarks."""
    for entry in reader.outline if entries is None else entries:
        if isinstance(entry, list):
            yield from outline(reader, entry, depth + 1)
        else:
            yield depth, entry.title, reader.get_destination_page_number(entry) + 1


def test_the_bookmarks_are_the_three_papers_with_the_clauses_under_the_annex(pages):
    found = list(outline(pages))
    assert [title for depth, title, _ in found if depth == 0] == [
        "表紙及び目次",
        "個人情報取扱要件通知書",
        "個人情報取扱特記仕様書（案）",
        "項目遵守の確認表（契約前）",
    ]
    titles = [title for _, title, _ in found]
    annex, table = (
        titles.index("個人情報取扱特記仕様書（案）"),
        titles.index("項目遵守の確認表（契約前）"),
    )
    clauses = ["（総則）", "（作業責任者等の届出）", "（再委託）", "（返還、消去及び廃棄）"]
    assert titles[annex + 1 : annex + 5] == clauses
    assert all(depth == 1 for depth, _, _ in found[annex + 1 : table])


def test_the_contents_name_the_pages_on_which_things_stand(pages):
    where = {title.strip("（）"): page for _, title, page in outline(pages)}
    cover = re.sub(r"\s+", "", pages.pages[0].extract_text())
    for label, caption in (("第1条", "総則"), ("第3条", "再委託")):
        assert f"{label}{caption}{where[caption]}" in cover
    assert f"3項目遵守の確認表（契約前）{where['項目遵守の確認表（契約前']}" in cover


def test_pages_are_counted_over_the_whole_and_carry_number_and_code(pages, bundle):
    count = len(pages.pages)
    for number, page in enumerate(pages.pages, 1):
        text = page.extract_text()
        assert f"{number}／{count}" in text
        assert bundle.number in text
        assert bundle.verification_code in text
    wide = [page.mediabox.width > page.mediabox.height for page in pages.pages]
    assert wide[0] is False
    assert wide[-1] is True


def test_every_page_of_the_annex_says_that_it_is_a_draft(pages):
    spans = {title: page for depth, title, page in outline(pages) if depth == 0}
    annex = range(spans["個人情報取扱特記仕様書（案）"], spans["項目遵守の確認表（契約前）"])
    for number, page in enumerate(pages.pages, 1):
        first = page.extract_text().split("\n")
        assert ("案" in [line.strip() for line in first]) == (number in annex)


def test_the_bundle_is_one_archival_tagged_document_of_ours(pages, bundle):
    assert pages.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pages.trailer["/Root"]["/Lang"].startswith("ja")
    assert "clauses.json" in pages.attachments
    fonts = {
        font.get_object()["/BaseFont"]
        for page in pages.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all("+" in font for font in fonts)
    assert bundle.number == "R8-税務-0001-D1B-01"
    assert identify(bundle.read()).document == bundle


def test_the_same_data_give_the_same_bytes(engagement, bundle, settings, tmp_path):
    settings.PDF_CACHE_DIR = tmp_path
    again = compose(by_name("notice-bundle"), engagement, number=bundle.number, at=bundle.issued_at)
    assert again.pdf() == bundle.read()


def test_the_bundle_says_what_its_parts_say(engagement):
    whole = html("notice-bundle", engagement)
    for part in ("requirement-notice", "check-table-blank"):
        cells = re.findall(r"<td[^>]*>(.+?)</td>", html(part, engagement))
        assert cells
        assert [cell for cell in cells if cell not in whole] == []
    assert "別表（第3条関係）" in whole


def test_the_draft_names_no_contractor_whatever_is_known(cast, engagement):
    to_stage(engagement, Stage.SELECTION)
    bid = actions.register_bid(engagement, make_vendor(cast.business, AT), by=cast.business, at=AT)
    fill(bid, cast.business, AT)
    actions.decide_selection(engagement, bid=bid, reason="x", by=cast.business, at=AT)
    fresh = to_stage(engagement, Stage.CONTRACTING)
    actions.register_contract(fresh, by=cast.contracts, at=AT, **contract_fields(AT))
    assert "株式会社甲" in html("annex", fresh)
    assert "株式会社甲" not in html("notice-bundle", fresh)
    # … and an annex of the contract is not among what bidders are told; the draft stays.
    draft = issue(by_name("annex"), to_stage(engagement, Stage.NOTICE), by=cast.business, at=AT)
    assert draft.made_from["contract"]
    kinds = told_now(engagement).values_list("kind", flat=True)
    assert list(kinds) == ["notice-bundle"]


def test_the_bundle_is_notice_enough(engagement):
    assert notice_is_issued(Snapshot(engagement, AT.date())).done


def test_both_drafting_skins_print(cast, engagement):
    cast.municipality.numbering_family, cast.municipality.party_style = "plain", "ko_otsu"
    cast.municipality.save()
    page = html("notice-bundle", to_stage(engagement, Stage.NOTICE))
    assert "<td>第3</td><td>再委託</td>" in page
    assert "乙は、再委託をしてはならない。" in page


# Word


def word(kind, engagement):
    """A Word file as python-docx reads it, without keeping it."""
    content = preview(by_name(kind), engagement, at=AT, format="docx")
    return content, docx.Document(io.BytesIO(content))


def text_of(document) -> str:
    body = document.element.body
    return "".join(node.text or "" for node in body.iter(qn("w:t")))


def test_the_notice_as_word_says_what_the_page_says(engagement):
    content, document = word("requirement-notice", engagement)
    words = text_of(document)
    page = html("requirement-notice", engagement)
    page = re.search(r"<body.*</body>", page, re.DOTALL)[0].replace("X-01", "")
    pieces = [piece.strip(" ") for piece in re.sub(r"<[^>]+>", "\n", page).split("\n")]
    assert [piece for piece in pieces if piece and piece not in words] == []
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Heading 1", "Body Text"} <= styles
    heads = [t for t in document.tables if t.rows[0]._tr.findall(f".//{qn('w:tblHeader')}")]
    assert [cell.text for cell in heads[0].rows[0].cells][:2] == ["前提となる事項", "該当"]
    assert "案（発行前の確認用）" in document.sections[0].footer.paragraphs[0].text
    assert word("requirement-notice", engagement)[0] == content


def test_the_annex_as_word_numbers_its_articles_itself(engagement):
    _, document = word("annex", engagement)
    numbered = [p for p in document.paragraphs if p._p.findall(f".//{qn('w:numPr')}")]
    assert numbered[0].text == "この特記仕様書は、契約書の一部とする。"
    assert "別表（第3条関係）" in text_of(document)
    assert "付表3　様式" in text_of(document)
    assert "代表者　＿" in text_of(document)


def test_another_program_opens_the_word_file(engagement, tmp_path):
    file = tmp_path / "notice.docx"
    file.write_bytes(word("requirement-notice", engagement)[0])
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shown = PdfReader(tmp_path / "notice.pdf")
    assert len(shown.pages) == 2
    assert "項目遵守の確認表" in shown.pages[0].extract_text()


# The page


def test_the_page_offers_one_file_and_separate_ones(as_, engagement, bundle):
    client = as_("business")
    page = client.get(url("notice", engagement.pk)).content.decode()
    assert bundle.number in page
    assert page.count("Wordを発行する") == 2
    data = {"kind": "requirement-notice", "format": "docx"}
    client.post(url("notice-issue", engagement.pk), data)
    document = IssuedDocument.objects.get(kind="requirement-notice")
    assert document.format == "docx"
    assert storage.read(document.storage_key)[:2] == b"PK"
    assert document.number in client.get(url("notice", engagement.pk)).content.decode()


@pytest.mark.parametrize(
    "data", [{}, {"kind": "selection-report"}, {"kind": "annex", "format": "xlsx"}]
)
def test_what_is_no_paper_of_the_notice_is_not_issued(as_, engagement, data):
    before = IssuedDocument.objects.count()
    response = as_("business").post(url("notice-issue", engagement.pk), data, follow=True)
    assert response.status_code == 200
    assert IssuedDocument.objects.count() == before


def test_nobody_issues_them_after_the_selection(as_, engagement):
    to_stage(engagement, Stage.PERFORMANCE)
    client = as_("business")
    assert "今は発行できません" in client.get(url("notice", engagement.pk)).content.decode()
    client.post(url("notice-issue", engagement.pk), {"kind": "notice-bundle"})
    assert IssuedDocument.objects.count() == 1


def test_the_page_costs_the_same_however_often_it_was_issued(
    as_, cast, engagement, django_assert_num_queries
):
    client = as_("business")
    kind = by_name("requirement-notice")

    def again(times):
        for _ in range(times):
            issue(kind, engagement, by=cast.business, at=AT, format="docx", again=True)

    again(2)
    client.get(url("notice", engagement.pk))
    with django_assert_num_queries(6):
        client.get(url("notice", engagement.pk))
    again(18)
    with django_assert_num_queries(6):
        client.get(url("notice", engagement.pk))
