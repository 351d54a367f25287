"""T103, T104: definitions that are there twice, or for nothing."""

import re
from collections.abc import Iterator

from specs.text.lint.context import Context, mend_text
from specs.text.lint.definitions import Definition, definitions, uses
from specs.text.lint.finding import LintFinding, Mend

_WHOLE = re.compile(r"（以下[^（）]*）")
_TAIL = re.compile(r"。?以下[^（）。]*。(?=）)")


def check(context: Context) -> Iterator[LintFinding]:
    """Definitions of the same term that reach the same text, and terms nobody uses."""
    found = definitions(context)
    for term, meanings in found.items():
        for index, each in enumerate(meanings):
            earlier = next((m for m in meanings[:index] if m.overlaps(each)), None)
            if earlier is not None:
                where = context.printed(earlier.words.article.key, earlier.words.node.id)
                message = f"「{term}」は、{where}でも定義されています。"
                yield context.find("T103", message, words=each.words, about=term)
            elif not any(True for _ in _used(context, each)):
                message = f"「{term}」は、定義されていますが使われていません。"
                yield context.find(
                    "T104", message, words=each.words, about=term, mend=_dropped(each)
                )


def _used(context: Context, meaning: Definition) -> Iterator[int]:
    """Where the term stands outside its own definition, as any part of a word."""
    for position in uses(context, meaning.term, whole_word=False):
        words, start = context.at(position)
        own = words is meaning.words and meaning.start <= start < meaning.end
        if not own and meaning.reaches(words):
            yield position


def _dropped(meaning: Definition) -> Mend | None:
    """The provision without 「（以下「…」という。）」; None where more hangs on the definition."""
    words = meaning.words
    for pattern in (_WHOLE, _TAIL):
        for match in pattern.finditer(words.text):
            if match.start() <= meaning.start and meaning.end <= match.end() + 1:
                if match[0].count("「") != 1:
                    return None
                sentences = words.rewritten([(match.start(), match.end(), "")])
                return mend_text("定義を除く", words, sentences)
    return None
