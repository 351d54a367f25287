"""M1xx: punctuation, brackets, and the width of characters."""

import re
from collections.abc import Iterator

from specs.text.lint.context import Context, is_deleted, mend_text
from specs.text.lint.finding import LintFinding
from specs.text.lint.words import Words

# A comma between figures (１，０００円) groups digits.
_WESTERN = re.compile(r"(?<![0-9０-９])，|，(?![0-9０-９])")
_TEN = re.compile("、")
_HALF_BRACKET = re.compile("[()]")
_FULL_DIGITS = re.compile("[０-９]+")
_HALF_DIGITS = re.compile("[0-9]")
_TO_FULL = str.maketrans("()", "（）")
_TO_HALF = str.maketrans("０１２３４５６７８９", "0123456789")
_PAIRS = (("（(", "）)"), ("「", "」"), ("『", "』"), ("【", "】"))
_ENDINGS = ("。", "。）", "。」", "．")


def check(context: Context) -> Iterator[LintFinding]:
    """What is mixed in the document, and what is unfinished in a provision."""
    text = context.text
    western, ten = len(_WESTERN.findall(text)), text.count("、")
    if western and ten:
        few, mark = (_WESTERN, "、") if western <= ten else (_TEN, "，")
        message = f"この文書に多い「{mark}」と違う読点が使われています。"
        yield from _replacing(context, "M101", few, mark, message, f"「{mark}」にそろえる")
    if "（" in text:
        message = "半角の括弧が使われています。"
        yield from _replacing(context, "M102", _HALF_BRACKET, None, message, "全角の括弧にする")
    if context.subject.skin.figures == "half" and _HALF_DIGITS.search(text):
        message = "全角の数字が使われています。"
        yield from _replacing(context, "M104", _FULL_DIGITS, None, message, "半角の数字にする")
    for words in context.words:
        yield from _of_one(context, words)


def _replacing(
    context: Context,
    code: str,
    pattern: re.Pattern[str],
    mark: str | None,
    message: str,
    label: str,
) -> Iterator[LintFinding]:
    """One finding for each provision in which the pattern stands, with all of it replaced."""
    last: Words | None = None
    for words, _, _ in context.matches(pattern):
        if words is last:
            continue
        last = words
        changes = [
            (m.start(), m.end(), mark or m[0].translate(_TO_FULL).translate(_TO_HALF))
            for m in pattern.finditer(words.text)
        ]
        mend = mend_text(label, words, words.rewritten(changes))
        yield context.find(code, message, words=words, mend=mend)


def _of_one(context: Context, words: Words) -> Iterator[LintFinding]:
    text = words.text
    for opening, closing in _PAIRS:
        if sum(map(text.count, opening)) != sum(map(text.count, closing)):
            message = f"「{opening[0]}」と「{closing[0]}」の数が合いません。"
            if opening == "「":
                message = "始めのかぎ括弧と終わりのかぎ括弧の数が合いません。"
            yield context.find("M103", message, words=words, about=opening[0])
    if len(words.path) == 1 and text and not text.endswith(_ENDINGS) and not is_deleted(words):
        mend = mend_text("「。」を付ける", words, words.rewritten([(len(text), len(text), "。")]))
        yield context.find("M105", "項の文が「。」で終わっていません。", words=words, mend=mend)
