"""D1 to D4: what each says, read from the page before layout, and one layout of each."""

import io
import json

import pytest
from docx import Document as read_docx
from docx.shared import Mm

from common.errors import Refused
from documents.actions import issue
from documents.composing import compose, preview
from documents.kinds import by_name
from engagements import actions
from engagements.models import Stage
from tests.engagements.conftest import answers, to_stage
from tests.engagements.test_annex import contract_fields, refer_to_an_omitted_clause


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.PDF_CACHE_DIR = tmp_path / "cache"
    settings.MEDIA_ROOT = tmp_path / "media"


def html(kind, engagement, at):
    return compose(by_name(kind), engagement, number="R8-税務-0001-X-01", at=at).html


@pytest.mark.parametrize(
    "kind", ["requirement-notice", "annex", "check-table-blank", "selection-report"]
)
def test_each_document_can_be_issued(cast, engagement, at, kind):
    document = issue(by_name(kind), engagement, by=cast.business, at=at)
    assert document.number.startswith("R8-税務-0001-D")
    assert document.made_from["edition"] == engagement.edition_id
    assert document.made_from["missing_characters"] == []


def test_the_notice_says_what_will_bind(cast, engagement, at):
    facts = answers(my_number="yes", cloud="unknown")
    actions.save_scope(engagement, facts, by=cast.business, at=at)
    page = html("requirement-notice", to_stage(engagement, Stage.NOTICE), at)
    assert "納税通知書封入業務（R8-税務-0001）" in page
    assert '<th scope="row">個人番号</th><td>取り扱います。</td>' in page
    assert '<td>クラウドサービスを使う</td><td class="center">未定</td>' in page
    assert "年2回以上の実施状況確認" in page
    assert "<td>収集の制限</td>" in page
    assert "項目遵守の確認表（契約前）　5項目" in page


def test_the_annex_without_a_contract_leaves_room_to_write(engagement, at):
    page = html("annex", engagement, at)
    assert "令和　　年　　月　　日" in page
    assert page.count('class="write-line"') == 4
    assert "別表（第3条関係）" in page
    assert "「本人から直接収集する：いいえ」のため適用しません。" in page
    assert "<td>第1号（第2条関係）</td>" in page
    assert "クラウドサービス等利用届" not in page


def test_the_annex_of_a_contract_names_the_parties(cast, engagement, make_bid, at):
    actions.decide_selection(engagement, bid=make_bid(), reason="x", by=cast.business, at=at)
    fresh = to_stage(engagement, Stage.CONTRACTING)
    fields = contract_fields(at, contractor_name="株式会社<甲>", number="7号")
    actions.register_contract(fresh, by=cast.contracts, at=at, **fields)
    page = html("annex", fresh, at)
    assert "株式会社&lt;甲&gt;" in page
    assert "10日以内までに返還する" in page
    assert "令和8年4月1日（契約番号　7号）" in page


def test_the_annex_carries_its_clauses_as_data(engagement, at):
    attachment, law = by_name("annex").attachments(engagement, at=at)
    assert law.name == "clauses.xml"
    data = json.loads(attachment.content)
    assert [c["label"] for c in data["clauses"]] == ["第1条", "第2条", "第3条", "第4条"]


def test_an_annex_that_refers_to_nothing_is_not_issued(cast, engagement, at):
    refer_to_an_omitted_clause(cast, engagement, at)
    with pytest.raises(Refused, match="収集の制限"):
        issue(by_name("annex"), engagement, by=cast.business, at=at)


def test_the_blank_table_has_boxes_to_tick(engagement, at):
    page = html("check-table-blank", engagement, at)
    assert page.count("□対応可<br>") == 3
    assert "記入者" in page
    assert "K001ができますか。" in page


def test_the_report_tells_counts_measures_and_the_reason(cast, engagement, make_bid, at):
    first, second = make_bid("甲社", K010="no", K060="partial"), make_bid("乙社", K010="no")
    make_bid("丙社", filled=False)
    item = engagement.edition.check_items.get(code="K010")
    measure = actions.propose_alternative(
        first, item, kind="alternative", text="市が名簿を確かめる。", by=cast.business, at=at
    )
    actions.answer_alternative(measure, approve=True, note="", by=cast.policy, at=at)
    actions.decide_selection(engagement, bid=first, reason="実績がある。", by=cast.business, at=at)
    page = html("selection-report", engagement, at)
    assert "実績がある。" in page
    assert "甲社（委託先）" in page
    assert "市が名簿を確かめる。" in page
    assert "確認表の提出なし" in page
    assert f"<td>{second.vendor.name}</td><td>K010</td>" in page
    assert "全てが満たさない項目は、K010（扱いは未定）です" in page
    assert page.count('<th scope="col">課長</th>') == 1


def test_the_report_of_the_choice_is_a_word_file_too(cast, engagement, at):
    data = preview(by_name("selection-report"), engagement, at=at, format="docx")
    document = read_docx(io.BytesIO(data))
    words = "\n".join(each.text for each in document.paragraphs)
    assert "2　選定の結果及び理由" in words
    assert document.tables[0].rows[1].height == pytest.approx(Mm(16), rel=0.001)
