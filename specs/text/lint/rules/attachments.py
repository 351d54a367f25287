"""A104, A105, A108: tables and forms, and the clauses that they belong to."""

from collections.abc import Iterator

from specs.text.lint.context import Context
from specs.text.lint.finding import LintFinding
from specs.text.tree import AnnexRef, FormRef


def check(context: Context) -> Iterator[LintFinding]:
    """Each belongs to a clause of the edition, and the text speaks of it."""
    named = {
        (type(piece), piece.key)
        for words in context.words
        for _, piece in words.pieces()
        if isinstance(piece, AnnexRef | FormRef)
    }
    for annex in context.subject.annexes:
        where, about = f"別表「{annex.title}」", f"annex:{annex.key}"
        if annex.clause not in context.articles:
            message = f"{where}が属する条「{annex.clause}」が、この版にありません。"
            yield context.find("A104", message, about=about, where=where)
        if (AnnexRef, annex.key) not in named:
            message = f"{where}に触れている条がありません。"
            yield context.find("A108", message, about=about, where=where)
    for form in context.document.forms:
        where, about = f"様式第{form.number}号「{form.title}」", f"form:{form.key}"
        if form.article_key not in context.articles:
            message = f"{where}が属する条「{form.article_key}」が、この版にありません。"
            yield context.find("A105", message, about=about, where=where)
        if (FormRef, form.key) not in named:
            message = f"{where}に触れている条がありません。"
            yield context.find("A108", message, about=about, where=where)
