"""What must hold for every text."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from specs.text.codec import from_json, to_json
from specs.text.format import format_article
from specs.text.inline import TOKEN
from specs.text.link import link_document
from specs.text.numbering import Numbering, number
from specs.text.parse import parse_article, parse_document
from specs.text.references import findings
from specs.text.render import Printer, render_html, render_plain
from specs.text.skin import Skin
from specs.text.tree import Article, Document, Ref, Target, Text, inlines_of, provisions
from specs.text.wording import REMOVED, members, wanted
from tests.specs.strategies import grown, omitted_from

FILLED = {"b": "空欄"}
# A document is grown from a number: a failure names a small one.
SEEDS = st.integers(0, 2**32)
OMISSIONS = st.integers(0, 2**16)


@given(SEEDS)
def test_parse_after_format_is_the_identity(seed):
    document = grown(seed)
    for article in document.articles:
        parsed = parse_article(format_article(article), key=article.key)
        assert parsed.problems == []
        assert parsed.article == article


@given(SEEDS)
def test_format_after_parse_is_the_identity(seed):
    article = grown(seed).articles[0]
    text = format_article(article)
    again = parse_article(text, key=article.key).article
    assert again is not None
    assert format_article(again) == text


@given(SEEDS)
def test_json_round_trip(seed):
    document = grown(seed)
    for article in document.articles:
        assert from_json(to_json(article)) == article


@given(SEEDS, OMISSIONS, st.sampled_from(["close", "keep"]))
def test_numbers_are_continuous_at_each_level(seed, left_out, gaps):
    document = grown(seed)
    numbering = number(document, omitted=omitted_from(document, left_out), gaps=gaps)
    before = (0, 0)
    for key in numbering.articles:
        each = numbering.articles[key]
        following = {(before[0] + 1, 0), (before[0], max(before[1], 1) + 1)}
        assert (each.number, each.branch) in following
        before = (each.number, each.branch)
    seen: dict[tuple, list[int]] = {}
    for target, path in numbering.paths.items():
        seen.setdefault((target.article, path[:-1]), []).append(path[-1])
    for found in seen.values():
        assert found == list(range(len(found)))
    assert {target.article for target in numbering.paths} == set(numbering.printed)


@given(SEEDS, OMISSIONS, st.sampled_from(["close", "keep"]))
def test_no_reference_dangles_silently(seed, left_out, gaps):
    """Whatever refers to something omitted is a finding, and only then REMOVED is printed."""
    document = grown(seed)
    omitted = omitted_from(document, left_out)
    printer = Printer(document, omitted=omitted, gaps=gaps)
    found = findings(document, omitted=omitted, gaps=gaps)
    places = {finding.place for finding in found}
    for article, provision in printed_provisions(document, printer.numbering):
        for ref in refs_of(provision):
            if any(not printer.numbering.has(t) for t in wanted(ref, printer.numbering)):
                assert f"{article.key}#{provision.id}" in places
    if all(finding.level == "note" for finding in found):
        assert REMOVED not in render_plain(printer)


@given(
    SEEDS,
    OMISSIONS,
    st.sampled_from(["close", "keep"]),
    st.sampled_from([Skin(), Skin("甲", "乙", "plain", "，"), Skin(figures="full")]),
)
@settings(max_examples=100)
def test_every_reference_names_what_it_means(seed, left_out, gaps, skin):
    """What is printed, read again by its numbers alone, names the very provisions meant."""
    document = grown(seed)
    printer = Printer(document, skin, FILLED, omitted_from(document, left_out), gaps)
    read = parse_document(render_plain(printer))
    linked, _ = link_document(
        Document(tuple(read.articles)), family=read.family, written=read.written
    )
    numbering = number(linked)
    keys = dict(zip(numbering.order, printer.numbering.articles, strict=True))
    printed = {a.key: a for a in linked.articles if keys[a.key] in printer.numbering.printed}
    meant = [
        named(p, printer.numbering) for _, p in printed_provisions(document, printer.numbering)
    ]
    again = [named(p, numbering, keys) for a in printed.values() for _, p in provisions(a)]
    # With gaps kept, a range may run across a number that says 削除.
    deleted = printer.numbering.deleted
    assert [[t for t in each if t[0] not in deleted] for each in again] == meant


def named(provision, numbering: Numbering, keys: dict[str, str] | None = None) -> list[tuple]:
    """Every provision that the references of a provision name: (article, printed path)."""
    found = []
    for ref in refs_of(provision):
        for target in members(ref, numbering):
            path = numbering.paths.get(target, ())
            if target.article in numbering.single and len(path) == 1:
                path = ()  # the only 項 of an article is the article
            found.append(((keys or {}).get(target.article, target.article), path))
    return found


def refs_of(provision) -> list[Ref]:
    return [piece for piece in inlines_of(provision) if isinstance(piece, Ref)]


def printed_provisions(document: Document, numbering: Numbering):
    for article in document.articles:
        for _, provision in provisions(article):
            if numbering.has(Target(article.key, provision.id)):
                yield article, provision


@given(SEEDS, OMISSIONS)
def test_an_omission_changes_nothing_but_numbers(seed, left_out):
    document = grown(seed)
    whole = Printer(document, blanks=FILLED)
    rest = Printer(document, blanks=FILLED, omitted=omitted_from(document, left_out))
    expected = {key: words for key, words in bones(whole) if rest.numbering.has(Target(*key))}
    assert dict(bones(rest)) == expected
    assert [key for key, _ in bones(rest)] == list(expected)


def bones(printer: Printer):
    """Each printed provision with its words, references left out."""
    for article in printer.document.articles:
        for line in printer.lines(article):
            words = [p.words for p in line.pieces if p.kind not in ("ref", "removed")]
            yield (article.key, line.id), words


@given(SEEDS)
def test_printed_text_is_read_back_with_the_same_shape(seed):
    document = grown(seed)
    read = parse_document(render_plain(Printer(document, blanks=FILLED)))
    assert read.problems == []
    assert read.unplaced == []
    assert [[path for path, _ in provisions(a)] for a in read.articles] == [
        [path for path, _ in provisions(a)] for a in document.articles
    ]


MARKS = "第前次同条項号各0123１２○　 （）()アイab\n。、及びからまで{}#:参照記入様式別表附則"


@given(st.one_of(st.text(max_size=200), st.text(alphabet=MARKS, max_size=200)))
@settings(max_examples=150)
def test_no_text_breaks_the_engine(text):
    read = parse_document(text)
    parsed = parse_article(text, key="any")
    assert parsed.article is not None or parsed.problems
    for articles_ in ([parsed.article] if parsed.article else [], read.articles):
        linked, _ = link_document(Document(tuple(articles_)), family=read.family)
        printer = Printer(linked, omitted={articles_[0].key} if len(articles_) > 1 else set())
        render_plain(printer)
        render_html(printer)
        printer.findings()


@given(st.text(alphabet=MARKS, max_size=120))
@settings(max_examples=150)
def test_what_was_read_is_stored_and_read_again(text):
    """Even from text with problems, the tree survives its stored form."""
    article = parse_article(f"（見出し）\n第○条　{text}", key="any").article
    assert article is not None
    assert from_json(to_json(article)) == article
    again = parse_article(format_article(article), key="any").article
    assert again is not None
    assert [p for p, _ in provisions(again)] == [p for p, _ in provisions(article)]


@given(st.text(alphabet="<>&\"'{}（）。、ア一1=;/ ", max_size=60))
def test_hostile_words_are_escaped(words):
    article = parse_article(f"（<b>{words}）\n第○条　<script>{words}", key="any").article
    assert article is not None
    skin = Skin(client=words, contractor="<i>", self_name=words)
    blanks = {"b": f"<img {words}>"}
    hostile = Document((article, Article("x", words, article.paragraphs)))
    html = render_html(Printer(hostile, skin, blanks))
    assert set(re.findall(r"<(/?\w+)", html)) <= {
        *("section", "/section", "h2", "/h2", "p", "/p", "span", "/span")
    }
    assert all(
        quotes % 2 == 0 for quotes in [tag.count('"') for tag in re.findall(r"<[^>]*>", html)]
    )


@given(SEEDS)
def test_stored_text_holds_no_article_number(seed):
    """Numbers of articles are never stored: outside tokens only those of other laws remain."""
    article = grown(seed).articles[0]
    words = "".join(
        piece.value
        for _, provision in provisions(article)
        for piece in inlines_of(provision)
        if isinstance(piece, Text)
    )
    text = TOKEN.sub("", format_article(article))
    assert re.findall(r"第\d+条", text) == re.findall(r"第\d+条", words)
