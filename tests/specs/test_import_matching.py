"""Which clause of the master an article stands for, and what is weaker or missing, in words."""

import pytest

from specs.text.importing import understand
from specs.text.importing.dated import dated_wording
from specs.text.importing.matching import Matching, match
from specs.text.importing.points import abouts
from specs.text.tree import Document
from tests.specs.imports import NAMES, expected, understood
from tests.specs.masters import master_document


def matched(*lines: str) -> Matching:
    return match(understand("\n".join(lines)).document, master_document())


def gaps(found: Matching, key: str) -> tuple[str, ...]:
    return next(each for each in found.standings if each.master == key).gaps


@pytest.mark.parametrize("name", NAMES)
def test_a_municipal_text_is_paired_with_the_master(name):
    found = understood(name)
    matching = match(found.document, master_document())
    wanted = expected(name)
    assert [
        [pair.master for pair in matching.of_article(article.key)]
        for article in found.document.articles
    ] == wanted["matches"]
    assert [each.master for each in matching.having("missing")] == wanted["missing"]
    assert {each.master: len(each.gaps) for each in matching.having("weaker")} == wanted["gaps"]


def test_the_master_is_its_own_counterpart():
    """Every clause is paired with itself first, surely, and lacks nothing."""
    found = match(master_document(), master_document())
    for article in master_document().articles:
        best = found.of_article(article.key)[0]
        assert (best.master, best.is_sure) == (article.key, True)
    assert found.main == {a.key: a.key for a in master_document().articles}
    assert [gap for each in found.standings for gap in each.gaps] == []


def test_every_clause_of_the_master_is_described():
    assert list(abouts()) == [article.key for article in master_document().articles]
    for about in abouts().values():
        assert about.captions
        assert all(point.here or point.any for point in about.points)


def test_what_is_weaker_is_said_in_plain_words():
    found = matched(
        "（再委託）",
        "第1条　受注者は、発注者の承認を受けないで、業務を再委託してはならない。",
    )
    assert "「再委託」の条に、再委託先の監督についての定めがありません。" in gaps(
        found, "subcontracting"
    )
    better = matched(
        "（再委託）",
        "第1条　受注者は、発注者の承認を受けないで、業務を再委託してはならない。",
        "2　受注者は、再委託先を監督し、年1回、その状況を確認しなければならない。",
    )
    assert not any("監督" in gap for gap in gaps(better, "subcontracting"))


def test_one_article_may_stand_for_two_clauses_and_two_for_one():
    found = matched(
        "（契約の解除及び損害賠償）",
        "第1条　発注者は、契約を解除することができる。受注者は、生じた損害を賠償する。",
        "（秘密保持）",
        "第2条　受注者は、知り得た個人情報を漏らしてはならない。",
        "（誓約）",
        "第3条　受注者は、従事者に秘密を守る旨の誓約書を提出させる。",
    )
    assert {pair.master for pair in found.of_article("article-1")} == {"termination", "damages"}
    confidential = next(s for s in found.standings if s.master == "confidentiality")
    assert set(confidential.articles) == {"article-2", "article-3"}
    assert list(found.main.values()).count("confidentiality") == 1


def test_a_matter_without_an_article_of_its_own_is_found_inside_another():
    found = matched("（雑則）", "第1条　受注者は、個人情報を国外で保存してはならない。")
    offshore = next(each for each in found.standings if each.master == "offshore-handling")
    assert (offshore.status, offshore.articles) == ("present", ("article-1",))


def test_a_matter_that_is_nowhere_has_no_pair():
    found = matched("（清掃）", "第1条　受注者は、窓を拭き、床を掃く。")
    assert found.pairs == ()
    assert {each.status for each in found.standings} == {"missing"}


def test_a_clause_that_the_points_do_not_know_is_compared_by_its_words():
    own = understand(
        "（駐車場の利用）\n"
        "第1条　受注者は、作業に用いる車両を、発注者が指定した駐車場に停めなければならない。\n"
        "2　受注者は、夜間の照明の点灯を、施設の管理人に連絡しなければならない。"
    ).document
    theirs = understand(
        "（駐車場）\n第1条　受注者は、車両を発注者の指定した駐車場に停める。"
    ).document
    found = match(theirs, own)
    assert [pair.master for pair in found.pairs] == ["article-1"]
    assert found.standings[0].gaps == (
        "「駐車場の利用」の第2項（受注者は、夜間の照明の点灯を、施設の管理人に連絡しなけれ…）"
        "に当たる定めがありません。",
    )


def test_an_empty_text_has_everything_missing():
    found = match(Document(()), master_document())
    assert len(found.having("missing")) == 30


def test_dated_wording_is_told_with_its_place():
    found = understood("08-old-wording")
    told = [f"{each.where} {each.message}" for each in dated_wording(found.document, found.skin)]
    assert any("第4条" in each and "毀損" in each for each in told)
    assert any("第2条" in each and "拘禁刑" in each for each in told)
    assert any("第1条" in each and "個人情報保護条例" in each for each in told)
