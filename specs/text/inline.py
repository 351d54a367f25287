"""The pieces inside a sentence: reading and writing the tokens of the stored text.

`{発注者}` `{受注者}` parties · `{本書}` the document itself · `{記入:key}` a blank ·
`{別表:key}` · `{様式:key}` · `{参照:…}` a reference, where … is `key`, `key#id`, `#id`, several
joined by 、 (a list) or two by ～ (a range), or a relative word (前項, 前2項, 次項, 前条, 前各号).
A link that no longer stands where its word is true is kept with a mark before it: `~` relative,
`*` all before (前各号), `=` the same article as the reference before (同条第3項).
"""

import re
from typing import Literal

from specs.text.markers import ANY_FIGURES
from specs.text.tree import (
    CLIENT,
    CONTRACTOR,
    AnnexRef,
    Blank,
    FormRef,
    Inline,
    Party,
    Ref,
    RefForm,
    SelfName,
    Sentence,
    Target,
    Text,
)

TOKEN = re.compile(r"\{([^{}]*)\}")
RELATIVE = re.compile(rf"(前|次)({ANY_FIGURES}|各)?(条|項|号)")
KEY = r"[a-z][a-z0-9-]*"
_TARGET = re.compile(rf"({KEY})?(?:#([A-Za-z0-9-]+))?")
_MARKS: dict[str, RefForm] = {"~": "relative", "*": "each", "=": "same"}
_FIXED: dict[str, Inline] = {
    "発注者": Party(CLIENT),
    "受注者": Party(CONTRACTOR),
    "本書": SelfName(),
}


def lex(text: str, article_key: str) -> tuple[list[Inline], list[str]]:
    """Split a sentence into its pieces; and what is wrong with its tokens, as sentences."""
    pieces: list[Inline] = []
    problems: list[str] = []
    position = 0
    for match in TOKEN.finditer(text):
        _words(text[position : match.start()], pieces, problems)
        piece = _token(match[1], article_key)
        if piece is None:
            problems.append(
                f"「{match[0]}」は使えない書き方です。"
                "{参照:…}、{様式:…}、{記入:…}などの形と、その中の識別名を確かめてください。"
            )
            piece = Text(match[0].replace("{", "｛").replace("}", "｝"))
        pieces.append(piece)
        position = match.end()
    _words(text[position:], pieces, problems)
    return pieces, problems


def _words(text: str, pieces: list[Inline], problems: list[str]) -> None:
    if "{" in text or "}" in text:
        problems.append("波括弧が閉じていません。「{」と「}」を対にしてください。")
        text = text.replace("{", "｛").replace("}", "｝")
    if text:
        pieces.append(Text(text))


def _token(body: str, article_key: str) -> Inline | None:
    if body in _FIXED:
        return _FIXED[body]
    kind, colon, rest = body.replace("：", ":").partition(":")
    if not colon:
        return None
    rest = rest.strip(" 　")
    if kind == "参照":
        return _reference(rest, article_key)
    if not re.fullmatch(KEY, rest):
        return None
    match kind:
        case "記入":
            return Blank(rest)
        case "別表":
            return AnnexRef(rest)
        case "様式":
            return FormRef(rest)
    return None


def _reference(body: str, article_key: str) -> Ref | None:
    if match := RELATIVE.fullmatch(body):
        return Ref((), "each" if match[2] == "各" else "relative", body)
    mark = _MARKS.get(body[:1])
    # Keyboards differ in the wave dash and the comma that they give.
    body = body[1:] if mark else body.replace("〜", "～")
    parts = re.split("～" if "～" in body else "[、，,]", body)
    targets = []
    for part in parts:
        match = _TARGET.fullmatch(part.strip(" 　"))
        if match is None or not match[0]:
            return None
        targets.append(Target(match[1] or article_key, match[2]))
    if mark:
        return Ref(tuple(targets), mark)
    if "～" in body:
        return Ref(tuple(targets), "range") if len(targets) == 2 else None
    return Ref(tuple(targets), "list" if len(targets) > 1 else "auto")


def write(piece: Inline, article_key: str) -> str:
    """The stored spelling of one piece."""
    match piece:
        case Text(value):
            return value
        case Party(role):
            return "{発注者}" if role == CLIENT else "{受注者}"
        case SelfName():
            return "{本書}"
        case Blank(key):
            return f"{{記入:{key}}}"
        case AnnexRef(key):
            return f"{{別表:{key}}}"
        case FormRef(key):
            return f"{{様式:{key}}}"
        case Ref(targets, form, word):
            if word:
                return f"{{参照:{word}}}"
            mark = next((mark for mark, name in _MARKS.items() if name == form), "")
            joined = ("～" if form == "range" else "、").join(
                _write_target(target, article_key) for target in targets
            )
            return f"{{参照:{mark}{joined}}}"


def _write_target(target: Target, article_key: str) -> str:
    if target.provision is None:
        return target.article
    own = target.article == article_key
    return f"{'' if own else target.article}#{target.provision}"


def sentences(pieces: list[Inline]) -> tuple[Sentence, ...]:
    """Cut pieces into sentences after each 。 that stands outside brackets."""
    found: list[list[Inline]] = [[]]
    depth = 0
    for piece in pieces:
        if not isinstance(piece, Text):
            found[-1].append(piece)
            continue
        start = 0
        for index, character in enumerate(piece.value):
            depth += (character in "（「『") - (character in "）」』")
            if character == "。" and depth <= 0:
                found[-1].append(Text(piece.value[start : index + 1]))
                found.append([])
                start = index + 1
        if piece.value[start:]:
            found[-1].append(Text(piece.value[start:]))
    cut = [tuple(inlines) for inlines in found if inlines]
    return tuple(Sentence(_kind(index, inlines), inlines) for index, inlines in enumerate(cut))


# How a ただし書 begins.
PROVISO = ("ただし、", "ただし，")


def _kind(index: int, inlines: tuple[Inline, ...]) -> Literal["main", "proviso", "latter"]:
    first = inlines[0]
    if isinstance(first, Text) and first.value.startswith(PROVISO):
        return "proviso"
    return "main" if index == 0 else "latter"
