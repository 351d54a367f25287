"""What was understood of a text, before anything is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from specs.text.importing.lines import Aside, Line, Mend
from specs.text.literals import Family
from specs.text.reading import Problem
from specs.text.skin import Skin
from specs.text.tree import Article, Document, provisions

Role = Literal["title", "number", "caption", "marker", "text"]


@dataclass(frozen=True)
class Counts:
    """How much there is: 条, 項, 号, and what stands under the 号."""

    articles: int
    paragraphs: int
    items: int
    subitems: int


@dataclass(frozen=True)
class Trace:
    """Words of one line, and what they became."""

    line: int
    role: Role
    words: str
    article: str = ""


def skin_of_text(names: tuple[str, str] | None, family: Family, comma: str) -> Skin:
    """The drafting skin of a text with these words for client and contractor."""
    client, contractor = names or (Skin.client, Skin.contractor)
    return Skin(client=client, contractor=contractor, family=family, comma=comma)


@dataclass(frozen=True)
class Understood:
    """A text as read.

    `asides` are the lines outside the articles, each with its reason; `mended` what was put
    right. `names` are the words of the text for client and contractor. `frame` is what surrounds
    the articles, as the edition keeps it. `traces` tell of every word in the articles which line
    it came from; `lines` are all lines. `counted` is set for a source that counts more than its
    articles (the 附則 of a law).
    """

    title: str
    document: Document
    family: Family = "article"
    names: tuple[str, str] | None = None
    comma: str = "、"
    asides: tuple[Aside, ...] = ()
    problems: tuple[Problem, ...] = ()
    mended: tuple[Mend, ...] = ()
    notes: tuple[str, ...] = ()
    frame: Mapping[str, Any] | None = None
    lines: tuple[Line, ...] = ()
    traces: tuple[Trace, ...] = ()
    counted: Counts | None = None

    @property
    def counts(self) -> Counts:
        """How much was understood."""
        if self.counted is not None:
            return self.counted
        sizes = [0, 0, 0]
        for article in self.document.articles:
            for path, _ in provisions(article):
                sizes[min(len(path), 3) - 1] += 1
        return Counts(len(self.document.articles), *sizes)

    @property
    def unplaced(self) -> tuple[Aside, ...]:
        """The lines that are not in the articles, without what only the pages made."""
        return tuple(aside for aside in self.asides if aside.kind != "removed")

    @property
    def removed(self) -> tuple[Aside, ...]:
        """Page numbers, running headers, the table of contents."""
        return tuple(aside for aside in self.asides if aside.kind == "removed")

    @property
    def skin(self) -> Skin:
        """The drafting skin the text is written in."""
        return skin_of_text(self.names, self.family, self.comma)

    def source_of(self, article: Article) -> list[Line]:
        """The lines of the source that an article was read from."""
        numbers = {trace.line for trace in self.traces if trace.article == article.key}
        return [line for line in self.lines if line.number in numbers]
