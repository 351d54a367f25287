"""Column widths of fixed tables."""

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from documents.widths import PORTRAIT_MM, colgroup, column_widths, ems

cells = st.text(alphabet="個人a1", max_size=80)
tables = st.integers(2, 8).flatmap(
    lambda n: st.lists(st.tuples(*[cells] * n), min_size=1, max_size=12)
)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("個人情報", 4),
        ("K012", 2),
        ("第1条", 2.5),
        ("一\n二三", 2),
        ("<b>個</b>&amp;", 1.5),
        ("", 0),
    ],
)
def test_ems(text: str, length: float) -> None:
    assert ems(text) == length


@given(tables)
def test_widths_fill_the_table_and_are_never_naught(rows: list[tuple[str, ...]]) -> None:
    widths = column_widths(rows, header=["見出し"] * len(rows[0]))
    assert sum(widths) == pytest.approx(PORTRAIT_MM, abs=0.01)
    assert min(widths) > 0


@given(tables)
def test_the_order_of_rows_does_not_matter(rows: list[tuple[str, ...]]) -> None:
    header = ["見出し"] * len(rows[0])
    assert column_widths(rows, header=header) == column_widths(rows[::-1], header=header)


def test_short_columns_are_natural_and_long_ones_share_by_length() -> None:
    rows = [("K001", "個" * 160, "人" * 40, "可")] * 5
    number, long, middle, mark = column_widths(rows, header=("番号", "事項", "資料", "可否"))
    assert number < 11
    assert mark < 11
    # 160/40 to the power of 0.75
    assert long / middle == pytest.approx(4**0.75, rel=0.02)


def test_a_long_column_keeps_four_ems() -> None:
    rows = [("個" * 4000, "人" * 8)] * 3
    _, narrow = column_widths(rows, header=("事項", "備考"))
    assert narrow >= 4 * 9 * 25.4 / 72


def test_no_rows_and_too_many_columns_still_add_up() -> None:
    assert sum(column_widths([], header=("一", "二"))) == pytest.approx(PORTRAIT_MM)
    crowded = column_widths([("個" * 20,) * 20], header=["見出し"] * 20)
    assert sum(crowded) == pytest.approx(PORTRAIT_MM)


def test_rows_must_fit_the_header() -> None:
    with pytest.raises(ValueError, match="2 headers for 1 columns"):
        column_widths([("一",)], header=("一", "二"))


def test_colgroup() -> None:
    assert colgroup([10, 20.25]) == (
        '<colgroup><col style="width:10.0mm"><col style="width:20.2mm"></colgroup>'
    )


def test_columns_tag() -> None:
    text = Template("{% load paper %}{% columns 18 0 40.5 %}").render(Context())
    assert text == ('<colgroup><col style="width:18mm"><col><col style="width:40.5mm"></colgroup>')
