"""Dated wording in a text that is being imported, as the linter sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from specs.text.lint.context import Context
from specs.text.lint.rules import dated
from specs.text.lint.subject import Rule, Subject
from specs.text.skin import Skin
from specs.text.tree import Document


@dataclass(frozen=True)
class Dated:
    """Dated words: in which article, what is wrong, and why."""

    article: str
    where: str
    message: str
    why: str


def dated_wording(document: Document, skin: Skin, rules: Sequence[Rule] = ()) -> list[Dated]:
    """Every dated word, in the order of the text; `rules` are the municipality's own."""
    context = Context(Subject(document, skin, rules=tuple(rules)))
    return [
        Dated(finding.clause, finding.where, finding.message, finding.why)
        for finding in dated.check(context)
    ]
