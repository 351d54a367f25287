"""新旧対照表 of editions: the screens, D24 as PDF and Word, and the command."""

import io
import json
import zipfile
from io import StringIO

import docx
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from pypdf import PdfReader

from documents.actions import issue
from documents.composing import compose
from documents.kinds import by_name
from documents.models import IssuedDocument
from specs.comparison.editions import compare_editions, predecessor
from specs.comparison.sheet import EditionPair
from specs.models import Edition
from specs.text.compare import Kind
from tests.engagements.conftest import make_edition
from tests.factories import MunicipalityFactory
from tests.specs.comparison_world import two_editions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.PDF_CACHE_DIR = tmp_path / "cache"
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def pair(cast, at):
    old, new = two_editions(cast.municipality, at)
    return EditionPair(new, old)


@pytest.fixture
def policy(client, cast):
    client.force_login(cast.policy)
    return client


def page(client, pair, **query):
    return client.get(
        reverse("specs:comparison"), {"old": pair.old.pk, "new": pair.new.pk, **query}
    )


def test_editions_are_compared_by_key(pair, django_assert_num_queries):
    with django_assert_num_queries(8):
        comparison = compare_editions(pair.old, pair.new)
    assert {row.key: row.kind for row in comparison.rows} == {
        "general": Kind.UNCHANGED,
        "personnel": Kind.UNCHANGED,
        "subcontracting": Kind.CHANGED,
        "collection": Kind.REMOVED,
        "disposal": Kind.RENUMBERED,
        "cloud-services": Kind.MOVED,
        "my-number": Kind.RENUMBERED,
        "records": Kind.ADDED,
    }
    assert predecessor(pair.new) == pair.old
    assert predecessor(pair.old) is None
    assert [f.key for row in comparison.rows for f in row.fates] == ["collection"]
    assert [f for row in compare_editions(pair.new, pair.old).rows for f in row.fates] == []


def test_the_page_marks_what_changed_in_words_too(policy, pair):
    html = page(policy, pair).content.decode()
    assert '<ins><span class="visually-hidden">［追加</span>書面による' in html
    assert '<del><span class="visually-hidden">［削除</span>収集の制限' in html
    assert "廃止：法に定めがあるため" in html
    assert "<p>移動</p>" in html  # it is 第5条 again, for 第4条 before it is gone
    assert '<a href="#row-collection">第4条（収集の制限）</a>' in html
    assert "変更が1条、新設が1条、削除が1条、移動が1条あります。" in html
    assert "第1条及び第2条　（略）" in html
    assert "別表「罰則の適用」の内容を改めます。" in html
    assert "第3条の見出し中「再委託」の次に「の制限」を加える。" not in html
    assert "第3条の見出しを「（再委託の制限）」に改める。" in html


def test_all_articles_are_shown_on_demand(policy, pair):
    html = page(policy, pair, show="all").content.decode()
    assert "この特記仕様書は、契約書の一部とする。" in html
    assert "第1条及び第2条　（略）" not in html
    assert 'aria-current="true">すべて' in html


def test_the_page_without_a_choice_asks_for_one(policy, pair):
    response = policy.get(reverse("specs:comparison"))
    assert response.status_code == 200
    assert "比べた結果" not in response.content.decode()
    wrong = policy.get(reverse("specs:comparison"), {"old": pair.old.pk})
    assert wrong.status_code == 422
    assert "改正後（新）の版を選択してください。" in wrong.content.decode()


def test_one_edition_twice_and_two_equal_ones_are_said_so(policy, pair, cast, at):
    same = page(policy, EditionPair(pair.old, pair.old)).content.decode()
    assert "同じ版を選んでいます" in same
    Edition.objects.filter(pk=pair.new.pk).delete()
    twin = make_edition(cast.municipality, at, number=3)
    equal = page(policy, EditionPair(twin, pair.old)).content.decode()
    assert "条文の内容に違いはありません。" in equal
    assert "改め文" not in equal.split("文書にする")[0]


def test_another_municipality_cannot_be_chosen(policy, pair, at):
    foreign = make_edition(MunicipalityFactory(code="132039"), at)
    response = page(policy, EditionPair(foreign, pair.old))
    assert response.status_code == 422


def test_a_pasted_text_is_compared_and_not_kept(policy, pair):
    text = (
        "特記事項\n（総則）\n第1条　この特記事項は、契約書の一部とする。\n（再委託）\n"
        "第2条　受注者は、再委託をしてはならない。\n2　前項の規定は、第1条の場合に準用する。"
    )
    data = {"edition": pair.old.pk, "side": "old", "text": text}
    url = reverse("specs:comparison-paste")
    html = policy.post(url, data).content.decode()
    assert "1行目「特記事項」は、条文として読めないため比べていません。" in html
    assert "改正前（貼り付けた文）" in html
    assert '<span class="visually-hidden">［追加</span>仕様書' in html
    turned = policy.post(url, data | {"side": "new"}).content.decode()
    assert "改正後（貼り付けた文）" in turned
    word = policy.post(url, data | {"format": "docx"})
    assert word["Content-Disposition"].startswith('attachment; filename="comparison.docx"')
    assert docx.Document(io.BytesIO(word.content)).tables
    unreadable = policy.post(url, data | {"text": "条文ではない文"})
    assert unreadable.status_code == 422
    assert "条が見付かりません。" in unreadable.content.decode()
    assert not IssuedDocument.objects.exists()


def test_the_document_is_issued_and_handed_out(policy, pair, cast):
    data = {"old": pair.old.pk, "new": pair.new.pk, "format": "docx", "words": "on"}
    response = policy.post(reverse("specs:comparison-issue"), data)
    document = IssuedDocument.objects.get()
    assert response.url == reverse("documents:document-download", args=[document.pk])
    assert (document.code, document.format) == ("D24", "docx")
    assert document.subject == f"specs.Edition:{pair.new.pk}:{pair.old.pk}"
    assert document.filename.endswith(".docx")
    download = policy.get(response.url)
    assert "wordprocessingml" in download["Content-Type"]
    again = policy.post(reverse("specs:comparison-issue"), data)
    assert again.url == response.url
    nothing = policy.post(reverse("specs:comparison-issue"), {"old": pair.old.pk})
    assert nothing.url == reverse("specs:comparison")


def test_who_may_not_issue_gets_a_copy_marked_as_a_draft(client, pair, cast):
    client.force_login(cast.auditor)
    html = page(client, pair).content.decode()
    assert "PDFを発行する" not in html
    query = {"old": pair.old.pk, "new": pair.new.pk, "format": "docx", "words": ""}
    copy = client.get(reverse("specs:comparison-file"), query)
    assert "案（発行前の確認用）" in word_text(copy.content)
    assert client.get(reverse("specs:comparison-file")).url == reverse("specs:comparison")
    assert not IssuedDocument.objects.exists()


def word_text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = [n for n in file.namelist() if n.startswith(("word/document", "word/footer"))]
        return "".join(file.read(name).decode() for name in names)


def test_the_pdf_is_landscape_with_a_repeated_head_and_underlines(pair, cast, at):
    pair = EditionPair(pair.new, pair.old, has_wording=True)
    html = compose(by_name("D24"), pair, number="S1-D24-01", at=at).html
    assert '<span class="changed">書面による</span>' in html
    assert "改正後（第2版・作成中）" in html
    document = issue(by_name("comparison"), pair, by=cast.policy, at=at)
    assert document.made_from["missing_characters"] == []
    pages = PdfReader(io.BytesIO(document.read())).pages
    assert pages[0].mediabox.width > pages[0].mediabox.height
    assert pages[-1].mediabox.width < pages[-1].mediabox.height  # 改め文 is portrait
    assert "第4条及び第5条を削り" in pages[-1].extract_text().replace("\n", "")


def test_the_word_file_is_a_real_table_and_the_same_bytes_again(pair, at, cast):
    pair = EditionPair(pair.new, pair.old, has_wording=True)
    kind = by_name("comparison")
    first = issue(kind, pair, by=cast.policy, at=at, format="docx").read()
    file = docx.Document(io.BytesIO(first))
    section = file.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width > section.page_height
    (table,) = file.tables
    assert [cell.text for cell in table.rows[0].cells] == [
        "改正後（第2版・作成中）",
        "改正前（第1版）",
        "備考（理由）",
    ]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    underlined = [
        run.text
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
        if run.underline
    ]
    assert "書面による" in underlined
    fonts = file.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "ＭＳ 明朝"
    assert "NUMPAGES" in section.footer._element.xml
    assert any("の一部を次のように改める。" in p.text for p in file.paragraphs)
    kind_again = issue(kind, pair, by=cast.policy, at=at, format="docx", again=True).read()
    assert kind_again != first  # another number, and nothing else
    fresh = EditionPair(pair.new, pair.old, has_wording=True)
    assert issue(kind, fresh, by=cast.policy, at=at, format="docx").read() == kind_again


def test_the_command_knows_the_pair(pair, tmp_path):
    def run(*arguments: str) -> str:
        output = StringIO()
        call_command("issue", *arguments, stdout=output)
        return output.getvalue()

    (listed,) = json.loads(run("comparison", "--list", "--json"))
    assert (listed["code"], listed["formats"]) == ("D24", ["pdf", "docx"])
    assert [each["id"] for each in listed["subjects"]] == [pair.new.pk]
    path = tmp_path / "d24.docx"
    new, old = pair.new.pk, pair.old.pk
    facts = json.loads(
        run("D24", f"{new}:{old}:words", "--format", "docx", "-o", str(path), "--json")
    )
    assert facts["format"] == "docx"
    assert "次のように改める" in word_text(path.read_bytes())
    run("D24", str(new), "--format", "docx", "-o", str(path))
    assert "次のように改める" not in word_text(path.read_bytes())
    for wrong in (str(old), "x", f"{new}:x", f"{new}:{old}:wordsx", "99999"):
        with pytest.raises(CommandError, match="There is no specs.Edition"):
            run("D24", wrong)
