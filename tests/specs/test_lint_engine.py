"""The linter as a whole: the shipped set, places, the editor's call, and hostile input."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from specs.text.format import format_article
from specs.text.lint import (
    BlankFacts,
    ClauseFacts,
    FateFacts,
    Mend,
    Subject,
    apply_mend,
    lint,
    lint_clause,
)
from specs.text.lint.context import words_of
from specs.text.lint.words import flat
from specs.text.parse import parse_article, parse_document
from specs.text.skin import Skin
from specs.text.tree import Document, Ref, Text, inlines_of
from tests.specs.lint_cases import article, document, text
from tests.specs.lint_subjects import act_subject, master_subject
from tests.specs.strategies import grown


def test_nothing_is_wrong_with_the_shipped_set():
    assert [f"{f.code} {f.where}: {f.message}" for f in lint(master_subject())] == []


def test_a_copy_of_the_shipped_set_is_as_good():
    subject = master_subject()
    assert lint(replace(subject, before=subject.document)) == []


def test_the_shipped_set_reads_in_every_skin():
    subject = replace(master_subject(), skin=Skin("甲", "乙", "plain", "，"))
    assert [f.code for f in lint(subject) if f.severity != "notice"] == []


def test_the_act_is_linted_and_its_articles_are_found():
    """The Act cites other laws, not itself by name, and defines some thirty terms."""
    found = lint(act_subject())
    assert {f.code for f in found if f.severity == "error"} == set()
    assert any(f.where == "第27条第5項" for f in found)


def test_a_finding_has_a_place_that_outlives_numbers_and_a_line():
    bad = article(
        "b", "報告する。", "2　次に掲げる事項を記録する。", "(1)　日時", "(2)　き損の有無"
    )
    (finding,) = lint(Subject(document(article("a", "行う。"), bad)))
    assert finding.place == "b#p2-2~き損"
    assert finding.where == "第2条第2項第2号"
    assert finding.line is not None
    assert "き損" in format_article(bad).splitlines()[finding.line - 1]
    (moved,) = lint(Subject(document(bad, article("a", "行う。"))))
    assert (moved.place, moved.where) == ("b#p2-2~き損", "第1条第2項第2号")


def test_the_place_of_a_long_name_fits_its_field_and_stays_its_own():
    """A recorded reason keeps the place in 200 characters."""
    laws = ("x" * 299 + "y", "x" * 300)
    clause = ClauseFacts("a", unchecked_reason="理由", laws=laws)
    subject = Subject(document(article("a", "行う。")), clauses=(clause,))
    places = [f.place for f in lint(subject)]
    assert len(set(places)) == 2
    assert all(len(place) <= 200 for place in places)


def test_the_editor_asks_about_one_clause():
    subject = Subject(document(article("a", "行う。"), article("b", "き損を防止する。")))
    found = lint_clause(subject, "a", article("a", "漏洩を防止する。"))
    assert [f.place for f in found] == ["a#p1~漏洩"]
    assert [f.place for f in lint(subject)] == ["b#p1~き損"]


def test_errors_come_first_then_the_order_of_the_text():
    subject = Subject(
        document(
            article("a", "および"),
            article("b", "き損を防止する。"),
            article("c", "○○する。", "2　漏洩を防止する。"),
        )
    )
    assert [(f.code, f.clause) for f in lint(subject)] == [
        ("B103", "c"),
        ("D101", "b"),
        ("D101", "c"),
        ("D106", "a"),
        ("M105", "a"),
    ]


def test_words_that_only_contain_a_dated_word_are_left_alone():
    for words in (
        "第三者に知らせる。",
        "{受注者}は、これに基づき損害を賠償し、損失を補う。",
        "事前条件を定める。",
        "再委託者及び派遣労働者の名簿を備える。",
        "甲種の資格を確かめる。",
        "JIS Q 27001:2022の認証を示す。",
        "二〇条件を満たす。",
        "2,000件を超えるときは、報告する。",
        "次の各号のいずれかに該当するときは、報告する。",
    ):
        assert [f.code for f in lint(text(words)) if f.severity != "notice"] == [], words


def test_a_law_is_known_by_its_short_names_and_by_the_one_the_text_gives_it():
    title = "個人情報の保護に関する法律"
    for words in (
        "個人情報保護法第200条を守る。",
        f"{title}（平成15年法律第57号。以下「保護法」という。）を守り、保護法第66条及び第200条を守る。",
        f"{title}第66条第2項及び第67条に従い、同法第200条を守る。",
        f"{title}第二百条を守る。",
        f"{title}第１９０条から第２００条までを守る。",
    ):
        assert "L101" in {f.code for f in lint(text(words))}, words
    for words in (
        f"{title}施行条例第200条を守る。",
        "行政手続における特定の個人を識別するための番号の利用等に関する法律第200条を守る。",
        f"{title}第66条及び地方自治法第244条の6を守る。",
        "契約書第200条を守る。",
    ):
        assert "L101" not in {f.code for f in lint(text(words))}, words


def test_the_survival_list_takes_the_clause_that_a_retired_one_went_into():
    subject = Subject(
        document(
            article("a", "{参照:gone、a}の規定は、契約の終了後も、なおその効力を有する。"),
            article("b", "行う。"),
        ),
        fates=(FateFacts("gone", "旧条", ("b",)),),
    )
    (finding,) = [f for f in lint(subject) if f.code == "R112"]
    assert finding.mend is not None
    mended = apply_mend(subject.document, finding.mend)
    (ref,) = [p for p in inlines_of(mended.articles[0].paragraphs[0]) if isinstance(p, Ref)]
    assert [t.article for t in ref.targets] == ["b", "a"]


def test_a_moved_word_is_mended_to_what_it_meant():
    before = document(
        article("a", "行う。"),
        article("b", "記録する。"),
        article("c", "前条の例による報告をする。"),
    )
    now = Document((before.articles[1], before.articles[0], before.articles[2]))
    (finding,) = [f for f in lint(Subject(now, before=before)) if f.code == "V101"]
    assert finding.mend is not None
    mended = apply_mend(now, finding.mend)
    (ref,) = [p for p in inlines_of(mended.articles[2].paragraphs[0]) if isinstance(p, Ref)]
    assert ref.targets[0].article == "b"


def test_of_two_equal_words_the_one_that_moved_is_mended():
    """前項 of the first sentence is a link already; the second is a word that means another."""
    lines = ("行う。", "2　記録する。", "3　{参照:前項}のほか、前項の例による報告をする。")
    before = document(article("a", *lines))
    (whole,) = before.articles
    swapped = replace(
        whole, paragraphs=(whole.paragraphs[1], whole.paragraphs[0], whole.paragraphs[2])
    )
    (finding,) = [f for f in lint(Subject(Document((swapped,)), before=before)) if f.code == "V101"]
    assert finding.mend is not None
    mended = apply_mend(Document((swapped,)), finding.mend).articles[0].paragraphs[2]
    refs = [p for p in inlines_of(mended) if isinstance(p, Ref)]
    assert [ref.targets[0].provision for ref in refs] == ["p2", "p2"]


def test_in_a_my_number_edition_each_missing_term_is_named():
    keys = ("secrecy", "no-removal", "no-other-use", "subcontracting", "liability")
    keys += ("return", "named-persons", "supervision", "reports", "audit")
    clause = ClauseFacts(
        "my-number", omission="scope", applies_when="my_number=yes", unchecked_reason="理由"
    )
    subject = Subject(document(article("my-number", "{受注者}は、行う。")), clauses=(clause,))
    assert {f.place for f in lint(subject)} == {f"my-number~mynumber:{key}" for key in keys}


def test_each_of_the_ten_terms_stands_in_the_shipped_my_number_clause():
    whole = master_subject()
    own = next(a for a in whole.document.articles if a.key == "my-number")
    clauses = tuple(c for c in whole.clauses if c.key == "my-number")
    alone = replace(whole, document=Document((own,)), clauses=clauses)
    assert [f.message for f in lint(alone) if f.code.startswith("N")] == []


SEEDS = st.integers(0, 2**32)
DAMAGE = st.sampled_from(
    (
        "き損",
        "受注者",
        "乙は、",
        "前項",
        "第2条第1項",
        "、",
        "，",
        "（",
        "○○",
        "2026年4月1日",
        "以下「台帳」という。",
        "同条",
        "１",
        "1　",
    )
)


@given(SEEDS, SEEDS, st.lists(DAMAGE, max_size=6), st.integers(0, 40))
def test_no_document_breaks_the_linter_and_mends_settle(seed, earlier, damage, at):
    """Whatever is linted, each mend does the same a second time, and keeps the provisions."""
    whole = damaged(grown(seed), "".join(damage), at)
    clauses = tuple(ClauseFacts(a.key, blanks=(BlankFacts("c"),)) for a in whole.articles)
    subject = Subject(whole, clauses=clauses, before=grown(earlier))
    for finding in lint(subject):
        if finding.mend is not None:
            once = apply_mend(whole, finding.mend)
            assert apply_mend(once, finding.mend) == once
            assert [w.node.id for w in words_of(once)] == [w.node.id for w in words_of(whole)]
            for each in once.articles:  # a mended text can be stored and read again
                assert parse_article(format_article(each), key=each.key).article is not None


def damaged(whole: Document, words: str, at: int) -> Document:
    """The document with words put into the middle of one provision."""
    places = words_of(whole)
    place = places[at % len(places)]
    middle = len(place.text) // 2
    if not words or not place.text:
        return whole
    sentences = place.replaced([(middle, middle, (Text(words),))])
    return apply_mend(whole, Mend("", place.article.key, place.node.id, sentences=sentences))


@given(
    st.text(
        alphabet="第前次同項条号各12１２　（）()「」。、，ア以下いう乙受注者○年月日{}個人情報保護法懲役\n",
        max_size=160,
    )
)
def test_no_text_breaks_the_linter(words):
    read = parse_document(f"第1条　{words}")
    for finding in lint(Subject(Document(tuple(read.articles)))):
        if finding.mend is not None:
            apply_mend(Document(tuple(read.articles)), finding.mend)


@given(SEEDS, st.integers(0, 60), st.integers(0, 60))
def test_a_change_of_words_touches_nothing_else(seed, one, other):
    for place in words_of(grown(seed)):
        start, end = sorted((one % (len(place.text) + 1), other % (len(place.text) + 1)))
        if any(start < cut < end for cut in cuts(place)) or start == end:
            continue
        changed = place.rewritten([(start, end, "改")])
        assert "".join(flat(s.inlines) for s in changed) == (
            place.text[:start] + "改" + place.text[end:]
        )


def cuts(place) -> list[int]:
    """Where a sentence of the provision ends."""
    ends, position = [], 0
    for part in place.parts:
        position += len(part)
        ends.append(position)
    return ends
