"""Whatever the style and the noise: the same tree, nothing lost, nothing invented."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specs.text.importing import understand
from specs.text.importing.fidelity import fold
from specs.text.importing.lines import split_lines
from specs.text.importing.understood import Understood
from specs.text.importing.upload import read_file
from specs.text.render import Printer
from specs.text.tree import provisions
from tests.specs import noise
from tests.specs.imports import NAMES, data_of, understood


def flat(words: str) -> str:
    """The characters that say something."""
    return re.sub(r"\s", "", words)


def assert_every_character_is_somewhere(text: str, found: Understood) -> None:
    """Line by line: what is in the articles, in the title or set aside is the whole line."""
    told: dict[int, str] = {}
    for each in [*found.traces, *found.asides]:
        words = each.words if hasattr(each, "words") else each.text
        told[each.line] = told.get(each.line, "") + flat(words)
    for line in split_lines(text)[0]:
        assert sorted(told.get(line.number, "")) == sorted(
            "".join(flat(each.text) for each in split_lines(text)[0] if each.number == line.number)
        ), line


def assert_what_prints_was_written(found: Understood) -> None:
    """The printed words of every article are the words of its lines, in their order."""
    printer = Printer(found.document, found.skin)
    renumbered = {mend.line for mend in found.mended}
    for article in found.document.articles:
        lines = {t.line for t in found.traces if t.article == article.key}
        printed = "".join(line.words for line in printer.lines(article))
        written = "".join(
            t.words for t in found.traces if t.article == article.key and t.role == "text"
        )
        if not lines & renumbered:
            assert fold(printed) == fold(written)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_a_municipal_text_is_lost_or_invented(name):
    found = understood(name)
    assert_every_character_is_somewhere(read_file(data_of(name)).text, found)
    assert_what_prints_was_written(found)


def shape(found: Understood) -> list[tuple[str, list[tuple[int, str]]]]:
    printer = Printer(found.document, found.skin)
    return [
        (article.caption, [(line.level, fold(line.words)) for line in printer.lines(article)])
        for article in found.document.articles
    ]


def wanted(text: list[tuple[str, list[noise.Given]]]) -> list[tuple[str, list[tuple[int, str]]]]:
    def below(items: list[noise.Given], level: int) -> list[tuple[int, str]]:
        return [
            each
            for item in items
            for each in [(level, fold(item.words)), *below(item.below, level + 1)]
        ]

    return [(caption, below(paragraphs, 0)) for caption, paragraphs in text]


@given(st.integers(min_value=0))
def test_the_same_text_in_any_style_gives_the_same_tree(seed):
    random = Random(seed)
    text, how = noise.specification(random), noise.style(random)
    source = noise.printed(text, how, random)
    found = understand(source)
    assert shape(found) == wanted(text), (how, source)
    assert [aside for aside in found.asides if aside.kind == "unplaced"] == []
    assert_every_character_is_somewhere(source, found)
    assert_what_prints_was_written(found)
    ids = [p.id for a in found.document.articles for _, p in provisions(a)]
    assert len(ids) == sum(1 for a in shape(found) for _ in a[1])


PIECES = (
    "第1条",
    "第２",
    "（目的）",
    "　",
    " ",
    "\n",
    "1",
    "２　",
    "(1)",
    "（ア）",
    "①",
    "イ",
    "ロ ",
    "・",
    "個人情報を",
    "扱う。",
    "(1)に規定する",
    "第",
    "10条の規定",
    "- 3 -",
    "附則",
    "別表",
    "目次",
    "\f",
    "{発注者}",
    "甲は、",
    "乙",
    "※",
    "、",
    "以上",
    "第1章　総則",
    "a) ",
    "iv ",
    "。",
    "（以下「乙」という。）",
)


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.text(max_size=20))
def test_no_text_at_all_is_lost(pieces, anything):
    """Also nonsense is read without an error, and every character is somewhere."""
    source = "".join(pieces) + anything + "".join(reversed(pieces))
    found = understand(source)
    assert_every_character_is_somewhere(source, found)
    assert_what_prints_was_written(found)
