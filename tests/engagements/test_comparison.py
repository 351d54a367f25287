"""新旧対照表 of an engagement: the standard text beside the annex as settled."""

import io

import docx
import pytest

from documents.actions import issue
from documents.composing import compose
from documents.kinds import by_name
from documents.models import IssuedDocument
from engagements import actions
from engagements.annex import annex_of
from engagements.comparison import compare_engagement
from engagements.models import Stage
from specs.text.compare import Kind
from tests.engagements.conftest import to_stage, url
from tests.engagements.test_annex import approve


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.PDF_CACHE_DIR = tmp_path / "cache"
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def reworded(cast, engagement, at):
    """総則 is worded differently, with approval."""
    text = "（総則）\n第○条　{本書}は、契約書に優先する。"
    approve(engagement, "general", cast, at, decision="changed", text=text)
    return engagement


def rows(engagement):
    return {row.key: row for row in compare_engagement(engagement).comparison.rows}


def test_what_was_settled_differs_and_has_its_reason(reworded):
    found = rows(reworded)
    assert found["general"].kind == Kind.CHANGED
    assert found["collection"].kind == Kind.REMOVED
    assert found["disposal"].kind == Kind.RENUMBERED
    sheet = compare_engagement(reworded)
    group = next(group for group in sheet.groups if group.key == "general")
    assert any(remark.startswith("変更の理由：") for remark in group.remarks)
    left_out = next(group for group in sheet.groups if group.key == "collection")
    assert any("除外の理由：" in remark for remark in left_out.remarks)


def test_what_waits_for_approval_does_not_differ(cast, engagement, at):
    text = "（総則）\n第○条　{本書}は、契約書に優先する。"
    actions.decide_tailoring(
        engagement, "general", decision="changed", text=text, reason="理由", by=cast.business, at=at
    )
    assert rows(engagement)["general"].kind == Kind.UNCHANGED


def test_the_new_side_is_the_annex(reworded):
    comparison = compare_engagement(reworded).comparison
    words = [
        each.new.words for row in comparison.rows if row.new for each in row.provisions if each.new
    ]
    printed = annex_of(reworded).plain()
    assert all(each in printed for each in words)
    assert sum(map(len, words)) > 0


def test_the_page_is_linked_and_shows_both_sides(as_, reworded):
    client = as_("business")
    assert (
        url("comparison", reworded.pk)
        in client.get(url("tailoring-list", reworded.pk)).content.decode()
    )
    html = client.get(url("comparison", reworded.pk)).content.decode()
    assert "標準の条文（第1版）" in html
    assert '<span class="visually-hidden">［追加</span>に優先' in html
    assert "改め文" not in html
    whole = client.get(url("comparison", reworded.pk), {"show": "all"}).content.decode()
    assert "再委託をしてはならない。" in whole
    assert "再委託をしてはならない。" not in html


def test_another_department_finds_nothing(as_, reworded):
    assert as_("colleague").get(url("comparison", reworded.pk)).status_code == 404


def test_it_is_issued_as_pdf_and_word(as_, cast, reworded, at):
    page = compose(by_name("annex-comparison"), reworded, number="R8-1", at=at).html
    assert "変更後（この案件の特記仕様書）" in page
    client = as_("business")
    for format in ("pdf", "docx"):
        response = client.post(url("comparison-issue", reworded.pk), {"format": format})
        document = IssuedDocument.objects.filter(format=format).get()
        assert response.url.endswith(f"/{document.pk}/")
        assert document.number.startswith("R8-税務-0001-D24-")
        assert document.department == reworded.department
    word = issue(by_name("annex-comparison"), reworded, by=cast.business, at=at, format="docx")
    assert docx.Document(io.BytesIO(word.read())).tables
    assert word == document


def test_without_an_edition_there_is_nothing_to_compare(as_, cast, at):
    made = actions.create_engagement(
        by=cast.business, at=at, title="印刷", work="印刷", procurement="open"
    )
    to_stage(made, Stage.PLANNING)
    client = as_("business")
    assert client.get(url("comparison", made.pk)).url == url("scope-edit", made.pk)
    response = client.post(url("comparison-issue", made.pk))
    assert response.url == url("comparison", made.pk)
