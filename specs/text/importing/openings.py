"""Which line opens an article (第1条, 第１条, 第一条, 第1), and what its caption is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from specs.text import markers
from specs.text.importing.lines import Line
from specs.text.markers import ANY_FIGURES, BLANKS, digits
from specs.text.numbering import ArticleNumber

Style = Literal["article", "plain", "bare"]

_S = f"[{BLANKS}]*"
_NUMBER = rf"第{_S}({ANY_FIGURES}){_S}"
_BRANCH = rf"(?:{_S}の{_S}({ANY_FIGURES})(?![0-9０-９一-龥ぁ-んァ-ヶ]))?"
_BRACKET = "（(【〔［\\[<＜"
_PATTERNS: dict[Style, re.Pattern[str]] = {
    "article": re.compile(rf"{_NUMBER}条{_BRANCH}(?P<gap>{_S})"),
    "plain": re.compile(
        rf"{_NUMBER}{_BRANCH}(?P<gap>(?<=[{BLANKS}])|{_S})(?=[{BLANKS}]|[{_BRACKET}]|$)"
    ),
    "bare": re.compile(rf"({markers.FIGURES})()(?P<gap>[.．]?[{BLANKS}]*)(?=\D)"),
}
HEADING = re.compile(rf"第{_S}{ANY_FIGURES}{_S}[編章節款目](?:[{BLANKS}]|$)")
TRAILER = re.compile(
    rf"[【〔［（(]?(?:附{_S}則|別{_S}[表記紙添](?:様式)?|様{_S}式|第{_S}{ANY_FIGURES}{_S}号{_S}様式)"
    rf"(?:{_S}第?{_S}{ANY_FIGURES}{_S}号?(?:様式)?(?:{_S}の{_S}{ANY_FIGURES})?)?[】〕］）)]?"
    rf"(?:{_S}[（(][^（）()]*[）)])?(?:[{BLANKS}]+(?![ぁ-ん])[^。、]{{1,40}})?"
)
# What follows the number of an article that is only referred to.
_REFERS = re.compile(
    r"第[0-9０-９〇一二三四五六七八九十]+[項号]|の(?:規定|定め|各[号項]|ほか|[0-9０-９])|[にをがはとでも、，。．）)」・]"
    r"|及び|又は|並びに|若しくは|から|まで|各[号項]|ただし書|本文|前段|後段|中「|関係"
)
# A line that ends so goes on in the next one. こと and もの are how items end.
OPEN_END = re.compile(
    r"(?:[はがをに、，（(「『]|(?<!も)の|(?<!こ)と|(?<!ま)で"
    r"|及び|又は|並びに|若しくは|第|当該|その他の)$"
)
_CAPTION_BRACKETS = {
    "（": "）",
    "(": ")",
    "【": "】",
    "〔": "〕",
    "［": "］",
    "[": "]",
    "<": ">",
    "＜": "＞",
}
_LONGEST_CAPTION = 60


@dataclass(frozen=True)
class Opening:
    """The number of an article: as written, as a value, and what follows on the line."""

    words: str
    number: ArticleNumber
    rest: str
    spaced: bool


class Openings:
    """Recognises the openings of one text, whose style is found from all its lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.style = _style(lines)

    @staticmethod
    def looks_open(text: str) -> bool:
        """Whether a line looks like the opening of an article in some text."""
        return any(
            (match := _PATTERNS[style].match(text)) and _is_set_apart(match, text)
            for style in ("article", "plain")
        )

    @staticmethod
    def number_words(text: str) -> str:
        """The number of such a line in plain figures (7-2); empty for others."""
        match = _PATTERNS["article"].match(text) or _PATTERNS["plain"].match(text)
        return "" if match is None else f"{digits(match[1])}-{digits(match[2]) if match[2] else 0}"

    def read(
        self, text: str, *, last: ArticleNumber | None, before: str, captioned: bool
    ) -> Opening | None:
        """The opening on this line, if it is one here.

        `last` is the number of the article before, `before` the words so far (which say whether
        a sentence is still going on), `captioned` whether a caption stands above.
        """
        match = _PATTERNS[self.style].match(text)
        if match is None:
            return None
        number = ArticleNumber(digits(match[1]), digits(match[2]) if match[2] else 0)
        after = text[match.end() :]
        rest = after.lstrip(BLANKS)
        gap = bool(match["gap"]) or after != rest
        spaced = gap or not rest or rest[0] in _BRACKET
        opening = Opening(match[0].strip(BLANKS), number, rest, spaced)
        expected = _follows(last, number)
        if self.style == "bare":
            return opening if expected and (captioned or not _goes_on(before)) else None
        goes_on = _goes_on(before) and not captioned
        refers = _REFERS.match(rest) is not None and not (gap and not goes_on)
        if refers or (goes_on and (not expected or OPEN_END.search(before))):
            return None
        if not spaced and not expected:
            return None
        return opening


def _style(lines: Sequence[Line]) -> Style:
    found = {
        style: sum(
            1
            for line in lines
            if (m := _PATTERNS[style].match(_uncaptioned(line.text)))
            and _is_set_apart(m, _uncaptioned(line.text))
        )
        for style in ("article", "plain")
    }
    if not any(found.values()):
        loose = any(_PATTERNS["article"].match(line.text) for line in lines)
        return "article" if loose else "bare"
    return "article" if found["article"] >= found["plain"] else "plain"


def _uncaptioned(text: str) -> str:
    found = markers.caption(text)
    return found[1].lstrip(BLANKS) if found else text


def _is_set_apart(match: re.Match[str], text: str) -> bool:
    """第1条 followed by a blank, a bracket or nothing, and not by what a reference has."""
    rest = text[match.end() :]
    if match["gap"] or rest[:1] in (*BLANKS, ""):
        return True
    return rest[0] in _BRACKET and _REFERS.match(rest) is None


def _follows(last: ArticleNumber | None, number: ArticleNumber) -> bool:
    if last is None:
        return number.number == 1
    following = ArticleNumber(last.number + 1)
    branch = ArticleNumber(last.number, max(last.branch, 1) + 1)
    return number in (following, branch)


def _goes_on(before: str) -> bool:
    """Whether the sentence before is not finished."""
    return bool(before) and re.search(r"[。．.：:][）)」』]*$", before) is None


def is_caption_only(text: str) -> bool:
    """Whether a line is a caption in brackets and nothing else."""
    found = read_caption(text)
    return found is not None and not found[1]


def read_caption(text: str) -> tuple[str, str] | None:
    """A caption in brackets of any kind at the start, and what follows it; None without one."""
    if not text or text[0] not in _CAPTION_BRACKETS:
        return None
    if text[0] in "（(":
        found = markers.caption(text)
    else:
        end = text.find(_CAPTION_BRACKETS[text[0]])
        inside = text[1:end].strip(BLANKS) if end > 0 else ""
        found = (inside, text[end + 1 :]) if inside else None
    if found is None or len(found[0]) > _LONGEST_CAPTION or re.search("。", found[0]):
        return None
    if re.match(
        r"以下|[ぁ-ん]{1,2}[、，]|[0-9０-９〇一二三四五六七八九十]+$|第[0-9０-９]+条?関係", found[0]
    ):
        return None
    return found[0], found[1].lstrip(BLANKS)


def is_bare_heading(text: str) -> bool:
    """Whether words after a number are a caption without brackets: 第1　基本的事項."""
    if not 1 < len(text) <= 25 or re.search("[。、，：:]", text) or text == "削除":
        return False
    return OPEN_END.search(text) is None
