"""What all rules share: the numbered document as words, and how a finding is said."""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from specs.text.lint.codes import codes
from specs.text.lint.finding import LintFinding, Mend
from specs.text.lint.subject import ClauseFacts, Subject
from specs.text.lint.words import Words
from specs.text.numbering import Numbering, number
from specs.text.tree import Article, Document, Sentence, Target, Text, provisions
from specs.text.wording import label

# A recorded reason names its place in a field of 200 characters.
_LONGEST_PLACE = 200
_BREAK = "\n"


def words_of(document: Document) -> list[Words]:
    """Every provision in the order of the text."""
    found = []
    for article in document.articles:
        first = 2 if article.caption else 1
        for line, (path, node) in enumerate(provisions(article), first):
            found.append(Words(article, path, node, line))
    return found


def is_deleted(words: Words) -> bool:
    """Whether the provision says only 削除."""
    return words.text.strip("　 。") == "削除"


@dataclass(frozen=True)
class Context:
    """One subject, numbered once and read once."""

    subject: Subject

    @property
    def document(self) -> Document:
        """The document itself."""
        return self.subject.document

    @cached_property
    def numbering(self) -> Numbering:
        """The numbers of the document, nothing omitted."""
        return number(self.document)

    @cached_property
    def words(self) -> list[Words]:
        """Every provision in the order of the text."""
        return words_of(self.document)

    @cached_property
    def articles(self) -> dict[str, Article]:
        """The articles by key."""
        return {article.key: article for article in self.document.articles}

    @cached_property
    def clauses(self) -> dict[str, ClauseFacts]:
        """What is recorded about the clauses, by key."""
        return {clause.key: clause for clause in self.subject.clauses}

    @cached_property
    def by_target(self) -> dict[Target, Words]:
        """Every provision by its key and id."""
        return {Target(each.article.key, each.node.id): each for each in self.words}

    @cached_property
    def text(self) -> str:
        """The whole document as one string, a provision a line. One search in it is cheaper than
        one in each of a thousand provisions."""
        return _BREAK.join(each.text for each in self.words)

    @cached_property
    def starts(self) -> list[int]:
        """Where each provision begins in `text`."""
        found, position = [], 0
        for each in self.words:
            found.append(position)
            position += len(each.text) + 1
        return found

    def at(self, position: int) -> tuple[Words, int]:
        """The provision at a position of `text`, and the position inside it."""
        index = bisect_right(self.starts, position) - 1
        return self.words[index], position - self.starts[index]

    def matches(self, pattern: re.Pattern[str]) -> Iterator[tuple[Words, int, re.Match[str]]]:
        """Every match of a pattern (that takes no line break): provision, start in it, match."""
        for match in pattern.finditer(self.text):
            words, start = self.at(match.start())
            yield words, start, match

    def printed(self, clause: str, provision: str = "") -> str:
        """第9条第2項第3号 for people; the name of the clause when it has no number."""
        target = Target(clause, provision or None)
        if self.numbering.has(target):
            return label(self.numbering, target, self.subject.skin)
        facts = self.clauses.get(clause)
        return f"「{facts.caption}」" if facts and facts.caption else clause

    def find(
        self,
        code: str,
        message: str,
        *,
        words: Words | None = None,
        clause: str = "",
        about: str = "",
        where: str = "",
        why: str = "",
        mend: Mend | None = None,
    ) -> LintFinding:
        """A finding of a code. `about` tells it from others of the same code in the same place:
        the words in question, never a number that may change."""
        kind = codes()[code]
        provision, line = "", None
        if words is not None:
            clause, provision, line = words.article.key, words.node.id, words.line
        place = "#".join(part for part in (clause, provision) if part) or "edition"
        return LintFinding(
            code=code,
            severity=kind.severity,
            title=kind.title,
            place=_fitting(f"{place}~{about}" if about else place),
            where=where or self.printed(clause, provision),
            message=message,
            why=why or kind.why,
            remedy=kind.remedy,
            clause=clause,
            provision=provision,
            line=line,
            mend=mend,
        )


def mend_text(label: str, words: Words, sentences: tuple[Sentence, ...]) -> Mend | None:
    """The mend that gives a provision other sentences; None when nothing would be left."""
    if not sentences or all(s.inlines in ((), (Text(""),)) for s in sentences):
        return None
    return Mend(label, words.article.key, words.node.id, sentences=sentences)


def _fitting(place: str) -> str:
    if len(place) <= _LONGEST_PLACE:
        return place
    digest = hashlib.sha256(place.encode()).hexdigest()[:16]
    return f"{place[: _LONGEST_PLACE - 17]}~{digest}"
