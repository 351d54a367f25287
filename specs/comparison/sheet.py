"""One 新旧対照表 to be printed: the comparison, and what its two sides are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from accounts.models import Municipality
from specs.comparison.attachments import attachment_changes
from specs.comparison.editions import compare_editions
from specs.models import Edition
from specs.text.amend import Sentence, amendment, sentences
from specs.text.compare import Comparison
from specs.text.compare.remarks import summary
from specs.text.compare.table import Group, table


@dataclass(frozen=True)
class Sheet:
    """A comparison with its names. `notes` are sentences about what is not in the articles;
    `reasons` remarks by clause key. With `has_wording` 改め文 follows on a page of its own."""

    municipality: Municipality
    title: str
    new_head: str
    old_head: str
    comparison: Comparison
    notes: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    has_wording: bool = False

    @cached_property
    def groups(self) -> list[Group]:
        """The lines that print: what did not change is left out with （略）."""
        return table(self.comparison, reasons=self.reasons)

    @property
    def summary(self) -> str:
        """What differs, in a sentence."""
        return summary(self.comparison)

    @cached_property
    def wording(self) -> list[Sentence]:
        """改め文, by the numbers as printed on both sides."""
        return sentences(amendment(self.comparison), self.comparison.new_skin)


@dataclass(frozen=True)
class EditionPair:
    """Two editions of a municipality, the older first named second as on paper."""

    new: Edition
    old: Edition
    has_wording: bool = False

    @property
    def municipality(self) -> Municipality:
        """Whose editions they are."""
        return self.new.municipality

    @property
    def pk(self) -> str:
        """What the command line calls the pair: 12:9, or 12:9:words with 改め文."""
        return f"{self.new.pk}:{self.old.pk}" + (":words" if self.has_wording else "")

    def __str__(self) -> str:
        return str(self.new)

    @cached_property
    def sheet(self) -> Sheet:
        """What is printed."""
        return Sheet(
            self.new.municipality,
            self.new.specification.title,
            f"改正後（{edition_name(self.new, self.old)}）",
            f"改正前（{edition_name(self.old, self.new)}）",
            compare_editions(self.old, self.new),
            tuple(attachment_changes(self.old, self.new)),
            has_wording=self.has_wording,
        )


def edition_name(edition: Edition, other: Edition) -> str:
    """第2版, 第3版・作成中; with its title beside an edition of another specification."""
    name = f"第{edition.number}版"
    if edition.specification_id != other.specification_id:
        name = f"{edition.specification.title}　{name}"
    return name if edition.is_published else f"{name}・{edition.get_status_display()}"
