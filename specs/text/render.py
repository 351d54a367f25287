"""A document for people: plain text, and escaped HTML for the screen and for print."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from specs.text import markers
from specs.text.literals import JOINER
from specs.text.numbering import Gaps, Numbering, number
from specs.text.references import Finding, findings, is_gone
from specs.text.skin import Skin
from specs.text.tree import (
    CLIENT,
    Annex,
    AnnexRef,
    Article,
    Blank,
    Document,
    FormRef,
    Party,
    Path,
    Place,
    Provision,
    Ref,
    SelfName,
    Target,
    Text,
    inlines_of,
    provisions,
)
from specs.text.wording import REMOVED, label, members, printed

UNFILLED = "＿＿＿＿＿＿"


@dataclass(frozen=True)
class Piece:
    """Printed words: plain, a reference, a filled or unfilled blank, or what was removed."""

    kind: Literal["text", "ref", "blank", "unfilled", "removed"]
    words: str


@dataclass(frozen=True)
class Line:
    """One printed provision: level 0 is 項, 1 is 号; its id, marker and words."""

    level: int
    id: str
    marker: str
    pieces: tuple[Piece, ...]

    @property
    def words(self) -> str:
        """The text without its marker."""
        return "".join(piece.words for piece in self.pieces)


@dataclass(frozen=True)
class Printer:
    """A document under one skin, one set of filled blanks and one set of omissions."""

    document: Document
    skin: Skin = field(default_factory=Skin)
    blanks: Mapping[str, str] = field(default_factory=dict)
    omitted: Set[str] = frozenset()
    gaps: Gaps = "close"
    numbering: Numbering = field(init=False)

    def __post_init__(self) -> None:
        numbering = number(self.document, omitted=self.omitted, gaps=self.gaps)
        object.__setattr__(self, "numbering", numbering)

    def findings(self) -> list[Finding]:
        """References and blanks to look at before this is issued."""
        return findings(self.document, omitted=self.omitted, gaps=self.gaps, blanks=self.blanks)

    def lines(self, article: Article) -> list[Line]:
        """The printed provisions of an article."""
        found = []
        for _, provision in provisions(article):
            path = self.numbering.paths.get(Target(article.key, provision.id))
            if path is not None:
                pieces = self._pieces(provision, Place(article.key, path))
                mark = self._marker(article, path)
                found.append(Line(len(path) - 1, provision.id, mark, pieces))
        return found

    def related(self, key: str) -> str:
        """（第9条関係） for a form or table that belongs to an article; empty if omitted."""
        if key not in self.numbering.printed:
            return ""
        return f"（{label(self.numbering, Target(key), self.skin)}関係）"

    def _marker(self, article: Article, path: tuple[int, ...]) -> str:
        """第9条, 2, (1), ア, by the printed position."""
        if path == (0,):
            return self.numbering.article_label(article.key, self.skin)
        return self.skin.figured(markers.marker(len(path) - 1, path[-1]))

    def pieces(self, article: Article, provision: Provision, path: Path) -> tuple[Piece, ...]:
        """What each piece of a provision prints, in order; `path` is its place as printed."""
        return self._pieces(provision, Place(article.key, path))

    def _pieces(self, provision: Provision, at: Place) -> tuple[Piece, ...]:
        found: list[Piece] = []
        before: list[Target] = []
        gap, ranged = "", False
        for piece in inlines_of(provision):
            if isinstance(piece, Ref):
                # Nothing is read with a range before it: 第1号から第3号まで及び第5号 is of here.
                joined = JOINER.fullmatch(gap) is not None and not ranged
                words = printed(piece, self.numbering, self.skin, at, before=before, joined=joined)
                found.append(Piece("removed" if words == REMOVED else "ref", words))
                before, gap = members(piece, self.numbering), ""
                ranged = words.endswith("まで")
            else:
                found.append(self._piece(piece))
                gap += found[-1].words
                if "条" in found[-1].words:
                    before = []  # 同条 would be read as that of another law named here
        return tuple(Piece(piece.kind, self.skin.words(piece.words)) for piece in found)

    def _piece(self, piece: Text | Party | SelfName | Blank | AnnexRef | FormRef) -> Piece:
        match piece:
            case Text(value):
                return Piece("text", value)
            case Party(role):
                named = self.skin.client if role == CLIENT else self.skin.contractor
                return Piece("text", named)
            case SelfName():
                return Piece("text", self.skin.self_name)
            case Blank(key):
                value = self.blanks.get(key, "").strip()
                return Piece("blank", value) if value else Piece("unfilled", UNFILLED)
            case AnnexRef(key):
                annexes = self.document.annexes
                names = [_annex_name(a, annexes, self.skin) for a in annexes if a.key == key]
                return _named(names)
            case FormRef(key):
                forms = [form for form in self.document.forms if form.key == key]
                kept = [f for f in forms if not is_gone(f.article_key, self.numbering)]
                return _named([self.skin.figured(f"様式第{form.number}号") for form in kept])


def _named(names: list[str]) -> Piece:
    return Piece("ref", names[0]) if names else Piece("removed", REMOVED)


def _annex_name(annex: Annex, annexes: tuple[Annex, ...], skin: Skin) -> str:
    """別表, or 別表第2 when several have no name of their own."""
    bare = [each for each in annexes if each.title == annex.title]
    if len(bare) < 2:
        return annex.title
    return skin.figured(f"{annex.title}第{bare.index(annex) + 1}")


def render_plain(printer: Printer) -> str:
    """The whole document as text, one provision a line, levels indented by full spaces."""
    return "\n".join(_articles(printer, _plain_article, _plain_deleted))


def _articles(
    printer: Printer,
    whole: Callable[[Printer, Article], str],
    deleted: Callable[[Printer, Article], str],
) -> list[str]:
    parts = []
    for article in printer.document.articles:
        if article.key in printer.numbering.printed:
            parts.append(whole(printer, article))
        elif article.key in printer.numbering.deleted:
            parts.append(deleted(printer, article))
    return parts


def _plain_article(printer: Printer, article: Article) -> str:
    lines = [f"（{printer.skin.words(article.caption)}）"] if article.caption else []
    for line in printer.lines(article):
        mark = f"{line.marker}{markers.SPACE}" if line.marker else ""
        lines.append(f"{markers.SPACE * line.level}{mark}{line.words}")
    return "\n".join(lines)


def _plain_deleted(printer: Printer, article: Article) -> str:
    return f"{printer.numbering.article_label(article.key, printer.skin)}{markers.SPACE}削除"


def render_html(printer: Printer, *, heading: str = "h2") -> str:
    """The whole document as escaped HTML; see render_article_html."""
    return "\n".join(
        _articles(
            printer,
            lambda p, a: render_article_html(p, a, heading=heading),
            lambda p, a: (
                f'<section class="article deleted" id="clause-{escape(a.key)}">'
                f'<p class="para">{escape(_plain_deleted(p, a))}</p>'
                "</section>"
            ),
        )
    )


def render_article_html(printer: Printer, article: Article, *, heading: str = "h2") -> str:
    """One article as escaped HTML: section.article > heading.caption, p.para (項) and
    p.item.level-N (N from 1 for 号), each with an id (clause-KEY-ID). The marker has no element of
    its own: laying out one inline box a line more costs a fifth of the time of an annex.

    span.unfilled marks a blank without a value, span.removed a reference to what is omitted.
    """
    name = f"clause-{escape(article.key)}"
    parts = [f'<section class="article" id="{name}">']
    if article.caption:
        caption = escape(printer.skin.words(article.caption))
        parts.append(f'<{heading} class="caption">（{caption}）</{heading}>')
    for line in printer.lines(article):
        kind = "para" if line.level == 0 else f"item level-{line.level}"
        space = markers.SPACE if line.marker else ""
        parts.append(
            f'<p class="{kind}" id="{name}-{escape(line.id)}">'
            f"{escape(line.marker)}{space}"
            f"{''.join(_html_piece(piece) for piece in line.pieces)}</p>"
        )
    parts.append("</section>")
    return "\n".join(parts)


def _html_piece(piece: Piece) -> str:
    words = escape(piece.words)
    if piece.kind in ("unfilled", "removed"):
        return f'<span class="{piece.kind}">{words}</span>'
    return words


def outline(printer: Printer) -> list[tuple[str, str, str]]:
    """(key, label, caption) of each printed article: (subcontracting, 第9条, 再委託)."""
    captions = {article.key: article.caption for article in printer.document.articles}
    return [
        (key, printer.numbering.article_label(key, printer.skin), captions[key])
        for key in printer.numbering.printed
    ]


def unfilled(printer: Printer) -> list[str]:
    """Keys of the blanks in printed text that have no value, in order of appearance."""
    found: dict[str, None] = {}
    for article in printer.document.articles:
        for _, provision in provisions(article):
            if printer.numbering.has(Target(article.key, provision.id)):
                for piece in inlines_of(provision):
                    if isinstance(piece, Blank) and not printer.blanks.get(piece.key, "").strip():
                        found[piece.key] = None
    return list(found)
