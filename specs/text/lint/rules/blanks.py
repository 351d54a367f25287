"""B101, B102, B105: 記入事項 in the text and in the clauses' entries."""

from collections.abc import Iterator

from specs.text.lint.context import Context
from specs.text.lint.finding import LintFinding, Mend
from specs.text.lint.subject import BlankFacts, ClauseFacts
from specs.text.lint.words import BLANK_MARK
from specs.text.tree import Blank


def check(context: Context) -> Iterator[LintFinding]:
    """Every blank has one entry, and every entry is used. A bare document has no entries."""
    if not context.subject.clauses:
        return
    owner: dict[str, str] = {}
    for clause in context.subject.clauses:
        for blank in clause.blanks:
            owner.setdefault(blank.key, clause.key)
    used: set[str] = set()
    for words in context.words:
        if BLANK_MARK not in words.text:
            continue
        for _, piece in words.pieces():
            if isinstance(piece, Blank):
                used.add(piece.key)
                if piece.key not in owner:
                    message = f"記入事項「{piece.key}」が登録されていません。"
                    yield context.find("B101", message, words=words, about=piece.key)
    for clause in context.subject.clauses:
        yield from _entries(context, clause, owner, used)


def _entries(
    context: Context, clause: ClauseFacts, owner: dict[str, str], used: set[str]
) -> Iterator[LintFinding]:
    for blank in clause.blanks:
        name = f"記入事項「{blank.label or blank.key}」"
        mend = _without(clause, blank)
        if blank.key not in used:
            message = f"{name}が、文のどこにもありません。"
            yield context.find("B102", message, clause=clause.key, about=blank.key, mend=mend)
        elif owner[blank.key] != clause.key:
            message = f"{name}が、{context.printed(owner[blank.key])}にも登録されています。"
            yield context.find("B105", message, clause=clause.key, about=blank.key, mend=mend)


def _without(clause: ClauseFacts, blank: BlankFacts) -> Mend:
    rest = tuple(each for each in clause.blanks if each.key != blank.key)
    return Mend("この条の登録を除く", clause.key, blanks=rest)
