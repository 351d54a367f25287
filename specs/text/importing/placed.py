"""What the lines of a text were found to be, with the line that every word came from."""

from dataclasses import dataclass, field

from specs.text.importing.joining import joined
from specs.text.importing.lines import Aside, Kind, Mend
from specs.text.importing.openings import Style
from specs.text.numbering import ArticleNumber
from specs.text.reading import Problem


@dataclass(frozen=True)
class Part:
    """Words of one line."""

    line: int
    words: str


@dataclass
class Node:
    """A provision: depth 0 is 項. `marker` as written, empty for a first 項 without a number."""

    depth: int
    marker: str
    line: int
    parts: list[Part] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The text, its lines joined."""
        return joined([part.words for part in self.parts])


@dataclass
class Piece:
    """An article: its number and caption as written, and its provisions in order."""

    number: ArticleNumber
    words: str
    line: int
    caption: str = ""
    caption_parts: list[Part] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)

    @property
    def before(self) -> str:
        """The words of the provision that a next line would go on with."""
        return self.nodes[-1].words

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands under the number yet."""
        return len(self.nodes) == 1 and not self.nodes[0].parts


@dataclass
class Placed:
    """A whole text. `title` are the lines of its name."""

    style: Style = "article"
    title: list[Part] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    mends: list[Mend] = field(default_factory=list)
    between: dict[int, int] = field(default_factory=dict)
    """Line of an aside → how many articles stand before it."""

    def aside(self, line: int, text: str, kind: Kind, why: str) -> None:
        """Set a line aside."""
        self.asides.append(Aside(line, text, kind, why))
        self.between[line] = len(self.pieces)

    def say(self, line: int, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(line, message))
