"""The pieces inside a sentence: reading and writing the tokens of the stored text.

`{発注者}` `{受注者}` parties · `{本書}` the document itself · `{記入:key}` a blank ·
`{別表:key}` · `{様式:key}` · `{参照:…}` a reference, where … is `key`, `key#id`, `#id`,
several joined by 、 (list) or two by ～ (range), with ~ before it when it is printed relatively
while that is true, or a relative word (前項, 前2項, 次項, 前条, 前各号, …).
"""

import re
from typing import Literal

from specs.text.tree import (
    CLIENT,
    CONTRACTOR,
    AnnexRef,
    Blank,
    FormRef,
    Inline,
    Party,
    Ref,
    SelfName,
    Sentence,
    Target,
    Text,
)

TOKEN = re.compile(r"\{([^{}]*)\}")
RELATIVE = re.compile(r"(前|次|同)([0-9０-９]*|各)(条|項|号)")
_KEY = r"[a-z][a-z0-9-]*"
_TARGET = re.compile(rf"({_KEY})?(?:#([A-Za-z0-9-]+))?")


def lex(text: str, article_key: str) -> tuple[list[Inline], list[str]]:
    """Split a sentence into its pieces; and what is wrong with its tokens, as sentences."""
    pieces: list[Inline] = []
    problems: list[str] = []
    position = 0
    for match in TOKEN.finditer(text):
        _words(text[position : match.start()], pieces, problems)
        piece = _token(match[1], article_key)
        if piece is None:
            problems.append(f"「{match[0]}」は使えない書き方です。")
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
    if body == "発注者":
        return Party(CLIENT)
    if body == "受注者":
        return Party(CONTRACTOR)
    if body == "本書":
        return SelfName()
    kind, colon, rest = body.partition(":")
    if not colon:
        return None
    if kind == "参照":
        return _reference(rest, article_key)
    if not re.fullmatch(_KEY, rest):
        return None
    makers = {"記入": Blank, "別表": AnnexRef, "様式": FormRef}
    return makers[kind](rest) if kind in makers else None


def _reference(body: str, article_key: str) -> Ref | None:
    if RELATIVE.fullmatch(body):
        return Ref((), "relative", body)
    relative = body.startswith("~")
    body = body.removeprefix("~")
    separator = "～" if "～" in body else "、"
    targets = []
    for part in body.split(separator):
        match = _TARGET.fullmatch(part)
        if match is None or not part:
            return None
        targets.append(Target(match[1] or article_key, match[2]))
    if relative:
        return Ref(tuple(targets), "relative")
    if separator == "～":
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
            joined = ("～" if form == "range" else "、").join(
                _write_target(target, article_key) for target in targets
            )
            return f"{{参照:{'~' if form == 'relative' else ''}{joined}}}"


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


def _kind(index: int, inlines: tuple[Inline, ...]) -> Literal["main", "proviso", "latter"]:
    first = inlines[0]
    if isinstance(first, Text) and first.value.startswith(("ただし、", "ただし，")):
        return "proviso"
    return "main" if index == 0 else "latter"
