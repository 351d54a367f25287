"""Provisions keep their ids when an article is rewritten."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from specs.text.format import format_article
from specs.text.identity import words
from specs.text.parse import parse_article
from specs.text.tree import Article, provisions
from tests.specs.strategies import grown

SEEDS = st.integers(0, 2**32)


def reread(text: str, before: Article) -> Article:
    parsed = parse_article(text, key=before.key, before=before)
    assert parsed.article is not None, parsed.problems
    return parsed.article


def read(text: str) -> Article:
    parsed = parse_article(text, key="a")
    assert parsed.article is not None
    assert parsed.problems == []
    return parsed.article


def ids(article: Article) -> dict[str, str]:
    return {provision.id: words(provision) for _, provision in provisions(article)}


BEFORE = read(
    "（再委託）\n第○条　再委託をしてはならない。\n2　承認を受けようとする者は、申請書を出す。\n"
    "(1)　業務の内容\n(2)　期間\n3　{参照:前項}の申請は、文書による。"
)


def test_an_inserted_provision_takes_no_id_from_those_after_it():
    text = (
        "（再委託）\n第○条　再委託をしてはならない。\n2　子会社についても、同様とする。\n"
        "3　承認を受けようとする者は、申請書を出す。\n(1)　名称\n(2)　業務の内容\n(3)　期間\n"
        "4　{参照:前項}の申請は、文書による。"
    )
    article = reread(text, BEFORE)
    assert [(p.id, [i.id for i in p.items]) for p in article.paragraphs] == [
        ("p1", []),
        ("p2x", []),
        ("p2", ["p3-1", "p2-1", "p2-2"]),
        ("p3", []),
    ]
    assert "{参照:前項}" in format_article(article)
    # What is stored can be opened, saved and opened again.
    assert reread(format_article(article), article) == article
    assert parse_article(format_article(article), key="a").article == article


def test_a_reworded_provision_keeps_its_id():
    text = (
        "（再委託）\n第○条　再委託は、してはならない。\n2　承認を受ける者は、申請書を10日前に出す。\n"
        "(1)　業務の名称及び内容\n(2)　期間\n3　{参照:前項}の申請は、文書による。"
    )
    assert ids(reread(text, BEFORE)).keys() == ids(BEFORE).keys()


def test_the_id_of_what_is_gone_is_given_to_no_other():
    text = (
        "（再委託）\n第○条　再委託をしてはならない。\n2　発注者は、いつでも検査をすることができる。"
    )
    assert [p.id for p in reread(text, BEFORE).paragraphs] == ["p1", "p2x"]


def test_moved_provisions_take_their_ids_along():
    text = (
        "（再委託）\n第○条　承認を受けようとする者は、申請書を出す。\n(1)　期間\n(2)　業務の内容\n"
        "2　再委託をしてはならない。"
    )
    article = reread(text, BEFORE)
    assert [(p.id, [i.id for i in p.items]) for p in article.paragraphs] == [
        ("p2", ["p2-2", "p2-1"]),
        ("p1", []),
    ]


def test_a_written_id_goes_before_words():
    text = "（再委託）\n第○条　{#p2}再委託をしてはならない。\n2　{#own}文書による。"
    assert [p.id for p in reread(text, BEFORE).paragraphs] == ["p2", "own"]


@given(SEEDS)
def test_reading_the_unchanged_text_changes_nothing(seed):
    for article in grown(seed).articles:
        assert reread(format_article(article), article) == article


@given(SEEDS)
def test_every_other_provision_keeps_its_id_when_one_is_added(seed):
    article = grown(seed).articles[0]
    at = Random(seed).randint(0, len(article.paragraphs))
    new = read("（新）\n第○条　全く新しい規定である。").paragraphs[0]
    paragraphs = (*article.paragraphs[:at], new, *article.paragraphs[at:])
    text = format_article(Article(article.key, "題", paragraphs, article.branch_of))
    # An author writes no labels.
    bare = "".join(part.partition("}")[2] if n else part for n, part in enumerate(text.split("{#")))
    again = reread(bare, article)
    assert len(set(ids(again))) == len(list(provisions(again)))
    assert again.paragraphs[at].id not in ids(article)
    kept = [p for i, p in enumerate(again.paragraphs) if i != at]
    assert sorted(words(p) for p in kept) == sorted(words(p) for p in article.paragraphs)
    texts = [words(p) for _, p in provisions(article)]
    if len(set(texts)) == len(texts):
        assert [p.id for p in kept] == [p.id for p in article.paragraphs]
