"""Text on its way to paper: what may not be printed, and what the fonts can't print."""

import re
import unicodedata

from documents.fonts import coverage

# C0 and C1 controls except tab and line feed; marks that turn the direction of writing, which
# make a line read differently from what it holds; invisible characters no font draws.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069"
    "\ufeff\ufff9-\uffff\ud800-\udfff]"
)
# Compatibility ideographs stay: NFC would turn 神 (U+FA19) into 神, another spelling of a name.
COMPATIBILITY = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")
SELECTOR = "[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
VARIANT = re.compile(f"(.)({SELECTOR})")
# Tags, and elements whose text isn't shown, are left as they are.
MARKUP = re.compile(r"(<(title|style)\b.*?</\2\s*>|<[^>]*>)", re.DOTALL | re.IGNORECASE)
# Characters of forms and keyboards that neither font has, and what print uses instead.
SUBSTITUTES = str.maketrans(
    {"☐": "□", "☑": "■", "☒": "■", "✅": "■", "⬜": "□", "\u2003": "\u3000"}
)
# Where a line can't break for want of spaces and Japanese. A word that doesn't fit is broken by the
# stylesheet, in time that grows with the square of the text (a minute for 100,000 letters), so long
# words get places to break: zero-width spaces, which copied text doesn't hold.
WORD = r"[^ \t\n\u3000\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
LONG_WORD = re.compile(f"(?<!{WORD}){WORD}{{30,}}")
CHARACTER = re.compile(r"&#?\w{1,10};|.", re.DOTALL)
# 第5条, 第2項 and 令和8年, 4月, 1日 stay on one line each: word joiners, invisible and not copied.
TOGETHER = re.compile(
    "第(?=[0-9０-９]+[条項号回版])|(?:令和|平成|昭和)(?=[0-9０-９元]+年)"
    "|[0-9０-９元](?=[年月日条項号])|条(?=の[0-9０-９])|(?<=条)の(?=[0-9０-９])"
)
SPACES = frozenset(map(ord, "\t\n \u00a0\u00ad"))

MAX_TEXT = 20_000


def clean(text: str) -> str:
    """`text` in NFC without control and direction characters; line ends as LF.

    Ideographs of the compatibility blocks are kept, since they tell names apart.
    """
    text = FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if unicodedata.is_normalized("NFC", text):
        return text
    parts = COMPATIBILITY.split(text)
    return "".join(
        part if index % 2 else unicodedata.normalize("NFC", part)
        for index, part in enumerate(parts)
    )


def clip(text: str, limit: int = MAX_TEXT) -> str:
    """At most `limit` characters; a cut is visible as 「…（以下略）」."""
    mark = "…（以下略）"
    return text if len(text) <= limit else text[: limit - len(mark)] + mark


def missing_characters(text: str) -> list[str]:
    """Characters and variation sequences of `text` that no font can print, each once.

    In code order. They come out as 〔U+1F600〕, a variant as its plain form, so a form may
    want to tell its user beforehand.
    """
    known = coverage()
    text = clean(text).translate(SUBSTITUTES)
    found = {
        character
        for character in set(text)
        if ord(character) not in known.characters
        and ord(character) not in SPACES
        and not re.fullmatch(SELECTOR, character)
    }
    for base, selector in VARIANT.findall(text):
        sequence = (ord(base), ord(selector))
        if sequence not in known.main_variants and sequence not in known.rare_variants:
            found.add(base + selector)
    return sorted(found)


def printable(html: str) -> str:
    """`html` with everything in its texts made printable.

    Variants that only IPAmj Mincho has are put in `<span class="rare">`; a character that no
    font has becomes 〔U+…〕, which is true and can be looked up, where a blank box is neither.
    Numbers of provisions and parts of dates don't break. A word of 30 letters and more may break
    after every four.
    """
    html = clean(html).translate(SUBSTITUTES)
    missing = [each for each in missing_characters(html) if len(each) == 1]
    if missing:
        html = html.translate({ord(each): f"〔U+{ord(each):04X}〕" for each in missing})
    parts = MARKUP.split(html)
    # A split with two groups gives text, markup, name of the element, text, …
    return "".join(
        _set(part) if index % 3 == 0 else part or ""
        for index, part in enumerate(parts)
        if index % 3 != 2
    )


def _set(text: str) -> str:
    together = TOGETHER.sub("\\g<0>\u2060", LONG_WORD.sub(_breakable, text))
    return VARIANT.sub(_variant, together)


def _breakable(match: re.Match[str]) -> str:
    characters = CHARACTER.findall(match.group())
    fours = (characters[start : start + 4] for start in range(0, len(characters), 4))
    return "\u200b".join(map("".join, fours))


def _variant(match: re.Match[str]) -> str:
    base, selector = match.groups()
    sequence = (ord(base), ord(selector))
    if sequence in coverage().main_variants:
        return base + selector
    if sequence in coverage().rare_variants:
        return f'<span class="rare">{base}{selector}</span>'
    return base
