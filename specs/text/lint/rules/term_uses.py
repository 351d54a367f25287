"""T101, T102, T105: terms used where they have no meaning."""

from collections.abc import Iterator

from specs.text.lint.context import Context, mend_text
from specs.text.lint.definitions import (
    SCOPE_WORDS,
    Definition,
    definitions,
    definitions_of,
    uses,
    vocabulary,
)
from specs.text.lint.finding import LintFinding
from specs.text.lint.words import Words


def check(context: Context) -> Iterator[LintFinding]:
    """Uses before a definition, outside its reach, or without any."""
    found = definitions(context)
    for term, meanings in found.items():
        yield from _too_early(context, term, meanings)
        yield from _outside(context, term, meanings)
    wanted = dict.fromkeys(vocabulary(), "")
    if context.subject.before is not None:
        wanted |= {
            term: "前の版では定義がありましたが、"
            for term, meanings in definitions_of(context.subject.before).items()
            if any(each.local is None for each in meanings)
        }
    for term, remark in wanted.items():
        if term not in found and (place := next(uses(context, term), None)) is not None:
            words, _ = context.at(place)
            message = f"「{term}」を使っていますが、{remark}定義がありません。"
            yield context.find("T102", message, words=words, about=term)


def _too_early(context: Context, term: str, meanings: list[Definition]) -> Iterator[LintFinding]:
    first = meanings[0]
    if not first.from_here_on or first.local is not None:
        return
    for position in uses(context, term):
        words, _ = context.at(position)
        if words is first.words:
            return
        where = context.printed(first.words.article.key, first.words.node.id)
        message = f"「{term}」は{where}で定義されていますが、その前のこの規定で使っています。"
        yield context.find("T101", message, words=words, about=term)
        return


def _outside(context: Context, term: str, meanings: list[Definition]) -> Iterator[LintFinding]:
    if any(each.local is None for each in meanings):
        return
    passed = False
    for position in uses(context, term):
        words, _ = context.at(position)
        passed = passed or words is meanings[0].words
        if passed and not any(each.local == words.article.key for each in meanings):
            yield _beyond(context, term, meanings, words)
            return


def _beyond(context: Context, term: str, meanings: list[Definition], used: Words) -> LintFinding:
    first = meanings[0]
    where = context.printed(first.words.article.key)
    mend = None
    if len(meanings) == 1 and (scope := SCOPE_WORDS.search(first.words.text, first.start)):
        sentences = first.words.rewritten([(scope.start(), scope.end(), "")])
        mend = mend_text("定義から「この条において」を除く", first.words, sentences)
    return context.find(
        "T105",
        f"「{term}」は{where}だけで使う用語として定義されていますが、この規定でも使っています。",
        words=used,
        about=term,
        mend=mend,
    )
