"""R106, R107: words that refer back to nothing, or to two things."""

import re
from collections.abc import Iterator

from specs.text.lint.context import Context
from specs.text.lint.finding import LintFinding
from specs.text.lint.words import REF_MARK, Words
from specs.text.tree import Provision, Ref, Target

_SAME = re.compile(r"同[条項号](?![件例約目番文])")
_NAMED = re.compile(
    rf"{REF_MARK}|第[0-9０-９一二三四五六七八九十百]+[条項号]|[前次]\d*[条項号]|この[条項号]"
)


def check(context: Context) -> Iterator[LintFinding]:
    """同条 and 同項 have one antecedent; 前各号 has one list before it."""
    for words, start, match in context.matches(_SAME):
        word = match[0]
        before = _said_before(context, words, start)
        named = list(_NAMED.finditer(before))
        if not named:
            message = f"「{word}」が受ける規定が、この文の前に出ていません。"
            yield context.find("R106", message, words=words, about=word)
        elif named[-1][0] == REF_MARK and named[-1].start() >= len(before) - start:
            ref = _ref_at(words, named[-1].start() - (len(before) - start))
            if ref and len({t.article for t in ref.targets} if word == "同条" else ref.targets) > 1:
                message = f"「{word}」の前の参照が二つ以上の規定を挙げているので、どれを受けるか分かりません。"
                yield context.find("R107", message, words=words, about=word)
    for words in context.words:
        if len(words.path) == 1 and words.path[0] > 1 and REF_MARK in words.text:
            yield from _lists_before(context, words)


def _said_before(context: Context, words: Words, start: int) -> str:
    """What was said before: the text above the 号, and the text up to the word."""
    above = [context.by_target[Target(words.article.key, node.id)].text for node in _above(words)]
    return "".join([*above, words.text[:start]])


def _above(words: Words) -> list[Provision]:
    """The 項 and 号 that a provision stands under."""
    found: list[Provision] = []
    node: Provision = words.article.paragraphs[words.path[0]]
    for index in words.path[1:]:
        found.append(node)
        node = node.items[index]
    return found


def _ref_at(words: Words, position: int) -> Ref | None:
    piece = next((p for at, p in words.pieces() if at == position), None)
    return piece if isinstance(piece, Ref) else None


def _lists_before(context: Context, words: Words) -> Iterator[LintFinding]:
    """前各号 in the text of a 項, where two 項 before it have 号."""
    lists = [p for p in words.article.paragraphs[: words.path[0]] if p.items]
    if len(lists) < 2:
        return
    for _, piece in words.pieces():
        if isinstance(piece, Ref) and piece.form == "each":
            ids = {target.provision for target in piece.targets}
            if ids & {item.id for item in lists[-1].items}:
                message = "この項より前に、号のある項が二つ以上あるので、「前各号」がどの項の号か分かりません。"
                yield context.find("R107", message, words=words, about="前各号")
