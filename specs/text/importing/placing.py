"""Lines → articles with their provisions; every other line is set aside with the reason."""

import re
from collections.abc import Sequence

from specs.text.importing.ahead import Ahead, series_of_paragraphs
from specs.text.importing.furniture import without_furniture
from specs.text.importing.joining import Wrapping, reason_against_joining
from specs.text.importing.levels import Choice, Ladder, goes_on
from specs.text.importing.lines import Line, Mend
from specs.text.importing.marks import marks_of
from specs.text.importing.openings import (
    HEADING,
    TRAILER,
    Opening,
    Openings,
    is_bare_heading,
    is_caption_only,
    read_caption,
)
from specs.text.importing.placed import Node, Part, Piece, Placed
from specs.text.importing.surroundings import FOREIGN, place_preamble
from specs.text.markers import BLANKS, LEVELS

_DEEPEST = len(LEVELS) - 1
_CHAPTER = "章や節の見出しです。条文には入れず、版の枠に残します。"
_CLOSING = re.compile(rf"以[{BLANKS}]*上")
_LOST_CAPTION = "見出しのようですが、次に条がありません。"


def place(lines: Sequence[Line]) -> Placed:
    """Find the place of every line."""
    kept, dropped = without_furniture(list(lines))
    placer = _Placer(kept)
    placer.placed.asides += dropped
    placer.run()
    return placer.placed


class _Placer:
    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.openings = Openings(lines)
        self.wrapping = Wrapping(lines)
        self.ahead = Ahead(lines)
        self.paragraphs = series_of_paragraphs(lines)
        self.placed = Placed(self.openings.style)
        self.ladder = Ladder(self.paragraphs)
        self.known: set[str] = set()
        self.position = 0
        self.caption: list[Part] = []
        self.caption_words = ""
        self.stray = ""  # the reason why the line before was set aside, while it goes on
        self.last_line = ""
        self.preamble: list[Line] = []

    def run(self) -> None:
        """Read all lines."""
        while self.position < len(self.lines):
            line = self.lines[self.position]
            self.position += 1
            if not self._surrounds(line) and not self._caption(line) and not self._opens(line):
                self._text(line)
        self._drop_caption()
        place_preamble(self.preamble, self.placed)

    @property
    def _piece(self) -> Piece | None:
        return self.placed.pieces[-1] if self.placed.pieces else None

    @property
    def _before(self) -> str:
        return self._piece.before if self._piece else ""

    def _surrounds(self, line: Line) -> bool:
        """Lines that are never text of an article."""
        foreign = next((why for mark, why in FOREIGN.items() if line.text.startswith(mark)), "")
        if foreign:
            self.placed.aside(line.number, line.text, "carried", foreign)
            return True
        if not self.placed.pieces:
            return False
        if _CLOSING.fullmatch(line.text):
            self.placed.aside(line.number, line.text, "carried", "結びの言葉です。")
            return True
        if TRAILER.fullmatch(line.text) and not self._is_wrapped():
            self._trail()
            return True
        if HEADING.match(line.text) and not self._is_wrapped():
            self.placed.aside(line.number, line.text, "carried", _CHAPTER)
            return True
        return False

    def _is_wrapped(self) -> bool:
        return goes_on(self._before) and self.wrapping.full(self.last_line)

    def _trail(self) -> None:
        """Set aside everything from 附則 or 別表 on."""
        rest = self.lines[self.position - 1 :]
        name = ""
        for line in rest:
            name = line.text if TRAILER.fullmatch(line.text) else name
            self.placed.aside(line.number, line.text, "carried", f"「{name}」の部分です。")
        again = [
            line
            for line in rest
            if self.openings.read(line.text, last=None, before="", captioned=False)
            and not line.text.startswith("附")
        ]
        if len(again) > 1:
            self.placed.say(
                again[0].number,
                "ここから後にも、番号の付いた条文があります。必要なら別に取り込んでください。",
            )
        self.position = len(self.lines)

    # Captions

    def _caption(self, line: Line) -> bool:
        """A caption on a line of its own (or on two), directly above an article."""
        texts = [line]
        found = read_caption(line.text)
        if found is None and line.text[0] in "（(" and self.position < len(self.lines):
            following = self.lines[self.position]
            both = line.text + following.text
            if is_caption_only(both) and not is_caption_only(following.text):
                found, texts = read_caption(both), [line, following]
        if found is None or found[1]:
            return False
        after = self.ahead.line(self.position + len(texts) - 1)
        if after is None or not self._opening(after, captioned=True):
            return False
        self._drop_caption()
        self.position += len(texts) - 1
        self.caption = [Part(each.number, each.text) for each in texts]
        self.caption_words = found[0]
        return True

    def _drop_caption(self) -> None:
        for part in self.caption:
            self.placed.aside(part.line, part.words, "unplaced", _LOST_CAPTION)
        self.caption, self.caption_words = [], ""

    # Articles

    def _opening(self, line: Line, *, captioned: bool) -> Opening | None:
        piece = self._piece
        return self.openings.read(
            line.text,
            last=piece.number if piece else None,
            before="" if captioned else self._before,
            captioned=captioned,
        )

    def _opens(self, line: Line) -> bool:
        found = read_caption(line.text)
        attached: list[Part] = []
        if found and found[1]:
            # （目的）第1条　…
            rest = Line(line.number, found[1])
            opening = self._opening(rest, captioned=True)
            attached = [Part(line.number, line.text[: len(line.text) - len(found[1])])]
        else:
            opening = self._opening(line, captioned=bool(self.caption))
        if opening is None:
            return False
        if attached and found:
            self._drop_caption()
            self.caption, self.caption_words = attached, found[0]
        self._article(line, opening)
        return True

    def _article(self, line: Line, opening: Opening) -> None:
        piece = Piece(opening.number, opening.words, line.number, self.caption_words, self.caption)
        piece.nodes.append(Node(0, "", line.number))
        self.caption, self.caption_words = [], ""
        self.placed.pieces.append(piece)
        self.known |= self.ladder.known
        self.ladder = Ladder(self.paragraphs, self.known)
        self.last_line, self.stray = line.text, ""
        rest = opening.rest
        if not piece.caption:
            rest = self._caption_after(piece, line, rest)
        if rest:
            self._first_text(piece, line, rest)

    def _caption_after(self, piece: Piece, line: Line, rest: str) -> str:
        """Take a caption that follows the number, on its line or on the next; the rest."""
        found = read_caption(rest)
        if found and is_bare_heading(found[0]) and not re.match("[はがをにのと、]", found[1]):
            piece.caption = found[0]
            piece.caption_parts = [Part(line.number, rest[: len(rest) - len(found[1])])]
            return found[1]
        following = self.ahead.line(self.position)
        if following is None or self._opening(following, captioned=True):
            return rest
        if rest and is_bare_heading(rest) and not self.wrapping.full(line.text):
            marks = [m for m in marks_of(following.text) if not (m.tight or m.amount)]
            ends = TRAILER.fullmatch(following.text) or HEADING.match(following.text)
            over = is_caption_only(following.text) or ends
            if not over and (not marks or any(mark.index == 0 for mark in marks)):
                piece.caption, piece.caption_parts = rest, [Part(line.number, rest)]
                return ""
        below = read_caption(following.text) if not rest else None
        after = self.ahead.line(self.position + 1)
        if below and not below[1] and after and not self._opening(after, captioned=True):
            piece.caption = below[0]
            piece.caption_parts = [Part(following.number, following.text)]
            self.position += 1
        return rest

    def _first_text(self, piece: Piece, line: Line, rest: str) -> None:
        """The text after the number, which may bear the number of the first 項 itself."""
        coming = self.ahead.coming(self.position)
        listed = [m for m in marks_of(rest) if m.index == 0 and m.series in coming and m.rest]
        listed = [m for m in listed if not (m.tight or m.amount or m.refers)]
        if listed and (choice := self.ladder.choose(listed, "", empty=True)):
            self._take(line, choice)
        else:
            piece.nodes[0].parts.append(Part(line.number, rest))

    # Provisions

    def _text(self, line: Line) -> None:
        piece = self._piece
        if piece is None:
            self.preamble.append(line)
            return
        self._drop_caption()
        choice = self.ladder.choose(
            marks_of(line.text),
            piece.before,
            empty=piece.is_empty,
            coming=self.ahead.coming(self.position),
        )
        if choice is None:
            self._unmarked(piece, line)
        elif choice.depth > _DEEPEST:
            why = "階層が深すぎます（項、号、ア、(ア)、aまで）。上の文に書き込んでください。"
            self.placed.aside(line.number, line.text, "unplaced", why)
        else:
            self._take(line, choice)
            self.last_line, self.stray = line.text, ""

    def _take(self, line: Line, choice: Choice) -> None:
        piece = self.placed.pieces[-1]
        self.ladder.take(choice)
        if choice.problem:
            self.placed.say(line.number, choice.problem)
        if piece.is_empty and choice.depth == 0:
            node = piece.nodes[0]
            node.marker, node.line = choice.mark.words, line.number
        else:
            node = Node(choice.depth, choice.mark.words, line.number)
            piece.nodes.append(node)
        rest = choice.mark.rest
        listed = self.ahead.begins_list(rest, self.position) if rest else []
        inner = self.ladder.choose(listed, "次の", empty=False) if listed else None
        if inner and inner.depth <= _DEEPEST:
            self._take(line, inner)
        elif rest:
            node.parts.append(Part(line.number, rest))

    def _unmarked(self, piece: Piece, line: Line) -> None:
        node = piece.nodes[-1]
        if self.stray:
            self._stray(line, self.stray)
            return
        if not node.parts:
            node.parts.append(Part(line.number, line.text))
            self.last_line = line.text
            return
        # Below the 号 of a 項, the rest of its sentence would be taken for the last 号's.
        depth = node.depth
        why = reason_against_joining(
            line.text,
            before=node.words,
            last_line=self.last_line,
            depth=depth,
            wrapping=self.wrapping,
        )
        if is_caption_only(line.text) and not self._is_wrapped():
            why = _LOST_CAPTION
        if why:
            self._stray(line, why)
            return
        if not goes_on(node.words) and not self.wrapping.full(self.last_line):
            what = "番号のない文を、前の項の続きとして読みました。別の項なら番号を付けてください。"
            self.placed.mends.append(Mend(line.number, what))
        node.parts.append(Part(line.number, line.text))
        self.last_line = line.text

    def _stray(self, line: Line, why: str) -> None:
        self.placed.aside(line.number, line.text, "unplaced", why)
        self.stray = why if goes_on(line.text.strip(BLANKS)) else ""
