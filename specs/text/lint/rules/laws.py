"""L1xx: articles of laws that are cited."""

from collections.abc import Iterator

from specs.text.lint.citations import Citation, Covered, citations, covered_by, law_names
from specs.text.lint.context import Context
from specs.text.lint.finding import LintFinding
from specs.text.lint.words import Words


def check(context: Context) -> Iterator[LintFinding]:
    """Cited articles exist, and are among the 根拠法令 of the edition."""
    if "第" not in context.text:
        return
    listed = covered_by(context.subject.laws)
    names = law_names(context)
    for words in context.words:
        for cited in citations(words, names):
            yield from _one(context, words, cited, listed)


def _one(
    context: Context, words: Words, cited: Citation, listed: dict[str, Covered]
) -> Iterator[LintFinding]:
    named = f"{cited.law.title}第{_label(cited.article)}"
    if cited.law.articles and cited.article not in cited.law.articles:
        message = f"「{named}」という条はありません（{cited.law.as_of}の条文によります）。"
        yield context.find("L101", message, words=words, about=named)
        return
    if cited.law.articles and cited.paragraph > cited.law.articles[cited.article]:
        there = cited.law.articles[cited.article]
        message = (
            f"「{named}」に第{cited.paragraph}項はありません。"
            f"{there}項までです（{cited.law.as_of}の条文によります）。"
        )
        yield context.find("L102", message, words=words, about=f"{named}{cited.paragraph}項")
    if context.subject.clauses and not listed.get(cited.law.title, Covered()).has(cited.article):
        message = f"「{named}」が、根拠法令の一覧にありません。"
        yield context.find("L103", message, words=words, about=named)


def _label(article: str) -> str:
    """29_4 → 29条の4."""
    number, *branches = article.split("_")
    return f"{number}条" + "".join(f"の{branch}" for branch in branches)
