"""What the review page shows: every article beside its lines, and how it stands to the master."""

from dataclasses import dataclass

from checklists.importing.composing import Choices
from checklists.importing.reading import Reading
from specs.models import Clause, Level
from specs.text.importing.lines import Line
from specs.text.importing.matching import Standing
from specs.text.render import Line as PrintedLine
from specs.text.render import Printer
from specs.text.tree import Article

# With more articles than this, a list of every clause under each one would weigh too much.
_FEW = 60


@dataclass(frozen=True)
class Option:
    """A clause of the master that an article may be paired with."""

    key: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class ArticleRow:
    """An article as read: its number, its lines in the source, what prints, and its pairing."""

    key: str
    label: str
    caption: str
    counts: str
    source: list[Line]
    printed: list[PrintedLine]
    options: list[Option]
    with_items: bool
    is_sure: bool


@dataclass(frozen=True)
class MissingRow:
    """A clause of the master that the text lacks."""

    clause: Clause
    n_items: int
    chosen: bool

    @property
    def advice(self) -> str:
        """Whether to add it."""
        if self.clause.level == Level.REQUIRED:
            return "どの契約にも要る条です。加えることを勧めます。"
        if self.clause.level == Level.CONDITIONAL:
            return "当てはまる業務があるときに加えます。"
        return "多くの契約に要る条です。"


def article_rows(reading: Reading, choices: Choices) -> list[ArticleRow]:
    """Every article in order."""
    document = reading.understood.document
    printer = Printer(document, reading.understood.skin)
    few = len(document.articles) <= _FEW
    captions = {each.master: each.caption for each in reading.matching.standings}
    return [
        ArticleRow(
            key=article.key,
            label=printer.numbering.article_label(article.key, printer.skin),
            caption=article.caption,
            counts=_counts(article),
            source=reading.understood.source_of(article),
            printed=printer.lines(article),
            options=_options(reading, article, choices, captions if few else {}),
            with_items=choices.pairs.get(article.key) in choices.items,
            is_sure=any(p.is_sure for p in reading.matching.of_article(article.key)[:1]),
        )
        for article in document.articles
    ]


def _counts(article: Article) -> str:
    items = sum(len(paragraph.items) for paragraph in article.paragraphs)
    return f"{len(article.paragraphs)}項" + (f"{items}号" if items else "")


def _options(
    reading: Reading, article: Article, choices: Choices, others: dict[str, str]
) -> list[Option]:
    """The likely clauses first, then the others."""
    chosen = choices.pairs.get(article.key, "")
    captions = {each.master: each.caption for each in reading.matching.standings}
    near = {pair.master: captions[pair.master] for pair in reading.matching.of_article(article.key)}
    if chosen in captions:
        near.setdefault(chosen, captions[chosen])
    return [Option(key, words, key == chosen) for key, words in {**near, **others}.items()]


def missing_rows(reading: Reading, choices: Choices) -> list[MissingRow]:
    """The clauses that have no article, those that every contract needs first."""
    if reading.master is None:
        return []
    missing = {each.master for each in reading.matching.having("missing")}
    clauses = reading.master.clauses.filter(key__in=missing).order_by("position")
    rows = [
        MissingRow(clause, clause.check_items.count(), clause.key in choices.added)
        for clause in clauses.prefetch_related("check_items")
    ]
    order = [Level.REQUIRED, Level.STANDARD, Level.CONDITIONAL]
    return sorted(rows, key=lambda row: (order.index(Level(row.clause.level)), row.clause.position))


def weaker(reading: Reading) -> list[Standing]:
    """The clauses of which something has no counterpart."""
    return reading.matching.having("weaker")
