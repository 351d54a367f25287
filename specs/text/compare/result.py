"""What a comparison is made of. Plain frozen data: dataclasses.asdict gives it as JSON."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Literal

from specs.text.numbering import ArticleNumber
from specs.text.skin import Skin
from specs.text.tree import Path


class Kind(StrEnum):
    """What became of an article or a provision.

    renumbered: the words mean the same, only its number, or a number it refers to by, shifted.
    """

    UNCHANGED = "unchanged"
    RENUMBERED = "renumbered"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    MOVED_CHANGED = "moved_changed"

    @property
    def is_quiet(self) -> bool:
        """Whether nothing was said differently."""
        return self in (Kind.UNCHANGED, Kind.RENUMBERED)


@dataclass(frozen=True)
class Span:
    """A run of words. same: on both sides, where a number may have shifted (`old` is 第8条,
    `new` 第7条); removed: `new` is empty; added: `old` is empty."""

    kind: Literal["same", "removed", "added"]
    old: str
    new: str


@dataclass(frozen=True)
class ProvisionSide:
    """A provision as one of the documents prints it; `path` is the printed one, from zero."""

    id: str
    path: Path
    label: str
    marker: str
    words: str

    @property
    def level(self) -> int:
        """0 is 項, 1 is 号."""
        return len(self.path) - 1


@dataclass(frozen=True)
class ProvisionRow:
    """A provision on both sides, or on the one that has it. `spans` are its words."""

    kind: Kind
    old: ProvisionSide | None
    new: ProvisionSide | None
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class ArticleSide:
    """An article as one of the documents prints it. is_void: only 「第7条　削除」 is printed."""

    key: str
    number: ArticleNumber
    label: str
    caption: str
    is_void: bool = False

    @property
    def name(self) -> str:
        """第9条（再委託）."""
        return f"{self.label}（{self.caption}）" if self.caption else self.label


@dataclass(frozen=True)
class Fate:
    """What became of an article of the older document, as its editor recorded it."""

    key: str
    caption: str
    fate: str  # retired, split or merged
    into: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class ArticleRow:
    """An article on both sides, or on the one that has it.

    `provisions` are in the order of the new text, those that are gone where they stood.
    """

    kind: Kind
    old: ArticleSide | None
    new: ArticleSide | None
    caption: tuple[Span, ...]
    provisions: tuple[ProvisionRow, ...]
    fates: tuple[Fate, ...] = ()

    @property
    def key(self) -> str:
        """The key in the new document, or in the old one."""
        side = self.new or self.old
        return side.key if side else ""

    @property
    def is_moved(self) -> bool:
        """Whether it stands elsewhere among the articles."""
        return self.kind in (Kind.MOVED, Kind.MOVED_CHANGED)


@dataclass(frozen=True)
class Comparison:
    """All articles of both documents, in the order of the new one."""

    rows: tuple[ArticleRow, ...]
    old_skin: Skin
    new_skin: Skin

    @cached_property
    def counts(self) -> Counter[Kind]:
        """How many articles of each kind."""
        return Counter(row.kind for row in self.rows)

    @property
    def is_same(self) -> bool:
        """Whether nothing was said differently; numbers may have shifted."""
        return all(row.kind.is_quiet for row in self.rows)

    @property
    def changed(self) -> tuple[ArticleRow, ...]:
        """The articles that say something else, are new, gone or moved."""
        return tuple(row for row in self.rows if not row.kind.is_quiet)
