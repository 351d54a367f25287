"""新旧対照: what is a change, what is not, and what nothing may be lost of."""

from hypothesis import given
from hypothesis import strategies as st

from specs.text.amend import amendment, keeping_numbers, sentences
from specs.text.amend.operations import applied
from specs.text.amend.plain import plain_document
from specs.text.compare import Comparison, Kind, compare_documents
from specs.text.compare.table import table
from specs.text.render import Printer, render_plain
from specs.text.skin import Skin
from tests.specs.editing_at_random import edited
from tests.specs.strategies import grown, omitted_from

SEEDS = st.integers(0, 10**9)
OPPOSITE = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}


def printers(seed: int) -> tuple[Printer, Printer]:
    """A document and one made from it, each with omissions of its own; some keep gaps."""
    old = grown(seed)
    new = edited(old, seed + 1)
    gaps = "keep" if seed % 3 == 0 else "close"
    return (
        Printer(old, Skin(), {}, omitted_from(old, seed) if seed % 2 else frozenset(), gaps),
        Printer(new, Skin(), {}, omitted_from(new, seed + 2) if seed % 5 else frozenset(), gaps),
    )


def side_text(comparison: Comparison, side: str) -> str:
    """One side put together from the spans, as render_plain prints a document."""
    lines = []
    rows = [row for row in comparison.rows if getattr(row, side)]
    for row in sorted(rows, key=lambda row: number_of(getattr(row, side))):
        article = getattr(row, side)
        if article.is_void:
            lines.append(f"{article.label}　削除")
            continue
        caption = "".join(getattr(span, side) for span in row.caption)
        lines += [f"（{caption}）"] if caption else []
        own = [each for each in row.provisions if getattr(each, side)]
        for each in sorted(own, key=lambda each: getattr(each, side).path):
            provision = getattr(each, side)
            words = "".join(getattr(span, side) for span in each.spans)
            mark = f"{provision.marker}　" if provision.marker else ""
            lines.append(f"{'　' * provision.level}{mark}{words}")
    return "\n".join(lines)


def number_of(article) -> tuple[int, int]:
    return article.number.number, article.number.branch


@given(SEEDS)
def test_the_spans_of_each_side_give_its_text_again(seed):
    old, new = printers(seed)
    comparison = compare_documents(old, new)
    assert side_text(comparison, "old") == render_plain(old)
    assert side_text(comparison, "new") == render_plain(new)


@given(SEEDS)
def test_a_document_does_not_differ_from_itself(seed):
    old, _ = printers(seed)
    comparison = compare_documents(old, old)
    assert {row.kind for row in comparison.rows} <= {Kind.UNCHANGED}
    assert comparison.is_same
    assert amendment(comparison).operations == ()


@given(SEEDS)
def test_sides_swapped_swap_what_is_added_and_removed(seed):
    old, new = printers(seed)
    forth, back = compare_documents(old, new), compare_documents(new, old)

    def rows(comparison, one, other):
        return {
            (
                getattr(row, one) and getattr(row, one).key,
                getattr(row, other) and getattr(row, other).key,
                row.kind if one == "old" else OPPOSITE.get(row.kind, row.kind),
                frozenset(
                    (
                        each.kind if one == "old" else OPPOSITE.get(each.kind, each.kind),
                        tuple(getattr(s, one) for s in each.spans if getattr(s, one)),
                        tuple(getattr(s, other) for s in each.spans if getattr(s, other)),
                    )
                    for each in row.provisions
                ),
            )
            for row in comparison.rows
        }

    assert rows(forth, "old", "new") == rows(back, "new", "old")


@given(SEEDS)
def test_the_amendment_done_to_the_old_text_gives_the_new_one(seed):
    comparison = compare_documents(*printers(seed))
    found = amendment(comparison)
    assert found.before == plain_document(comparison, "old")
    done = applied(found.before, found.operations)
    assert done == plain_document(comparison, "new")
    assert all(each.words.endswith("。") for each in sentences(found, Skin()))


@given(SEEDS)
def test_in_a_running_contract_every_article_keeps_its_number(seed):
    old, new = printers(seed)
    kept = keeping_numbers(old, new)
    for key, number in old.numbering.articles.items():
        assert kept.numbering.articles[key] == number
    shown = [a for a in kept.document.articles if a.key in kept.numbering.printed]
    assert {a.key for a in shown} == set(new.numbering.printed)
    comparison = compare_documents(old, kept)
    found = amendment(comparison)
    assert applied(found.before, found.operations) == plain_document(comparison, "new")


@given(SEEDS)
def test_the_short_table_leaves_out_nothing_that_changed(seed):
    comparison = compare_documents(*printers(seed))
    short, whole = table(comparison), table(comparison, whole=True)

    def marked(groups, side):
        return [
            run.words
            for group in groups
            for line in group.lines
            for cell in getattr(line, side)
            for run in cell.runs
            if run.is_marked
        ]

    for side in ("new", "old"):
        assert marked(short, side) == marked(whole, side)
