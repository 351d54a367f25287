"""F1xx: what became of the clauses of the edition before."""

from collections.abc import Iterator

from specs.text.lint.context import Context
from specs.text.lint.finding import LintFinding


def check(context: Context) -> Iterator[LintFinding]:
    """Every clause of the edition before is still there, or its fate is recorded."""
    told = {fate.clause for fate in context.subject.fates}
    if context.subject.before is not None:
        for article in context.subject.before.articles:
            if article.key not in context.articles and article.key not in told:
                name = article.caption or article.key
                message = f"前の版の「{name}」がなくなりましたが、どうなったかが書かれていません。"
                yield _find(context, "F101", message, article.key, name)
    for fate in context.subject.fates:
        name = fate.caption or fate.clause
        for key in fate.into:
            if key not in context.articles:
                message = f"「{name}」の移った先「{key}」が、この版にありません。"
                yield _find(context, "F102", message, f"{fate.clause}>{key}", name)
        if fate.clause in context.articles:
            message = f"「{name}」の異動が記録されていますが、条はこの版に残っています。"
            yield _find(context, "F103", message, fate.clause, name)


def _find(context: Context, code: str, message: str, key: str, name: str) -> LintFinding:
    return context.find(code, message, about=f"fate:{key}", where=f"条の異動「{name}」")
