"""Column widths of fixed tables, from what the cells hold.

Japanese in a table of automatic layout costs WeasyPrint time that grows with the square of a
cell's length (fifty seconds for 8,000 characters), so every table of ours is fixed, and its
widths are worked out here: short columns get what they need, long ones share the rest by
their mean length to the power of 0.75, which keeps the number of lines low.
"""

import re
import unicodedata
from collections.abc import Sequence
from html import unescape

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

PORTRAIT_MM = 162.9
LANDSCAPE_MM = 251.9
POINT_MM = 25.4 / 72
# Cells of base.css: padding left and right and one rule, in millimetres.
PADDING_MM = 2.6
SHORT_EM = 7.0
MINIMUM_EM = 4.0
EXPONENT = 0.75

TAG = re.compile(r"<[^>]*>")


def ems(text: str) -> float:
    """The length of the longest line of `text` in ems: half-width characters count half.

    Tags are not counted, so a cell of HTML may be given.
    """
    lines = unescape(TAG.sub("", text)).split("\n")
    return max(
        sum(0.5 if unicodedata.east_asian_width(c) in ("Na", "H", "N") else 1.0 for c in line)
        for line in lines
    )


def column_widths(
    rows: Sequence[Sequence[str]],
    *,
    header: Sequence[str],
    total_mm: float = PORTRAIT_MM,
    font_pt: float = 9.0,
) -> list[float]:
    """Widths in millimetres, to a tenth, that add up to `total_mm`.

    A column whose cells are all short gets its natural width; the others share what is left
    by mean length^0.75, none under four ems. Where there is no room for that, all columns
    share the whole width by the same weights.
    """
    em = font_pt * POINT_MM
    columns = list(zip(*([*rows] or [tuple("" for _ in header)]), strict=True))
    if len(columns) != len(header):
        raise ValueError(f"{len(header)} headers for {len(columns)} columns")
    lengths = [[ems(cell) for cell in column] for column in columns]
    natural = [
        max(*column, min(ems(title), MINIMUM_EM), 1.5)
        for column, title in zip(lengths, header, strict=True)
    ]
    weights = [
        max(sum(column) / len(column), ems(title) / 2, 1.0) ** EXPONENT
        for column, title in zip(lengths, header, strict=True)
    ]
    # A tenth of an em is air: rounding must not break a word that just fits.
    short = {
        index: (length + 0.1) * em + PADDING_MM
        for index, length in enumerate(natural)
        if length <= SHORT_EM
    }
    minimum = MINIMUM_EM * em + PADDING_MM
    long = [index for index in range(len(header)) if index not in short]
    rest = total_mm - sum(short.values())
    if not long:
        scale = total_mm / sum(short.values())
        return _rounded([width * scale for width in short.values()], total_mm)
    if rest < minimum * len(long):
        return _rounded([total_mm * w / sum(weights) for w in weights], total_mm)
    shares = _shares({index: weights[index] for index in long}, rest, minimum)
    return _rounded([short.get(i, shares.get(i, 0.0)) for i in range(len(header))], total_mm)


def _shares(weights: dict[int, float], total: float, minimum: float) -> dict[int, float]:
    """Divide `total` by weight, but give nobody less than `minimum`."""
    held: dict[int, float] = {}
    while True:
        free = {index: weight for index, weight in weights.items() if index not in held}
        rest = total - sum(held.values())
        shares = {index: rest * weight / sum(free.values()) for index, weight in free.items()}
        low = [index for index, share in shares.items() if share < minimum]
        if not low:
            return held | shares
        held |= dict.fromkeys(low, minimum)


def _rounded(widths: list[float], total: float) -> list[float]:
    """To a tenth of a millimetre; the widest column takes up the difference."""
    rounded = [round(width, 1) for width in widths]
    widest = rounded.index(max(rounded))
    rounded[widest] = round(total - sum(rounded) + rounded[widest], 1)
    return rounded


def colgroup(widths: Sequence[float]) -> SafeString:
    """`<colgroup>` with the widths, to stand first in a `<table class="fixed">`."""
    columns = format_html_join("", '<col style="width:{}mm">', ((f"{w:.1f}",) for w in widths))
    return format_html("<colgroup>{}</colgroup>", columns)
