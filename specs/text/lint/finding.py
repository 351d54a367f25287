"""What the linter says, and what a click can do about it."""

from dataclasses import dataclass, replace
from typing import Literal

from specs.text.lint.subject import BlankFacts
from specs.text.tree import Article, Document, Path, Sentence, provisions, rewritten

Severity = Literal["error", "warning", "notice"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "notice")


@dataclass(frozen=True)
class Mend:
    """A change that removes one finding. `label` is what the button says.

    Of what is changed only the new value is held: the sentences of a provision, the caption, the
    記入事項 of a clause, or the codes of a preset.
    """

    label: str
    clause: str = ""
    provision: str = ""
    sentences: tuple[Sentence, ...] | None = None
    caption: str | None = None
    blanks: tuple[BlankFacts, ...] | None = None
    preset: str = ""
    codes: tuple[str, ...] | None = None


@dataclass(frozen=True)
class LintFinding:
    """One thing to look at.

    `place` names it as long as the provision keeps its id (clause#provision~what), whatever
    numbers print (edition~what outside the clauses); with `code` it is the key of a recorded reason. `where` is the printed place
    (第9条第2項). `line` counts from 1 in the stored text of the clause (format_article).
    `message` says what is wrong, `why` what the rule is for, `remedy` what to do.
    """

    code: str
    severity: Severity
    title: str
    place: str
    where: str
    message: str
    why: str
    remedy: str
    clause: str = ""
    provision: str = ""
    line: int | None = None
    mend: Mend | None = None


def apply_mend(document: Document, mend: Mend) -> Document:
    """The document with the change of a mend in it.

    Unchanged when the provision is gone, or when the mend is about what surrounds the text
    (blanks, codes). Doing it twice is the same as once.
    """
    articles = tuple(
        _mended(article, mend) if article.key == mend.clause else article
        for article in document.articles
    )
    return replace(document, articles=articles)


def _mended(article: Article, mend: Mend) -> Article:
    if mend.caption is not None:
        article = replace(article, caption=mend.caption)
    if mend.sentences is None:
        return article
    new = mend.sentences
    paths = {path for path, node in provisions(article) if node.id == mend.provision}

    def rewrite(sentences: tuple[Sentence, ...], path: Path) -> tuple[Sentence, ...]:
        return new if path in paths else sentences

    return rewritten(article, rewrite) if paths else article
