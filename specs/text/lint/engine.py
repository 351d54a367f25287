"""Running the rules."""

from collections.abc import Callable, Iterator

from specs.text.lint.context import Context
from specs.text.lint.finding import SEVERITIES, LintFinding
from specs.text.lint.rules import (
    attachments,
    beside,
    blanks,
    circles,
    dated,
    dates,
    fates,
    laws,
    lists,
    marks,
    my_number,
    pairing,
    parties,
    placeholders,
    plain,
    references,
    same,
    shape,
    term_uses,
    terms,
)
from specs.text.lint.subject import Subject
from specs.text.tree import Article

Rule = Callable[[Context], Iterator[LintFinding]]

RULES: tuple[Rule, ...] = (
    pairing.check,
    attachments.check,
    fates.check,
    references.check,
    plain.check,
    beside.check,
    same.check,
    circles.check,
    terms.check,
    term_uses.check,
    parties.check,
    marks.check,
    dated.check,
    shape.check,
    lists.check,
    dates.check,
    blanks.check,
    placeholders.check,
    my_number.check,
    laws.check,
)


def lint(subject: Subject) -> list[LintFinding]:
    """Everything there is to say about a subject: errors first, then in the order of the text.

    A code is said once about one place.
    """
    context = Context(subject)
    found: dict[tuple[str, str], LintFinding] = {}
    for rule in RULES:
        for finding in rule(context):
            found.setdefault((finding.code, finding.place), finding)
    order = {article.key: n for n, article in enumerate(subject.document.articles)}

    def rank(finding: LintFinding) -> tuple[int, int, int, str]:
        return (
            SEVERITIES.index(finding.severity),
            order.get(finding.clause, -1),
            finding.line or 0,
            finding.code,
        )

    return sorted(found.values(), key=rank)


def lint_clause(subject: Subject, key: str, article: Article) -> list[LintFinding]:
    """What there is to say about one clause, were its text `article`: for the editor.

    The whole document is read, since a clause can be wrong because of another one.
    """
    return [each for each in lint(subject.with_article(article)) if each.clause == key]
