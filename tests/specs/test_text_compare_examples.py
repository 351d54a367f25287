"""新旧対照 by example: phrases, shifted numbers, moved clauses, texts from outside."""

import pytest

from specs.text.compare import Fate, Kind, compare_documents
from specs.text.compare.phrases import spans
from specs.text.compare.remarks import fate_words, number_note, summary
from specs.text.compare.table import table
from specs.text.compare.units import units
from specs.text.link import link_document
from specs.text.parse import parse_article, parse_document
from specs.text.render import Printer
from specs.text.skin import Skin
from specs.text.tree import Document


def printer(
    skin: Skin | None = None, omitted=frozenset(), gaps="close", **articles: str
) -> Printer:
    """Articles in plain words, linked by the numbers in them; key=（見出し）本文."""
    parsed = []
    for key, text in articles.items():
        caption, _, body = text.partition("）")
        result = parse_article(f"{caption}）\n第○条　{body}", key=key)
        assert result.problems == []
        parsed.append(result.article)
    document, found = link_document(Document(tuple(parsed)))
    assert found == []
    return Printer(document, skin or Skin(), {}, frozenset(omitted), gaps)


def marked(old: str, new: str) -> str:
    """The change with what goes as [-…-] and what comes as [+…+]."""
    shown = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    found = spans(units(old), units(new))
    return "".join(shown[s.kind].format(s.old or s.new) for s in found)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("受注者は、守る。", "受託者は、守る。", "[-受注者-][+受託者+]は、守る。"),
        (
            "漏えい、き損してはならない。",
            "漏えい、毀損してはならない。",
            "漏えい、[-き損-][+毀損+]してはならない。",
        ),
        ("第10条の規定", "第11条の規定", "[-第10条-][+第11条+]の規定"),
        ("第10条第2項の規定", "第10条第3項の規定", "[-第10条第2項-][+第10条第3項+]の規定"),
        ("第六十六条の規定", "第六十七条の規定", "[-第六十六条-][+第六十七条+]の規定"),
        ("30日以内に", "60日以内に", "[-30日-][+60日+]以内に"),
        ("1,000円", "10,000円", "[-1,000円-][+10,000円+]"),
        (
            "個人情報保護管理責任者を置く。",
            "個人情報保護責任者を置く。",
            "個人情報保護[-管理-]責任者を置く。",
        ),
        ("受託者が行う。", "受託者等が行う。", "受託者[+等+]が行う。"),
        (
            "届け出ることができるものとする。",
            "届け出ることができる。",
            "届け出ることができる[-ものとする-]。",
        ),
        (
            "承認を受ける。",
            "承認を受ける。ただし、緊急のときは、この限りでない。",
            "承認を受ける。[+ただし、緊急のときは、この限りでない。+]",
        ),
        ("サービスを使う。", "サーバを使う。", "[-サービス-][+サーバ+]を使う。"),
        ("", "加える。", "[+加える。+]"),
    ],
)
def test_a_person_would_mark_the_same_phrase(old, new, shown):
    assert marked(old, new) == shown


OLD = {
    "general": "（総則）受注者は、この契約を守る。",
    "gone": "（台帳）受注者は、台帳を備える。",
    "sub": "（再委託）受注者は、再委託をしてはならない。\n2　前項の規定は、承認を受けたときは、適用しない。",
    "training": "（教育）受注者は、従事者に教育を行う。",
    "disposal": "（廃棄）受注者は、第3条第2項の承認を受けた者に廃棄させる。\n2　前条の規定は、前項の者に準用する。",
}


def test_a_shifted_number_is_no_change():
    new = {key: text for key, text in OLD.items() if key != "gone"}
    new["disposal"] = new["disposal"].replace("第3条", "第2条")
    comparison = compare_documents(printer(**OLD), printer(**new))
    assert [row.kind for row in comparison.rows] == [
        Kind.UNCHANGED,
        Kind.REMOVED,
        *[Kind.RENUMBERED] * 3,
    ]
    assert number_note(comparison.rows[2]) == "第3条→第2条（繰上げ）"
    (span,) = comparison.rows[4].provisions[0].spans
    assert span.kind == "same"
    assert "第3条第2項" in span.old
    assert "第2条第2項" in span.new
    assert summary(comparison) == (
        "削除が1条あります。内容が同じで番号だけが変わった条は3条です。変更のない条は1条です。"
    )


def test_another_way_to_say_the_same_reference_is_no_change():
    new = OLD | {
        "disposal": OLD["disposal"].replace("前条の", "第4条の").replace("、前項", "、第1項")
    }
    assert compare_documents(printer(**OLD), printer(**new)).is_same


def test_a_relative_word_that_means_something_else_is_a_change():
    order = ["general", "gone", "training", "sub", "disposal"]
    new = {key: OLD[key] for key in order}
    new["disposal"] = new["disposal"].replace("第3条", "第4条")
    comparison = compare_documents(printer(**OLD), printer(**new))
    disposal = next(row for row in comparison.rows if row.key == "disposal")
    assert [span.kind for span in disposal.provisions[1].spans] == ["removed", "added", "same"]
    assert disposal.provisions[1].spans[1].new == "前条"
    assert [row.key for row in comparison.rows if row.is_moved] == ["training"]


def test_a_moved_article_is_moved_and_not_gone_and_new():
    new = {key: OLD[key] for key in ("training", "general", "gone", "sub", "disposal")}
    new["training"] = new["training"].replace("教育を", "研修を")
    new["disposal"] = new["disposal"].replace("第3条", "第4条").replace("前条", "第1条")
    comparison = compare_documents(printer(**OLD), printer(**new))
    assert comparison.rows[0].kind == Kind.MOVED_CHANGED
    assert number_note(comparison.rows[0]) == "第4条→第1条（移動）"
    assert {row.kind for row in comparison.rows[1:]} == {Kind.RENUMBERED}


def test_a_moved_item_is_moved():
    items = ["従事者の氏名", "作業の場所", "作業の期間", "責任者の連絡先"]

    def text(order):
        lines = "\n".join(f"({n})　{items[i]}" for n, i in enumerate(order, 1))
        return f"（届出）次の事項を届け出る。\n{lines}"

    comparison = compare_documents(
        printer(notice=text([0, 1, 2, 3])), printer(notice=text([3, 0, 1, 2]))
    )
    (row,) = comparison.rows
    kinds = [each.kind for each in row.provisions]
    assert kinds == [Kind.UNCHANGED, Kind.MOVED, *[Kind.RENUMBERED] * 3]
    (group,) = table(comparison)
    assert group.lines[1].remark == "第1条第4号から移動"
    assert group.lines[2].new[0].text == "(2)から(4)まで　（略）"


def test_a_text_from_outside_is_matched_by_caption_and_words():
    theirs = parse_document(
        "個人情報取扱特記事項\n（総則）\n第1条　受注者は、この契約を守る。\n"
        "（従事者の教育）\n第2条　受注者は、従事者に教育を行う。\n"
        "（再委託）\n第3条　受注者は、再委託をするときは、発注者と協議する。"
    )
    document, _ = link_document(Document(tuple(theirs.articles)), written=theirs.written)
    comparison = compare_documents(Printer(document), printer(**OLD), by_key=False)
    pairs = {row.old.caption: row.new.caption for row in comparison.rows if row.old and row.new}
    assert pairs == {"総則": "総則", "従事者の教育": "教育", "再委託": "再委託"}
    assert comparison.counts[Kind.ADDED] == 2


def test_what_was_split_goes_on_in_the_part_most_like_it():
    new = {key: text for key, text in OLD.items() if key != "sub"}
    new["consent"] = (
        "（再委託の承認）受注者は、再委託をしてはならない。\n2　前項の規定は、承認を受けたときは、適用しない。"
    )
    new["supervision"] = "（再委託先の監督）受注者は、再委託先を監督する。"
    new["disposal"] = new["disposal"].replace("第3条", "第5条")
    fate = Fate("sub", "再委託", "split", ("consent", "supervision"), "長いため")
    comparison = compare_documents(printer(**OLD), printer(**new), fates=[fate])
    row = next(row for row in comparison.rows if row.fates)
    assert (row.old.key, row.new.key) == ("sub", "consent")
    group = next(group for group in table(comparison) if group.key == "consent")
    assert "第5条（再委託の承認）及び第6条（再委託先の監督）に分割：長いため" in group.remarks
    assert fate_words(Fate("x", "", "retired"), {}) == "廃止"


def test_a_number_that_is_kept_prints_as_removed():
    new = printer(omitted={"gone"}, gaps="keep", **OLD)
    comparison = compare_documents(printer(**OLD), new)
    row = comparison.rows[1]
    assert row.kind == Kind.REMOVED
    assert row.new.is_void
    group = next(group for group in table(comparison) if group.key == "gone")
    assert group.lines[0].new[0].text == "第2条　削除"
    assert group.remarks == ("削除（条の番号は残す。）",)
    assert compare_documents(new, new).is_same


def test_another_skin_changes_only_the_words_that_it_prints():
    theirs = {key: text.replace("受注者", "{受注者}") for key, text in OLD.items()}
    comparison = compare_documents(printer(**theirs), printer(Skin(contractor="乙"), **theirs))
    changes = {
        (span.old, span.new)
        for row in comparison.rows
        for each in row.provisions
        for span in each.spans
        if span.kind != "same"
    }
    assert changes == {("受注者", ""), ("", "乙")}
