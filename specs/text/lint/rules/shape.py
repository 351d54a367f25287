"""S101–S103, S106, S108, S109: the form of articles and sentences."""

import re
from collections.abc import Iterator

from specs.text.inline import PROVISO
from specs.text.lint.context import Context, is_deleted, mend_text
from specs.text.lint.finding import LintFinding
from specs.text.lint.words import REF_MARK, Words
from specs.text.tree import Ref, Target

_LEFT_OVER = re.compile(
    r"(?:[0-9０-９]{1,2}[　 \t]+|[（(][0-9０-９]{1,2}[)）][　 \t]*|第[0-9０-９]{1,3}[条項号]?[　 \t]+"
    r"|[①-⑳][　 \t]*|[アイウエオカキクケコ][　 \t]+|[（(][アイウエオカキクケコ][)）][　 \t]*)"
)
LONG = 250
_EXCEPTION = "この限りでない"
_NOTWITHSTANDING = re.compile(rf"{REF_MARK}(?=(?:の規定)?にかかわらず)")


def check(context: Context) -> Iterator[LintFinding]:
    """Captions, lists of one, left-over numbers, long sentences, exceptions to nothing."""
    for words in context.words:
        if words.path == (0,) and not words.article.caption and not is_deleted(words):
            yield context.find("S103", "条に見出しがありません。", words=words)
        if len(words.node.items) == 1:
            yield context.find("S101", "号が一つだけです。", words=words)
        if match := _LEFT_OVER.match(words.text):
            mark = match[0].strip("　 \t")
            message = f"文の初めに番号「{mark}」が残っています。"
            sentences = words.rewritten([(0, match.end(), "")])
            mend = mend_text("番号を消す", words, sentences)
            yield context.find("S102", message, words=words, mend=mend)
        yield from _sentences(context, words)


def _sentences(context: Context, words: Words) -> Iterator[LintFinding]:
    if longest := max(map(len, words.parts), default=0):
        if longest > LONG:
            message = f"一つの文が{longest}字あります（目安は{LONG}字です）。"
            yield context.find("S106", message, words=words)
        first = words.parts[0]
        if first.startswith(PROVISO) or _EXCEPTION in first:
            word = _EXCEPTION if _EXCEPTION in first else "ただし"
            message = f"「{word}」の前に、原則を定める文がありません。"
            yield context.find("S108", message, words=words)
    if _NOTWITHSTANDING.search(words.text):
        yield from _deleted(context, words)


def _deleted(context: Context, words: Words) -> Iterator[LintFinding]:
    places = {match.start() for match in _NOTWITHSTANDING.finditer(words.text)}
    for start, piece in words.pieces():
        if start not in places or not isinstance(piece, Ref) or piece.word or not piece.targets:
            continue
        if all(_is_gone(context, target) for target in piece.targets):
            message = "「…の規定にかかわらず」が、削除された規定を指しています。"
            yield context.find("S109", message, words=words)


def _is_gone(context: Context, target: Target) -> bool:
    article = context.articles.get(target.article)
    if article is None:
        return False
    ids = [target.provision] if target.provision else [p.id for p in article.paragraphs]
    found = [context.by_target.get(Target(article.key, each)) for each in ids]
    return bool(found) and all(each is not None and is_deleted(each) for each in found)
