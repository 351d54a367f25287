"""A document for people: plain text, and escaped HTML for the screen and for print."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from html import escape

from specs.text import markers
from specs.text.numbering import Gaps, Numbering, number
from specs.text.references import REMOVED, label, printed
from specs.text.skin import Skin
from specs.text.tree import (
    CLIENT,
    AnnexRef,
    Article,
    Blank,
    Document,
    FormRef,
    Inline,
    Party,
    Place,
    Provision,
    Ref,
    SelfName,
    Target,
    Text,
    provisions,
)

UNFILLED = "＿＿＿＿＿＿"


@dataclass(frozen=True)
class Printer:
    """A document under one skin, one set of filled blanks and one set of omissions."""

    document: Document
    skin: Skin = field(default_factory=Skin)
    blanks: Mapping[str, str] = field(default_factory=dict)
    omitted: Set[str] = frozenset()
    gaps: Gaps = "close"

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "numbering", number(self.document, omitted=self.omitted, gaps=self.gaps)
        )

    numbering: Numbering = field(init=False)

    def words(self, provision: Provision, at: Place, article: Article) -> str:
        """A provision's own text without its marker."""
        pieces = [
            self._piece(piece, at, article)
            for sentence in provision.sentences
            for piece in sentence.inlines
        ]
        return self.skin.words("".join(pieces))

    def _piece(self, piece: Inline, at: Place, article: Article) -> str:
        match piece:
            case Text(value):
                return value
            case Party(role):
                return self.skin.client if role == CLIENT else self.skin.contractor
            case SelfName():
                return self.skin.self_name
            case Blank(key):
                return self.blanks.get(key) or UNFILLED
            case AnnexRef(key):
                return next((a.title for a in self.document.annexes if a.key == key), REMOVED)
            case FormRef(key):
                number_ = next((f.number for f in self.document.forms if f.key == key), None)
                return f"様式第{number_}号" if number_ else REMOVED
            case Ref():
                return printed(piece, self.numbering, self.skin, at, article)

    def marker(self, article: Article, path: tuple[int, ...]) -> str:
        """第9条, 2, (1), ア, by the printed position."""
        if path == (0,):
            return self.numbering.article_label(article.key, self.skin)
        return markers.marker(len(path) - 1, path[-1])

    def lines(self, article: Article) -> list[tuple[int, str, str]]:
        """(level, marker, text) of each printed provision; level 0 is 項."""
        found = []
        for path, provision in provisions(article):
            place = self.numbering.paths.get(Target(article.key, provision.id))
            if place is not None:
                text = self.words(provision, Place(article.key, path), article)
                found.append((len(place) - 1, self.marker(article, place), text))
        return found

    def related(self, key: str) -> str:
        """（第9条関係） for a form or table that belongs to an article; empty if omitted."""
        if key not in self.numbering.printed:
            return ""
        return f"（{label(self.numbering, Target(key), self.skin)}関係）"


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
    for level, marker, text in printer.lines(article):
        lines.append(f"{markers.SPACE * level}{marker}{markers.SPACE if marker else ''}{text}")
    return "\n".join(lines)


def _plain_deleted(printer: Printer, article: Article) -> str:
    return f"{printer.numbering.article_label(article.key, printer.skin)}{markers.SPACE}削除"


def render_html(printer: Printer, *, heading: str = "h2") -> str:
    """The whole document as escaped HTML; see render_article_html."""
    return "\n".join(
        _articles(
            printer,
            lambda p, a: render_article_html(p, a, heading=heading),
            lambda p, a: f'<section class="article deleted" id="clause-{escape(a.key)}">'
            f'<p class="para"><span class="num">{_plain_deleted(p, a)}</span></p></section>',
        )
    )


def render_article_html(printer: Printer, article: Article, *, heading: str = "h2") -> str:
    """One article as escaped HTML: section.article > heading.caption, p.para (項) and
    p.item.level-N (N from 1 for 号), each with its span.num."""
    parts = [f'<section class="article" id="clause-{escape(article.key)}">']
    if article.caption:
        caption = escape(printer.skin.words(article.caption))
        parts.append(f'<{heading} class="caption">（{caption}）</{heading}>')
    for level, marker, text in printer.lines(article):
        kind = "para" if level == 0 else f"item level-{level}"
        space = markers.SPACE if marker else ""
        parts.append(
            f'<p class="{kind}"><span class="num">{escape(marker)}</span>{space}{escape(text)}</p>'
        )
    parts.append("</section>")
    return "\n".join(parts)


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
        if article.key not in printer.numbering.printed:
            continue
        for _, provision in provisions(article):
            for sentence in provision.sentences:
                for piece in sentence.inlines:
                    if isinstance(piece, Blank) and not printer.blanks.get(piece.key):
                        found[piece.key] = None
    return list(found)
