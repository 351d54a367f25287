"""What must hold for every text."""

import re

from hypothesis import given
from hypothesis import strategies as st

from specs.text.codec import from_json, to_json
from specs.text.format import format_article
from specs.text.numbering import number
from specs.text.parse import parse_article, parse_document
from specs.text.references import REMOVED, findings
from specs.text.render import Printer, render_html, render_plain
from specs.text.tree import Ref, Target, inlines_of, provisions
from tests.specs.strategies import articles, documents

MARKS = re.compile(r"^　*(第\d+条|\d+|\(\d+\)|[ア-ン]|\([ア-ン]\))?　")


@given(articles())
def test_parse_after_format_is_the_identity(article):
    parsed = parse_article(format_article(article), key=article.key)
    assert parsed.problems == []
    assert parsed.article == article


@given(articles())
def test_format_after_parse_is_the_identity(article):
    text = format_article(article)
    again = parse_article(text, key=article.key).article
    assert format_article(again) == text


@given(articles())
def test_json_round_trip(article):
    assert from_json(to_json(article)) == article


@given(documents(), st.sets(st.sampled_from([f"clause-{c}" for c in "abcdefg"])))
def test_numbers_are_continuous_at_each_level(document, omitted):
    numbering = number(document, omitted=omitted)
    numbers = [numbering.articles[key].number for key in numbering.printed]
    assert numbers == list(range(1, len(numbers) + 1))
    seen: dict[tuple, list[int]] = {}
    for target, path in numbering.paths.items():
        seen.setdefault((target.article, path[:-1]), []).append(path[-1])
    for found in seen.values():
        assert found == list(range(len(found)))


@given(documents(), st.sets(st.sampled_from([f"clause-{c}" for c in "abcdefg"])))
def test_no_reference_dangles_silently(document, omitted):
    """Every printed place that refers to something omitted is a finding."""
    numbering = number(document, omitted=omitted)
    found = {finding.place for finding in findings(document, omitted=omitted)}
    for article in document.articles:
        if article.key not in numbering.printed:
            continue
        for _, provision in provisions(article):
            for piece in inlines_of(provision):
                if isinstance(piece, Ref) and any(not numbering.has(t) for t in piece.targets):
                    assert f"{article.key}#{provision.id}" in found
    if not any(f.level == "error" for f in findings(document, omitted=omitted)):
        assert REMOVED not in render_plain(Printer(document, omitted=frozenset(omitted)))


@given(documents(), st.sampled_from([f"clause-{c}" for c in "abcdefg"]))
def test_every_single_reference_prints_the_number_its_target_has(document, gone):
    printer = Printer(document, omitted=frozenset({gone}))
    text = render_plain(printer)
    printed = set(re.findall(r"第(\d+)条", text))
    assert printed <= {str(n + 1) for n in range(len(printer.numbering.printed))}


@given(documents(), st.sampled_from([f"clause-{c}" for c in "abcdefg"]))
def test_an_omission_changes_nothing_but_numbers(document, gone):
    def bones(text: str) -> list[str]:
        lines = [line for line in text.splitlines() if not line.startswith("（見出し）")]
        stripped = [MARKS.sub("", line) for line in lines]
        return [
            re.sub(r"第\d+条(から第\d+条まで)?|[、及び]|（削除された規定）", "", s)
            for s in stripped
        ]

    whole = {a.key: render_plain(Printer(document_of(document, a.key))) for a in document.articles}
    rest = render_plain(Printer(document, omitted=frozenset({gone})))
    expected = []
    for article in document.articles:
        if article.key != gone:
            expected += bones(whole[article.key])
    assert bones(rest) == expected


def document_of(document, key):
    """The document with every article but one left out."""
    from dataclasses import replace

    return replace(document, articles=tuple(a for a in document.articles if a.key == key))


@given(documents())
def test_printed_text_is_read_back_with_the_same_shape(document):
    text = render_plain(Printer(document, blanks={"b": "空欄"}))
    read = parse_document(text)
    assert read.unplaced == []
    assert [len(a.paragraphs) for a in read.articles] == [
        len(a.paragraphs) for a in document.articles
    ]


@given(st.text(max_size=300))
def test_no_text_breaks_the_parser(text):
    parse_document(text)
    parsed = parse_article(text, key="any")
    assert parsed.article is not None or parsed.problems


@given(st.text(alphabet="<>&\"'{}（）。、ア一1", max_size=60))
def test_hostile_words_are_escaped(words):
    parsed = parse_article(f"（{'見出し'}）\n第○条　<script>{words}", key="any")
    html = render_html(Printer(document_with(parsed.article)))
    assert "<script" not in html
    assert set(re.findall(r"<(/?\w+)", html)) <= {
        "section",
        "/section",
        "h2",
        "/h2",
        "p",
        "/p",
        "span",
        "/span",
    }


def document_with(article):
    """A document of one article."""
    from specs.text.tree import Document

    return Document((article,))


def test_targets_are_hashable_places():
    assert len({Target("a"), Target("a"), Target("a", "p1")}) == 2
