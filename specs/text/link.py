"""Relative words across articles (前条) and literal references (第9条第2項) → links.

The stored form has tokens; a municipality's own text has only words and numbers. References to
other laws and to the contract itself stay words.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from specs.text.inline import RELATIVE
from specs.text.markers import digits
from specs.text.numbering import Numbering, number
from specs.text.references import Finding
from specs.text.tree import (
    AnnexRef,
    Article,
    Document,
    FormRef,
    Inline,
    Item,
    Paragraph,
    Ref,
    Sentence,
    Target,
    Text,
)
from specs.text.within import targets_of

_N = "[0-9０-９]+"
_ONE = rf"第(?P<{{0}}a>{_N})条(?:の(?P<{{0}}b>{_N}))?(?:第(?P<{{0}}p>{_N})項)?(?:第(?P<{{0}}i>{_N})号)?"
LITERAL = re.compile(
    rf"(?P<range>{_ONE.format('x')}から{_ONE.format('y')}まで)"
    rf"|(?P<absolute>{_ONE.format('z')})"
    rf"|(?P<inside>第(?P<op>{_N})項(?:第(?P<oi>{_N})号)?)"
    rf"|(?P<relative>[前次](?:{_N}|各)?[条項号])"
    rf"|(?P<form>様式第(?P<f>{_N})号(?:（第{_N}条関係）)?)"
    r"|(?P<annex>別表)"
)
# What stands directly before a reference that belongs to another text: 法第66条, 契約書第3条.
ELSEWHERE = re.compile(r"(法|法律|令|条例|規則|規程|要綱|約款|契約書|仕様書|告示|同|号）|同条|同項)$")
# Words between two references to one other text: 法第176条及び第180条.
CARRIES_ON = re.compile(r"(、|，|及び|又は|並びに|若しくは|から|まで)*")


def link_document(
    document: Document, *, literal: bool = True
) -> tuple[Document, list[Finding]]:
    """The document with its words turned into links, and the words that point at nothing.

    `literal` also reads plain words (前条, 第9条第2項); texts that write every reference as a
    token, such as the master set, need none of that guessing.
    """
    numbering = number(document)
    lookup = _Lookup(document, numbering)
    lookup.literal = literal
    found: list[Finding] = []
    articles = tuple(_article(article, lookup, found) for article in document.articles)
    return replace(document, articles=articles), found


class _Lookup:
    """Numbers → keys of one document as it is numbered now."""

    literal = True

    def __init__(self, document: Document, numbering: Numbering) -> None:
        self.order = numbering.printed
        self.keys = {(n.number, n.branch): key for key, n in numbering.articles.items()}
        self.ids = {
            (target.article, path): str(target.provision)
            for target, path in numbering.paths.items()
        }
        self.forms = {form.number: form.key for form in document.forms}
        self.annexes = [annex.key for annex in document.annexes]

    def target(
        self, article: str | None, branch: str | None, paragraph: str | None, item: str | None
    ) -> Target | None:
        key = self.keys.get((digits(article or "0"), digits(branch) if branch else 0))
        if key is None:
            return None
        return self.inside(key, paragraph, item)

    def inside(self, key: str, paragraph: str | None, item: str | None) -> Target | None:
        if paragraph is None and item is None:
            return Target(key)
        path: tuple[int, ...] = (digits(paragraph) - 1 if paragraph else 0,)
        if item:
            path = (*path, digits(item) - 1)
        provision = self.ids.get((key, path))
        return Target(key, provision) if provision else None


def _article(article: Article, lookup: _Lookup, found: list[Finding]) -> Article:
    def sentences(old: tuple[Sentence, ...], path: tuple[int, ...]) -> tuple[Sentence, ...]:
        return tuple(
            replace(s, inlines=tuple(_merged(s.inlines, path, article, lookup, found)))
            for s in old
        )

    def item(node: Item, path: tuple[int, ...]) -> Item:
        items = tuple(item(child, (*path, i)) for i, child in enumerate(node.items))
        return replace(node, sentences=sentences(node.sentences, path), items=items)

    def paragraph(node: Paragraph, path: tuple[int, ...]) -> Paragraph:
        items = tuple(item(child, (*path, i)) for i, child in enumerate(node.items))
        return replace(node, sentences=sentences(node.sentences, path), items=items)

    return replace(
        article, paragraphs=tuple(paragraph(p, (i,)) for i, p in enumerate(article.paragraphs))
    )


def _merged(
    inlines: tuple[Inline, ...],
    path: tuple[int, ...],
    article: Article,
    lookup: _Lookup,
    found: list[Finding],
) -> Iterator[Inline]:
    before = ""
    for piece in inlines:
        if isinstance(piece, Ref) and piece.word:
            linked = _relative(piece.word, path, article, lookup)
            if linked is None:
                place = f"{article.key}#{path}"
                message = f"「{piece.word}」に当たる規定がありません。"
                found.append(Finding("reference-unresolved", place, message))
            yield linked or piece
        elif isinstance(piece, Text) and lookup.literal:
            yield from _literal(piece.value, before, path, article, lookup, found)
        else:
            yield piece
        before = piece.value if isinstance(piece, Text) else ""


def _literal(
    text: str,
    before: str,
    path: tuple[int, ...],
    article: Article,
    lookup: _Lookup,
    found: list[Finding],
) -> Iterator[Inline]:
    position = 0
    elsewhere = -1  # where the last reference to another text ended
    for match in LITERAL.finditer(text):
        carried = elsewhere >= 0 and CARRIES_ON.fullmatch(text[elsewhere : match.start()])
        if carried or ELSEWHERE.search((before + text)[: len(before) + match.start()]):
            elsewhere = match.end()
            continue
        if match["relative"] and text[match.end() : match.end() + 1] in ("目", "番"):
            continue
        linked = _link(match, path, article, lookup)
        if linked is None:
            place = f"{article.key}#{'-'.join(str(i + 1) for i in path)}"
            message = f"「{match[0]}」に当たる規定が見つかりません。"
            found.append(Finding("reference-unresolved", place, message))
            continue
        if text[position : match.start()]:
            yield Text(text[position : match.start()])
        yield linked
        position = match.end()
    if text[position:]:
        yield Text(text[position:])


def _link(
    match: re.Match[str], path: tuple[int, ...], article: Article, lookup: _Lookup
) -> Inline | None:
    if match["relative"]:
        return _relative(match["relative"], path, article, lookup)
    if match["form"]:
        key = lookup.forms.get(digits(match["f"]))
        return FormRef(key) if key else None
    if match["annex"]:
        return AnnexRef(lookup.annexes[0]) if len(lookup.annexes) == 1 else None
    if match["inside"]:
        target = lookup.inside(article.key, match["op"], match["oi"])
        return Ref((target,)) if target else None
    if match["absolute"]:
        target = lookup.target(match["za"], match["zb"], match["zp"], match["zi"])
        return Ref((target,)) if target else None
    ends = (
        lookup.target(match["xa"], match["xb"], match["xp"], match["xi"]),
        lookup.target(match["ya"], match["yb"], match["yp"], match["yi"]),
    )
    return Ref((ends[0], ends[1]), "range") if ends[0] and ends[1] else None


def _relative(
    word: str, path: tuple[int, ...], article: Article, lookup: _Lookup
) -> Ref | None:
    match = RELATIVE.fullmatch(word)
    if match is None:
        return None
    if match[3] != "条":
        ids = targets_of(word, path, article)
        return Ref(tuple(Target(article.key, i) for i in ids), "relative") if ids else None
    here = lookup.order.index(article.key)
    if match[1] == "次":
        keys = lookup.order[here + 1 : here + 2]
    else:
        steps = digits(match[2]) if match[2] not in ("", "各") else 1
        keys = lookup.order[here - steps : here] if here >= steps else []
    return Ref(tuple(Target(key) for key in keys), "relative") if keys else None
