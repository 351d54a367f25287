"""What the linter looks at: a document, and plain facts about what surrounds it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from specs.text.skin import Skin
from specs.text.tree import Article, Document

# Values of Clause.omission that the linter tells apart.
NEVER, MY_NUMBER = "never", "my-number"


@dataclass(frozen=True)
class BlankFacts:
    """記入事項: one entry of a clause."""

    key: str
    label: str = ""
    default: str = ""


@dataclass(frozen=True)
class ClauseFacts:
    """What is recorded about a clause besides its text. `laws` are keys of LawFacts."""

    key: str
    code: str = ""
    caption: str = ""
    level: str = ""
    omission: str = "approval"
    applies_when: str = ""
    unchecked_reason: str = ""
    laws: tuple[str, ...] = ()
    blanks: tuple[BlankFacts, ...] = ()


@dataclass(frozen=True)
class ItemFacts:
    """A check item: its code, its clause, and its questions as (name of the field, words)."""

    code: str
    clause: str
    questions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class LawFacts:
    """根拠法令: a law and the articles of it (第23条から第25条まで; empty for the whole law)."""

    key: str
    law: str
    articles: str = ""


@dataclass(frozen=True)
class PresetFacts:
    """確認表の型 with the codes it names."""

    key: str
    title: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnnexFacts:
    """別表: the clause it belongs to, and the words in its cells."""

    key: str
    title: str
    clause: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A municipality's own 言葉の決まり."""

    words: str
    instead: str = ""
    since: date | None = None
    why: str = ""


@dataclass(frozen=True)
class FateFacts:
    """条の異動: what became of a clause of the edition before."""

    clause: str
    caption: str = ""
    into: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject:
    """Everything that `lint` reads. A bare document is a subject too.

    `clauses` are in the order of the document. `before` is the document of the edition that
    this one was made from. `on` is the day from which the edition applies: wording that is dated
    from a later day is left alone (None: every rule applies).
    """

    document: Document
    skin: Skin = Skin()
    clauses: tuple[ClauseFacts, ...] = ()
    items: tuple[ItemFacts, ...] = ()
    laws: tuple[LawFacts, ...] = ()
    presets: tuple[PresetFacts, ...] = ()
    annexes: tuple[AnnexFacts, ...] = ()
    rules: tuple[Rule, ...] = ()
    fates: tuple[FateFacts, ...] = ()
    before: Document | None = None
    on: date | None = None

    def with_article(self, article: Article) -> "Subject":
        """The subject with another text of one article; unchanged if it has no such article."""
        return replace(self, document=self.document.with_article(article))

    @property
    def is_my_number(self) -> bool:
        """Whether contracts of this edition may handle 個人番号: a clause or its omit rule says so."""
        return any(
            clause.key == MY_NUMBER
            or clause.omission == MY_NUMBER
            or "my_number=yes" in clause.applies_when
            for clause in self.clauses
        )


def keys(facts: Iterable[ClauseFacts | LawFacts | AnnexFacts | PresetFacts]) -> set[str]:
    """Their keys."""
    return {each.key for each in facts}
