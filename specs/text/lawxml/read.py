"""Law XML → tree and frame."""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from specs.text.codec import to_json
from specs.text.inline import PROVISO
from specs.text.lawxml.frame import FORMAT, PLACE, as_text, attached_key, canonical, parser
from specs.text.lawxml.marks import data_of, marked
from specs.text.lawxml.write import ArticleWriter, labels_named, tree_sum
from specs.text.numbering import ArticleNumber
from specs.text.render import Printer
from specs.text.tree import (
    Annex,
    Article,
    Document,
    Form,
    Inline,
    Item,
    Paragraph,
    Path,
    Sentence,
    Target,
    Text,
    generated_id,
    provisions,
)

LIMIT = 20_000_000  # bytes; the longest Acts in force have about 10 MB
# Carried whole, with the provision or article that they stand in.
WHOLE = (
    "ParagraphCaption",
    "TableStruct",
    "FigStruct",
    "StyleStruct",
    "List",
    "AmendProvision",
    "Class",
    "SupplNote",
)
DEPTH = 4  # levels under a 号 that the tree's markers have names for


class LawXmlError(ValueError):
    """The data is no law XML; the message is a sentence for the user."""


@dataclass(frozen=True)
class Law:
    """A law as read.

    `document` are the articles of the main provisions, `supplementary` those of the 附則 in
    order; `bare` keys name those that are only paragraphs. `written` are the numbers the main
    articles bore.
    """

    title: str
    document: Document
    supplementary: tuple[Article, ...]
    frame: dict[str, Any]
    written: dict[ArticleNumber, str] = field(default_factory=dict)
    bare: frozenset[str] = frozenset()

    @property
    def counts(self) -> dict[str, int]:
        """Articles, paragraphs, items and what stands under items, 附則 included."""
        found = {"articles": 0, "paragraphs": 0, "items": 0, "subitems": 0}
        for article in (*self.document.articles, *self.supplementary):
            found["articles"] += article.key not in self.bare
            for path, _ in provisions(article):
                name = "paragraphs" if len(path) == 1 else "items" if len(path) == 2 else "subitems"
                found[name] += 1
        return found


def read_law(data: bytes) -> Law:
    """Read law XML, with or without the envelope of the e-Gov API.

    Nothing is lost: what the tree can't hold is in the frame. Raises LawXmlError.
    """
    if len(data) > LIMIT:
        raise LawXmlError("ファイルが大きすぎます。20メガバイト以下の法令XMLを選んでください。")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise LawXmlError(
            "文書型宣言（DOCTYPE）のあるXMLは読み取れません。法令標準XMLのファイルを選んでください。"
        )
    try:
        root = etree.fromstring(data, parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise LawXmlError(
            "XMLとして読み取れません。ファイルが壊れていないか確かめてください。"
        ) from error
    law = root if root.tag == "Law" else root.find(".//Law")
    body = law.find("LawBody") if law is not None else None
    if law is None or body is None or body.find("MainProvision") is None:
        raise LawXmlError(
            "法令標準XMLではありません。<Law>と<MainProvision>のあるファイルを選んでください。"
        )
    return _Reader(law, body).law()


class _Reader:
    """Reads one law; takes each article out of the body and leaves a place for it."""

    def __init__(self, law: Any, body: Any) -> None:
        self.root, self.body = law, body
        self.attached: dict[str, list[str]] = {}
        self.originals: dict[str, Any] = {}
        self.numbers: dict[str, ArticleNumber] = {}
        self.bare: set[str] = set()
        self.labels_data = _labels_data(body)

    def law(self) -> Law:
        """The whole law."""
        ours = data_of(self.body)
        main = self._part(self.body.find("MainProvision"), "")
        supplementary = [
            article
            for index, part in enumerate(self.body.findall("SupplProvision"), 1)
            for article in self._part(part, f"suppl-{index}-")
        ]
        document = Document(
            _with_branches(main, self.numbers),
            tuple(Annex(*pair) for pair in _pairs(ours.get("annexes"), 2)),
            tuple(Form(*four) for four in _pairs(ours.get("forms"), 4)),
        )
        title = self.body.find("LawTitle")
        num = self.root.find("LawNum")
        frame = {
            "format": FORMAT,
            "labels": self.labels_data,
            "law": dict(self.root.attrib),
            "num": as_text(num) if num is not None else "",
            "body": as_text(self.body),
            "supplementary": [to_json(article) for article in supplementary],
            "numbers": {
                a.key: [self.numbers[a.key].number, self.numbers[a.key].branch]
                for a in supplementary
            },
            "attached": self.attached,
            "kept": self._kept(document, supplementary),
        }
        return Law(
            _words(title) if title is not None else "",
            document,
            tuple(supplementary),
            frame,
            {self.numbers[article.key]: article.key for article in main},
            frozenset(self.bare),
        )

    def _part(self, part: Any, prefix: str) -> list[Article]:
        """The articles of a part, and the paragraphs that stand in none."""
        found = []
        for element in list(part.iter("Article")):
            found.append(self._taken(element, prefix))
        loose = part.findall("Paragraph")
        if loose:
            holder = etree.Element("Article", Num="1")
            key = f"{prefix}paragraphs"
            loose[0].addprevious(etree.Element(PLACE, key=key, bare="true"))
            holder.extend(loose)
            self.bare.add(key)
            found.append(self._article(holder, key, {}))
        return found

    def _taken(self, element: Any, prefix: str) -> Article:
        data = data_of(element)
        num = str(element.get("Num") or len(self.originals) + 1)
        key = str(
            data.get("key") or f"{prefix}article-{num.replace('_', '-').replace(':', '-to-')}"
        )
        while key in self.originals:
            key += "x"
        article = self._article(element, key, data)
        place = etree.Element(PLACE, key=key)
        place.tail = element.tail
        element.getparent().replace(element, place)
        return article

    def _article(self, element: Any, key: str, data: dict[str, Any]) -> Article:
        self.originals[key] = element
        self.numbers[key] = _number(str(element.get("Num") or "1"))
        caption = element.find("ArticleCaption")
        words = _words(caption) if caption is not None else ""
        paragraphs = []
        for index, node in enumerate(element.findall("Paragraph")):
            id_, sentences, items = self._provision(node, key, (index,))
            paragraphs.append(Paragraph(id_, sentences, items))
        self._attach(element, Target(key, ""))
        inside = words[1:-1] if words[:1] == "（" and words[-1:] == "）" else words
        return Article(key, inside, tuple(paragraphs), data.get("branch_of"))

    def _provision(
        self, element: Any, key: str, path: Path
    ) -> tuple[str, tuple[Sentence, ...], tuple[Item, ...]]:
        data = data_of(element)
        id_ = str(data.get("id") or generated_id(path))
        holder = element.find(f"{element.tag}Sentence")
        sentences = _sentences(holder, data) if holder is not None else ()
        items = []
        below = "Item" if len(path) == 1 else f"Subitem{len(path) - 1}"
        for index, node in enumerate(element.findall(below)):
            items.append(Item(*self._provision(node, key, (*path, index))))
        self._attach(element, Target(key, id_))
        return id_, sentences, tuple(items)

    def _attach(self, element: Any, target: Target) -> None:
        for child in element:
            if child.tag in WHOLE:
                self.attached.setdefault(attached_key(target), []).append(as_text(child))

    def _kept(self, document: Document, supplementary: list[Article]) -> dict[str, dict[str, str]]:
        """The articles that would be written otherwise than they were."""
        labels = labels_named(self.labels_data)
        found = {}
        main = ArticleWriter(Printer(document), labels, self.attached, marks=False)
        for article in (*document.articles, *supplementary):
            number = main.printer.numbering.articles.get(article.key)
            alone = Printer(Document((article,)))
            writer = main if number else ArticleWriter(alone, labels, self.attached, marks=False)
            written = self._written(writer, article, number or self.numbers[article.key])
            if canonical(written) != canonical(self.originals[article.key]):
                xml = as_text(self.originals[article.key])
                found[article.key] = {"sum": tree_sum(article), "xml": xml}
        return found

    def _written(self, writer: ArticleWriter, article: Article, number: ArticleNumber) -> Any:
        if article.key not in self.bare:
            return writer.element(article, number)
        holder = etree.Element("Article", Num="1")
        holder.extend(
            writer.paragraph(article, paragraph, index)
            for index, paragraph in enumerate(article.paragraphs)
        )
        return holder


def _sentences(holder: Any, data: dict[str, Any]) -> tuple[Sentence, ...]:
    """The sentences in a holder, its columns joined by full-width spaces."""
    found: list[tuple[str, str]] = []
    columns = holder.findall("Column")
    for column in columns or [holder]:
        here = [(_words(s), str(s.get("Function") or "")) for s in column.findall("Sentence")]
        if found and here:
            words, function = found.pop()
            here[0] = (f"{words}　{here[0][0]}", function or here[0][1])
        found += here
    texts = [words for words, _ in found]
    pieces: list[list[Inline]] | None = marked(texts, data)
    pieces = pieces or [[Text(words)] if words else [] for words in texts]
    return tuple(
        Sentence(_kind(index, words, function), tuple(inlines))
        for index, ((words, function), inlines) in enumerate(zip(found, pieces, strict=True))
    )


def _kind(index: int, words: str, function: str) -> Any:
    if function == "proviso" or words.startswith(PROVISO):
        return "proviso"
    return "main" if index == 0 or function == "main" else "latter"


def _words(element: Any) -> str:
    """The text of an element without readings (Rt), comments and instructions."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag != "Rt":
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts).strip("\r\n\t ")


def _number(num: str) -> ArticleNumber:
    """132_2 is 第132条の2; of a span (100:107) the first."""
    parts = [part for part in num.partition(":")[0].split("_") if part.isdigit()]
    numbers = [int(part) for part in parts[:2]] or [1]
    return ArticleNumber(*numbers)


def _with_branches(
    articles: list[Article], numbers: dict[str, ArticleNumber]
) -> tuple[Article, ...]:
    """Articles with a 枝番号 tied to the one whose number they share."""
    roots: dict[int, str] = {}
    found = []
    for article in articles:
        number = numbers[article.key]
        branch_of = article.branch_of
        if number.branch and branch_of is None:
            branch_of = roots.get(number.number)
        elif not number.branch:
            roots[number.number] = article.key
        found.append(Article(article.key, article.caption, article.paragraphs, branch_of))
    return tuple(found)


def _labels_data(body: Any) -> dict[str, str]:
    """How the law numbers its articles: 第百六条, 第106条, 第１０６条 or 第106."""
    titles = (_words(title) for title in body.iter("ArticleTitle"))
    first = next((title for title in titles if title), "")
    if any(sign in first for sign in "一二三四五六七八九十百"):
        return {"style": "law"}
    full = any("０" <= character <= "９" for character in first)
    return {
        "style": "skin",
        "family": "article" if "条" in first or not first else "plain",
        "figures": "full" if full else "half",
    }


def _pairs(value: object, length: int) -> list[Any]:
    rows = value if isinstance(value, list) else []
    return [row for row in rows if isinstance(row, list) and len(row) == length]
