"""A contract that runs: the numbers of its articles stay, for what it says elsewhere means them.

What is dropped leaves 「第7条　削除」, and what comes bears a 枝番号 (第12条の2).
Source: the drafting convention for amending a text whose numbers are cited elsewhere.
"""

from dataclasses import replace

from specs.text.render import Printer
from specs.text.tree import Article


def keeping_numbers(old: Printer, new: Printer) -> Printer:
    """`new` printed so that every article of `old` keeps its number.

    Articles are the same by key; one that stands elsewhere in `new` stays where it was.
    """
    ours = [a for a in old.document.articles if a.key in old.numbering.articles]
    known = {article.key for article in ours}
    theirs = {a.key: a for a in new.document.articles if a.key in new.numbering.printed}
    fresh = _fresh(new, known)
    articles: list[Article] = []
    waiting: list[Article] = list(fresh.pop(None, ()))
    # What comes before the first article bears a 枝番号 of it too: 第1条 stays 第1条.
    root = _root(ours[0]) if ours else None
    for article in ours:
        if _root(article) != root:
            articles += [replace(each, branch_of=root) for each in waiting]
            waiting, root = [], _root(article)
        there = theirs.get(article.key, article)
        articles.append(replace(there, branch_of=article.branch_of))
        waiting += fresh.get(article.key, ())
    articles += [replace(each, branch_of=root) for each in waiting]
    return replace(
        new,
        document=replace(new.document, articles=tuple(articles)),
        omitted=frozenset(each for each in new.omitted if "#" in each) | (known - theirs.keys()),
        gaps="keep",
    )


def _root(article: Article) -> str:
    return article.branch_of or article.key


def _fresh(new: Printer, known: set[str]) -> dict[str | None, list[Article]]:
    """The new articles, by the known one that they follow."""
    found: dict[str | None, list[Article]] = {}
    after: str | None = None
    for article in new.document.articles:
        if article.key in known:
            after = article.key
        elif article.key in new.numbering.printed:
            found.setdefault(after, []).append(article)
    return found
