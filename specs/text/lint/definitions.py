"""Finding definitions and uses of terms.

A term is defined by 「以下「…」という。」 (from there on, for the document or for its article),
by 「「…」とは、…をいう。」, or as a 号 under 「用語の意義」.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from specs.text.lint.codes import FOLDER
from specs.text.lint.context import Context, words_of
from specs.text.lint.words import Words
from specs.text.markers import SPACE
from specs.text.tree import Document

_INLINE = re.compile(
    r"以下(?P<scope>(?:この|本)[条項号](?P<more>[^「」（）。]{0,24}?)(?:において|で))?"
    r"[^「」（）。]{0,24}?「(?P<term>[^「」]{1,40})」"
    r"と(?:いう|いい|総称する|総称し|呼ぶ|称する)"
)
_SECOND = re.compile(r"といい、[^「」（）。]{1,60}「(?P<term>[^「」]{1,40})」という")
_MEANS = re.compile(r"「(?P<term>[^「」]{1,40})」とは、[^。]*をいう")
_GLOSSARY = re.compile(r"用語の(?:意義|定義|意味)")
SCOPE_WORDS = re.compile(r"(?:この|本)[条項号](?:において|で)(?:は、)?")
_WORD = "\u4e00-\u9fff々ァ-ヶーA-Za-zＡ-Ｚａ-ｚ0-9０-９"


@dataclass(frozen=True)
class Definition:
    """Where a term gets its meaning: [start, end) of the provision's text.

    `local` is the key of the article it is for, None for the whole document. `from_here_on`:
    it has no effect on what stands before it.
    """

    term: str
    words: Words
    start: int
    end: int
    local: str | None = None
    from_here_on: bool = True

    def reaches(self, words: Words) -> bool:
        """Whether the definition is for a provision, wherever it stands."""
        return self.local is None or self.local == words.article.key

    def overlaps(self, other: "Definition") -> bool:
        """Whether both are for some of the same text."""
        return self.local is None or other.local is None or self.local == other.local


def definitions(context: Context) -> dict[str, list[Definition]]:
    """Every term with its definitions, in the order of the text."""
    return _read(context.words)


def definitions_of(document: Document) -> dict[str, list[Definition]]:
    """The same for another document."""
    return _read(words_of(document))


def _read(provisions: list[Words]) -> dict[str, list[Definition]]:
    found: dict[str, list[Definition]] = {}
    glossary: tuple[str, int] | None = None
    for words in provisions:
        if len(words.path) == 1:
            has_glossary = bool(words.node.items) and _GLOSSARY.search(words.text) is not None
            glossary = (words.article.key, words.path[0]) if has_glossary else None
        here = list(_inline(words)) if "「" in words.text else []
        in_glossary = glossary == (words.article.key, words.path[0]) and len(words.path) == 2
        if in_glossary and SPACE in words.text:
            term = words.text.partition(SPACE)[0]
            here.insert(0, Definition(term, words, 0, len(term), from_here_on=False))
        for each in here:
            found.setdefault(each.term, []).append(each)
    return found


def _inline(words: Words) -> Iterator[Definition]:
    for match in _INLINE.finditer(words.text):
        # この条及び第54条において: for places that only its author can tell.
        local = words.article.key if match["scope"] and not match["more"] else None
        onward = not match["more"]
        yield Definition(match["term"], words, match.start(), match.end(), local, onward)
        second = _SECOND.search(words.text, match.end() - 2)
        if second and second.start() < match.end():
            yield Definition(second["term"], words, second.start(), second.end(), local, onward)
    for match in _MEANS.finditer(words.text):
        yield Definition(match["term"], words, match.start(), match.end(), from_here_on=False)


def uses(context: Context, term: str, *, whole_word: bool = True) -> Iterator[int]:
    """Positions of the document's text where a term stands, not as part of a law's title.

    `whole_word`: not next to a character that makes another word of it (作業従事者, 再委託先).
    """
    if term not in context.text:
        return
    pattern = re.escape(term)
    if whole_word:
        pattern = rf"(?<![{_WORD}]){pattern}(?![{_WORD}])"
    for match in re.finditer(pattern, context.text):
        if not _in_title(context.text, match.start(), match.end()):
            yield match.start()


_TITLES = re.compile(r"個人情報の保護に関する(?:法律|条例|規則)")


def _in_title(text: str, start: int, end: int) -> bool:
    around = _TITLES.search(text, max(0, start - 20), end + 20)
    return around is not None and around.start() <= start and end <= around.end()


@cache
def vocabulary() -> tuple[str, ...]:
    """Words that mean nothing in a contract without a definition (vocabulary.toml)."""
    data = tomllib.loads((FOLDER / "vocabulary.toml").read_text(encoding="utf-8"))
    return tuple(data["words"])
