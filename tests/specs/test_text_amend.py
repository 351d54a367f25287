"""改め文: the sentences that officials write, each for the change that it is for."""

import pytest

from specs.text.amend import amendment, sentences
from specs.text.amend.operations import Delete, Insert, Rewrite, Unfit, applied
from specs.text.amend.plain import Address, PlainProvision, plain_document
from specs.text.amend.words import plain
from specs.text.compare import compare_documents
from specs.text.skin import Skin
from tests.specs.test_text_compare_examples import printer

ITEMS = "\n(1)　従事者の氏名\n(2)　作業の場所\n(3)　作業の期間"
BASE = {
    "a": "（目的）受注者は、個人情報を適正に取り扱う。",
    "b": "（届出）受注者は、次の事項を30日以内に届け出る。"
    + ITEMS
    + "\n2　前項の届出は、書面による。",
    "c": "（保管）受注者は、個人情報を施錠した保管庫に保管する。\n2　受注者は、鍵を管理する。\n3　受注者は、記録を備える。",
    "d": "（報告）受注者は、事故があったときは、直ちに報告する。",
}


def words(new: dict[str, str], old: dict[str, str] = BASE, **options) -> str:
    """The amendment from BASE; it is checked that it does what it says."""
    comparison = compare_documents(printer(**old), printer(**new, **options))
    found = amendment(comparison)
    assert applied(found.before, found.operations) == plain_document(comparison, "new")
    return plain(sentences(found, comparison.new_skin))


@pytest.mark.parametrize(
    ("key", "one", "other", "expected"),
    [
        ("a", "適正に", "慎重に", "第1条中「適正」を「慎重」に改める。"),
        ("b", "30日", "14日", "第2条第1項中「30日」を「14日」に改める。"),
        (
            "b",
            "書面に",
            "書面又は電磁的記録に",
            "第2条第2項中「書面」の次に「又は電磁的記録」を加える。",
        ),
        ("c", "施錠した", "", "第3条第1項中「施錠した」を削る。"),
        (
            "b",
            "（届出）",
            "（届出及び変更）",
            "第2条の見出しを「（届出及び変更）」に改める。",
        ),
        ("c", "（保管）", "（取扱い）", "第3条の見出しを「（取扱い）」に改める。"),
        (
            "b",
            "(2)　作業の場所",
            "(2)　個人情報を取り扱う区域の名称",
            "第2条第1項第2号を次のように改める。\n　(2)　個人情報を取り扱う区域の名称",
        ),
        (
            "b",
            "\n(2)　作業の場所\n(3)",
            "\n(2)",
            "第2条第1項第2号を削り、同項第3号を同項第2号とする。",
        ),
        (
            "b",
            "作業の期間",
            "作業の期間\n(4)　責任者の連絡先",
            "第2条第1項に次の1号を加える。\n　(4)　責任者の連絡先",
        ),
        (
            "b",
            "\n(2)　作業の場所\n(3)　",
            "\n(2)　責任者の連絡先\n(3)　作業の場所\n(4)　",
            "第2条第1項第3号を同項第4号とし、同項第2号を同項第3号とし、同項第1号の次に次の1号を加える。\n"
            "　(2)　責任者の連絡先",
        ),
        ("c", "\n3　受注者は、記録を備える。", "", "第3条第3項を削る。"),
        (
            "a",
            "取り扱う。",
            "取り扱う。\n2　受注者は、法令を守る。",
            "第1条に次の1項を加える。\n2　受注者は、法令を守る。",
        ),
        (
            "a",
            "）受注者は、個人情報を適正に取り扱う。",
            "）受注者は、法令を守る。\n2　受注者は、個人情報を適正に取り扱う。",
            "第1条を同条第2項とし、同条に第1項として次の1項を加える。\n第1条　受注者は、法令を守る。",
        ),
    ],
)
def test_a_change_inside_an_article(key, one, other, expected):
    assert one in BASE[key]
    found = words(BASE | {key: BASE[key].replace(one, other)})
    assert found == f"　{expected}"


def test_words_that_change_all_through_an_article_are_said_once():
    old = {
        "a": "（禁止）漏えい又はき損をしてはならない。\n2　き損を防ぎ、き損の記録を備え、事故を報告しなければならない。"
    }
    new = {"a": old["a"].replace("き損", "毀損")}
    assert words(new, old) == "　第1条中「き損」を「毀損」に改める。"


def test_the_same_words_in_neighbours_are_said_once():
    new = BASE | {"c": BASE["c"].replace("鍵を", "鍵を厳重に").replace("記録を", "記録を厳重に")}
    assert (
        words(new)
        == "　第3条第2項中「鍵を」の次に「厳重に」を加える。\n　第3条第3項中「記録を」の次に「厳重に」を加える。"
    )
    again = {"c": BASE["c"].replace("受注者は、鍵", "甲は、鍵").replace("受注者は、記", "甲は、記")}
    assert words(BASE | again) == "　第3条第2項及び第3項中「受注者」を「甲」に改める。"


def test_a_phrase_is_quoted_with_what_makes_it_the_only_one():
    old = {
        "a": "（協議）甲は、乙と協議し、乙に通知し、乙の意見を聴き、その結果を乙に示して記録する。"
    }
    new = {"a": old["a"].replace("乙の意見", "丙の意見")}
    assert words(new, old) == "　第1条中「乙の」を「丙の」に改める。"


def test_a_provision_with_items_is_amended_without_them():
    old = {
        "a": "（届出）届出の事項は、届出書に書く。\n(1)　届出の事項は、届出書に書く。\n(2)　届出の場所"
    }
    new = {"a": old["a"].replace("）届出の事項は", "）通知の事項は", 1)}
    assert words(new, old) == "　第1条各号列記以外の部分中「届出の」を「通知の」に改める。"


def test_a_word_of_a_caption_is_amended_in_the_caption():
    old = {"a": "（個人情報の保管の方法）個人情報は、施錠して保管する。"}
    new = {"a": old["a"].replace("保管の方法", "廃棄の方法")}
    assert words(new, old) == "　第1条の見出し中「保管」を「廃棄」に改める。"


def test_articles_are_renumbered_in_an_order_in_which_no_number_is_taken():
    new = {"a": BASE["a"], "n": "（秘密）受注者は、秘密を守る。", **BASE}
    assert words(new) == (
        "　第2条から第4条までを1条ずつ繰り下げ、第1条の次に次の1条を加える。\n"
        "（秘密）\n第2条　受注者は、秘密を守る。"
    )
    two = {"a": BASE["a"], "n": new["n"], "c": BASE["c"], "d": BASE["d"]}
    assert words(two) == (
        "　第2条を削り、第1条の次に次の1条を加える。\n（秘密）\n第2条　受注者は、秘密を守る。"
    )
    three = {key: BASE[key] for key in ("b", "c", "d")}
    assert words(three) == "　第1条を削り、第2条から第4条までを1条ずつ繰り上げる。"
    last = BASE | {"n": new["n"]}
    assert words(last) == "　第4条の次に次の1条を加える。\n（秘密）\n第5条　受注者は、秘密を守る。"


def test_an_article_that_keeps_its_number_is_made_void():
    assert words(BASE, omitted={"c"}, gaps="keep") == ("　第3条を次のように改める。\n第3条　削除")


def test_the_skin_writes_the_numbers():
    skin = Skin(family="plain", figures="full")
    old = printer(skin, **BASE)
    new = printer(skin, **{**BASE, "b": BASE["b"].replace("書面に", "口頭に")})
    comparison = compare_documents(old, new)
    assert plain(sentences(amendment(comparison), skin)) == (
        "　第２第２項中「書面」を「口頭」に改める。"
    )


def test_an_operation_that_does_not_fit_is_refused():
    comparison = compare_documents(printer(**BASE), printer(**BASE))
    before = plain_document(comparison, "old")
    with pytest.raises(Unfit):
        applied(before, [Delete(Address(9, 0))])
    with pytest.raises(Unfit):
        applied(before, [Insert(Address(2, 0, (1,)), provisions=(PlainProvision("文"),))])
    with pytest.raises(Unfit):  # 第3条第2項 is gone, and 第3項 was given no new number
        applied(before, [Delete(Address(3, 0, (2,)))])
    with pytest.raises(Unfit):
        applied(before, [Rewrite(Address(3, 0, (7,)), PlainProvision("文"))])
