"""What pages add to a text: page numbers, running headers and footers, a table of contents.

Every line that is taken out is kept with the reason.
"""

import re
import unicodedata
from collections import Counter

from specs.text.importing.lines import Aside, Line
from specs.text.importing.marks import marks_of
from specs.text.importing.openings import HEADING, TRAILER, Openings, is_caption_only
from specs.text.markers import BLANKS

_DASH = "-‐‑–—―−ー－─"
_PAGE = re.compile(
    rf"[{_DASH}\s]+\d{{1,3}}[{_DASH}\s]+"
    r"|\d{1,3}\s*[/／]\s*\d{1,3}(?:\s*(?:ページ|頁))?"
    r"|[PpＰｐ]\s*[.．]?\s*\d{1,3}(?:\s*/\s*\d{1,3})?|(?:ページ|頁)\s*\d{1,3}"
    r"|\d{1,3}\s*(?:ページ|頁)(?:中\s*\d{1,3}\s*(?:ページ|頁)(?:目)?)?"
)
_BARE = re.compile(r"\d{1,3}")
_CONTENTS = re.compile(r"[【〔\[（(]?目\s*次[】〕\]）)]?")
_LEADER = re.compile(r"(?:[.．・…‥]\s*){3,}\s*[（(]?\d{1,3}[）)]?$")
# Running headers are short and are no sentences.
_LONGEST_HEADER = 45


def without_furniture(lines: list[Line]) -> tuple[list[Line], list[Aside]]:
    """The lines of the text itself, and those that only the pages or the contents made."""
    asides: dict[int, str] = {}
    first = next((i for i, line in enumerate(lines) if Openings.looks_open(line.text)), len(lines))
    numbers = _page_numbers(lines)
    asides.update(_running(lines, numbers, first))
    asides.update(dict.fromkeys(numbers, "ページ番号です。"))
    left = [(i, line) for i, line in enumerate(lines) if i not in asides]
    for position in _contents([line for _, line in left]):
        asides[left[position][0]] = "目次です。"
    kept = [line for i, line in enumerate(lines) if i not in asides]
    dropped = [
        Aside(line.number, line.text, "removed", asides[i])
        for i, line in enumerate(lines)
        if i in asides
    ]
    return kept, dropped


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _page_numbers(lines: list[Line]) -> set[int]:
    found = {i for i, line in enumerate(lines) if _PAGE.fullmatch(_plain(line.text))}
    bare = {
        i: int(_plain(line.text))
        for i, line in enumerate(lines)
        if _BARE.fullmatch(_plain(line.text))
    }
    for i in bare:
        before_break = i + 1 < len(lines) and lines[i + 1].opens_page
        if before_break or lines[i].opens_page:
            found.add(i)
    pages = 1 + sum(line.opens_page for line in lines)
    if bare.get(len(lines) - 1) == pages:
        found.add(len(lines) - 1)
    return found | _counting(bare)


def _counting(bare: dict[int, int]) -> set[int]:
    """Bare numbers that count 1, 2, 3 or 2, 3, 4 at a page's distance are page numbers; a lone
    number, or numbers close together, may be those of 項."""
    run: list[int] = []
    for i, value in bare.items():
        if not run:
            run = [i] if value <= 2 else []
        elif value == bare[run[-1]] + 1 and i - run[-1] >= 12:
            run.append(i)
    return set(run) if len(run) > 1 else set()


def _running(lines: list[Line], numbers: set[int], first: int) -> dict[int, str]:
    """Lines that stand again and again where pages meet, or very often anywhere."""
    shapes = {
        i: _shape(line.text)
        for i, line in enumerate(lines)
        if i not in numbers and _may_run(line.text)
    }
    at_edge = Counter(shape for i, shape in shapes.items() if _at_edge(i, lines, numbers))
    anywhere = Counter(shapes.values())
    seen: set[str] = set()
    found = {}
    for i, shape in shapes.items():
        by_page = anywhere[shape] > 1 and at_edge[shape] and _at_edge(i, lines, numbers)
        # Above the first article it may be the title, which the header repeats.
        if (by_page or anywhere[shape] > 3) and (i >= first or shape in seen):
            found[i] = "各ページに印刷される見出し（ヘッダー又はフッター）です。"
        seen.add(shape)
    return found


def _at_edge(i: int, lines: list[Line], numbers: set[int]) -> bool:
    """Whether the line is next to a page break or a page number."""
    after = i + 1 < len(lines) and (lines[i + 1].opens_page or i + 1 in numbers)
    return lines[i].opens_page or after or i - 1 in numbers


def _may_run(text: str) -> bool:
    return (
        len(text) <= _LONGEST_HEADER
        and not re.search("[。、，]", text)
        and not Openings.looks_open(text)
        and not is_caption_only(text)
        and not marks_of(text)
    )


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", _plain(text)))


def _contents(lines: list[Line]) -> set[int]:
    """Positions of a table of contents."""
    found = {i for i, line in enumerate(lines) if _LEADER.search(_plain(line.text))}
    for i, line in enumerate(lines):
        if _CONTENTS.fullmatch(line.text):
            found |= {i} | _entries(lines, i + 1)
    openings = [i for i, line in enumerate(lines) if Openings.looks_open(line.text)]
    if openings and not found:
        found = _first_run(lines, openings)
    return found


def _entries(lines: list[Line], start: int) -> set[int]:
    """The entries under 目次: up to where the numbers begin again."""
    end = start
    seen: set[str] = set()
    while end < len(lines) and _is_entry(lines[end].text):
        number = Openings.number_words(lines[end].text)
        if number in seen:
            break
        if number:
            seen.add(number)
        end += 1
    # A caption or a heading directly before the first article belongs to it.
    restarts = end < len(lines) and Openings.number_words(lines[end].text) in seen
    while restarts and end > start and _belongs_below(lines[end - 1].text, lines[start : end - 1]):
        end -= 1
    return set(range(start, end)) if seen else set()


def _belongs_below(text: str, before: list[Line]) -> bool:
    if is_caption_only(text):
        return True
    heading = HEADING.match(text)
    return heading is not None and any(
        line.text.startswith(heading[0].strip(BLANKS)) for line in before
    )


def _is_entry(text: str) -> bool:
    if text.endswith("。") or len(text) > 60:
        return False
    return bool(
        Openings.looks_open(text)
        or HEADING.match(text)
        or TRAILER.match(text)
        or is_caption_only(text)
        or _LEADER.search(_plain(text))
    )


def _first_run(lines: list[Line], openings: list[int]) -> set[int]:
    """Contents without the word 目次: the first number comes again after lines of entries."""
    first = Openings.number_words(lines[openings[0]].text)
    again = [i for i in openings[1:] if Openings.number_words(lines[i].text) == first]
    if not again:
        return set()
    start, end = openings[0], again[0]
    if end - start < 3 or not all(_is_entry(line.text) for line in lines[start:end]):
        return set()
    while end > start and _belongs_below(lines[end - 1].text, lines[start : end - 1]):
        end -= 1
    return set(range(start, end))
