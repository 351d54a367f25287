"""N1xx: the ten terms that a contract with 個人番号 must hold (mynumber.toml)."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from specs.text.lint.codes import FOLDER
from specs.text.lint.context import Context
from specs.text.lint.finding import LintFinding
from specs.text.lint.subject import MY_NUMBER, NEVER, ClauseFacts


@dataclass(frozen=True)
class Term:
    """One of the ten, and the patterns that a provision with it holds."""

    key: str
    title: str
    patterns: tuple[re.Pattern[str], ...]


@cache
def terms() -> tuple[Term, ...]:
    """The ten terms."""
    data = tomllib.loads((FOLDER / "mynumber.toml").read_text(encoding="utf-8"))
    return tuple(
        Term(each["key"], each["title"], tuple(map(re.compile, each["words"])))
        for each in data["term"]
    )


def check(context: Context) -> Iterator[LintFinding]:
    """Each term stands in a provision, and in one that can't be left out of such a contract."""
    if not context.subject.is_my_number:
        return
    own = next((c.key for c in context.subject.clauses if c.key == MY_NUMBER), "")
    where = context.printed(own) if own else "版の全体"
    for term in terms():
        carriers: dict[str, None] = {}
        for key in _carriers(context, term):
            carriers[key] = None
            if _stays(context.clauses.get(key)):
                break
        else:
            about = f"mynumber:{term.key}"
            yield context.find(
                *_said(context, term, carriers), clause=own, about=about, where=where
            )


def _said(context: Context, term: Term, carriers: Iterable[str]) -> tuple[str, str]:
    if named := "、".join(context.printed(key) for key in carriers):
        return "N102", f"「{term.title}」の定めは、外すことができる{named}にしかありません。"
    return "N101", f"個人番号の必須の定めのうち、「{term.title}」を定める規定がありません。"


def _carriers(context: Context, term: Term) -> Iterator[str]:
    """The clauses with a provision in which all patterns of a term are found."""
    for words in context.words:
        if all(pattern.search(words.text) for pattern in term.patterns):
            yield words.article.key


def _stays(clause: ClauseFacts | None) -> bool:
    """Whether the clause is in every contract with 個人番号."""
    return clause is not None and (
        clause.omission in (NEVER, MY_NUMBER) or "my_number=yes" in clause.applies_when
    )
