"""Tree and frame → law XML."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from common.canonical import dumps, sha256_hex
from specs.text.codec import from_json, to_json
from specs.text.lawxml.frame import PLACE, attached_key, parser
from specs.text.lawxml.labels import Labels, LawLabels, SkinLabels
from specs.text.lawxml.marks import instruction, marks_of
from specs.text.numbering import ArticleNumber
from specs.text.render import Printer
from specs.text.skin import Skin
from specs.text.tree import Article, Document, Item, Paragraph, Path, Target

Attached = Mapping[str, Sequence[str]]
# Before the sentence of a provision; everything else that is attached stands at its end.
FIRST = ("ParagraphCaption",)


def labels_named(data: Mapping[str, str]) -> Labels:
    """The labels that a frame names."""
    if data.get("style") == "law":
        return LawLabels()
    skin = Skin(family="plain") if data.get("family") == "plain" else Skin()
    return SkinLabels(replace(skin, figures="full") if data.get("figures") == "full" else skin)


class ArticleWriter:
    """Writes articles of one document. `marks` adds our processing instructions."""

    def __init__(
        self, printer: Printer, labels: Labels, attached: Attached | None = None, *, marks: bool
    ) -> None:
        # Stored words go out as they are, whichever comma they were written with.
        self.printer = replace(printer, skin=replace(printer.skin, comma=""))
        self.labels, self.attached, self.marks = labels, attached or {}, marks

    def element(self, article: Article, number: ArticleNumber) -> Any:
        """The Article element."""
        num = f"{number.number}_{number.branch}" if number.branch else str(number.number)
        element = etree.Element("Article", Num=num)
        if self.marks:
            element.append(instruction({"key": article.key, "branch_of": article.branch_of}))
        if article.caption:
            etree.SubElement(element, "ArticleCaption").text = f"（{article.caption}）"
        etree.SubElement(element, "ArticleTitle").text = self.labels.article(number)
        for index, paragraph in enumerate(article.paragraphs):
            element.append(self.paragraph(article, paragraph, index))
        self._attach(element, Target(article.key, ""), first=False)
        return element

    def paragraph(self, article: Article, paragraph: Paragraph, index: int) -> Any:
        """The Paragraph element of a 項."""
        element = etree.Element("Paragraph", Num=str(index + 1))
        self._mark(element, article, paragraph, (index,))
        self._attach(element, Target(article.key, paragraph.id), first=True)
        etree.SubElement(element, "ParagraphNum").text = self.labels.paragraph(index) or None
        holder = etree.SubElement(element, "ParagraphSentence")
        for words, function in self._sentences(article, paragraph, (index,)):
            self._sentence(holder, words, function)
        for place, item in enumerate(paragraph.items):
            element.append(self._item(article, item, (index, place)))
        self._attach(element, Target(article.key, paragraph.id), first=False)
        return element

    def _item(self, article: Article, item: Item, path: Path) -> Any:
        level = len(path) - 1
        name = "Item" if level == 1 else f"Subitem{level - 1}"
        element = etree.Element(name, Num=str(path[-1] + 1))
        self._mark(element, article, item, path)
        etree.SubElement(element, f"{name}Title").text = self.labels.item(level, path[-1])
        holder = etree.SubElement(element, f"{name}Sentence")
        columns = _columns(self._sentences(article, item, path))
        for number, column in enumerate(columns, 1):
            inside = holder
            if len(columns) > 1:
                inside = etree.SubElement(holder, "Column", Num=str(number))
            for words, function in column:
                self._sentence(inside, words, function)
        for place, child in enumerate(item.items):
            element.append(self._item(article, child, (*path, place)))
        self._attach(element, Target(article.key, item.id), first=False)
        return element

    def _sentence(self, holder: Any, words: str, function: str) -> None:
        element = etree.SubElement(holder, "Sentence")
        if function:
            element.set("Function", function)
        element.set("Num", str(len(holder)))
        element.set("WritingMode", self.labels.writing_mode)
        element.text = words

    def _sentences(
        self, article: Article, node: Paragraph | Item, path: Path
    ) -> list[tuple[str, str]]:
        """The words of each sentence, and its Function."""
        printed = ["".join(words) for words in self._words(article, node, path)]
        kinds = [sentence.kind for sentence in node.sentences]
        has_proviso = "proviso" in kinds
        return [
            (words, "proviso" if kind == "proviso" else "main" if has_proviso else "")
            for words, kind in zip(printed, kinds, strict=True)
        ]

    def _words(self, article: Article, node: Paragraph | Item, path: Path) -> list[list[str]]:
        """What each piece of each sentence prints."""
        shown = [piece.words for piece in self.printer.pieces(article, node, path)]
        found = []
        for sentence in node.sentences:
            found.append(shown[: len(sentence.inlines)])
            shown = shown[len(sentence.inlines) :]
        return found

    def _mark(self, element: Any, article: Article, node: Paragraph | Item, path: Path) -> None:
        if self.marks:
            marks = marks_of(node.sentences, self._words(article, node, path))
            element.append(instruction({"id": node.id, **marks}))

    def _attach(self, element: Any, target: Target, *, first: bool) -> None:
        for xml in self.attached.get(attached_key(target), ()):
            child = etree.fromstring(xml, parser())
            if (child.tag in FIRST) == first:
                element.append(child)


def _columns(sentences: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Words with full-width spaces inside, as in 「再委託　契約の名称を問わず…」, are columns."""
    columns: list[list[tuple[str, str]]] = [[]]
    for words, function in sentences:
        first, *rest = words.split("　")
        columns[-1].append((first, function))
        columns += [[(part, function)] for part in rest]
    if any(not words for column in columns for words, _ in column):
        return [sentences]  # spaces at an end are no columns
    return columns


def write_law(printer: Printer, frame: Mapping[str, Any], *, marks: bool = True) -> bytes:
    """A document that was read from law XML, in its frame again.

    Articles that nobody edited and the tree can't say in full are written as they were; new ones
    stand behind the article before them; those that are gone leave no trace.
    """
    document = printer.document
    labels = labels_named(frame["labels"])
    writer = ArticleWriter(printer, labels, frame["attached"], marks=marks)
    law = etree.Element("Law", dict(frame["law"]))
    if frame["num"]:
        law.append(etree.fromstring(frame["num"], parser()))
    body = etree.fromstring(frame["body"], parser())
    law.append(body)
    if marks:
        body.insert(0, instruction(_document_data(document)))
    elements = {
        article.key: _element(writer, article, number, frame)
        for article in document.articles
        if (number := printer.numbering.articles.get(article.key)) is not None
    }
    main = body.find("MainProvision")
    _fill(main, elements, [article.key for article in document.articles])
    _fill_supplementary(body, frame, labels, marks=marks)
    return _serialised(law)


def _element(
    writer: ArticleWriter, article: Article, number: ArticleNumber, frame: Mapping[str, Any]
) -> Any:
    kept = _kept(article, frame)
    return writer.element(article, number) if kept is None else kept


def _kept(article: Article, frame: Mapping[str, Any]) -> Any:
    """The article as it was, if it is one that the tree can't say in full and nobody edited."""
    kept = frame["kept"].get(article.key)
    if kept is None or kept["sum"] != tree_sum(article):
        return None
    return etree.fromstring(kept["xml"], parser())


def tree_sum(article: Article) -> str:
    """A short sign of an article's tree."""
    return sha256_hex(dumps(to_json(article)))[:16]


def _fill(part: Any, elements: dict[str, Any], order: list[str]) -> None:
    """Put the articles where their places are; those without one behind the one before."""
    places = {place.get("key"): place for place in part.iter(PLACE)}
    before: Any = None
    for key in order:
        if key not in elements:
            continue
        place = places.pop(key, None)
        if place is not None:
            _replace(place, elements[key])
        elif before is not None:
            before.addnext(elements[key])
        else:
            part.insert(0, elements[key])
        before = elements[key]
    for place in places.values():
        place.getparent().remove(place)


def _fill_supplementary(
    body: Any, frame: Mapping[str, Any], labels: Labels, *, marks: bool
) -> None:
    articles = [from_json(data) for data in frame["supplementary"]]
    by_key = {article.key: article for article in articles}
    numbers = frame["numbers"]
    for part in body.findall("SupplProvision"):
        for place in list(part.iter(PLACE)):
            article = by_key[place.get("key")]
            printer = Printer(Document((article,)), Skin(comma=""))
            writer = ArticleWriter(printer, labels, frame["attached"], marks=marks)
            if place.get("bare"):
                nodes = [
                    writer.paragraph(article, paragraph, index)
                    for index, paragraph in enumerate(article.paragraphs)
                ]
                kept = _kept(article, frame)
                if kept is not None:
                    nodes = list(kept)
                for node in reversed(nodes):
                    place.addnext(node)
                place.getparent().remove(place)
            else:
                number = ArticleNumber(*numbers[article.key])
                _replace(place, _element(writer, article, number, frame))


def _replace(old: Any, new: Any) -> None:
    new.tail = old.tail
    old.getparent().replace(old, new)


def _document_data(document: Document) -> dict[str, Any]:
    return {
        "format": "tokki-law-xml",
        "version": 1,
        "annexes": [[annex.key, annex.title] for annex in document.annexes],
        "forms": [[form.key, form.number, form.title, form.article_key] for form in document.forms],
    }


def write_edition(
    printer: Printer,
    *,
    title: str,
    number: int,
    year: int,
    tables: Sequence[tuple[str, str, Sequence[Sequence[str]]]] = (),
    frame: Mapping[str, Any] | None = None,
) -> bytes:
    """A municipality's specification as law XML, LawType Misc, with our marks.

    `year` is of the Reiwa era; `tables` are the 別表: title, key of the article it belongs to
    (empty for none), rows with the header first. With the `frame` of an imported law, in it.
    Articles that the printer leaves out, and the forms that belong to them, are not written.
    """
    if frame:
        return write_law(printer, frame)
    law = etree.Element(
        "Law", Era="Reiwa", Year=str(year), Num=str(number), LawType="Misc", Lang="ja"
    )
    etree.SubElement(law, "LawNum").text = f"第{number}版"
    body = etree.SubElement(law, "LawBody")
    body.append(instruction(_document_data(printer.document)))
    etree.SubElement(body, "LawTitle").text = title
    main = etree.SubElement(body, "MainProvision")
    writer = ArticleWriter(printer, SkinLabels(printer.skin), marks=True)
    for article in printer.document.articles:
        if (article_number := printer.numbering.articles.get(article.key)) is not None:
            main.append(writer.element(article, article_number))
    for name, key, rows in tables:
        _table(body, printer, name, key, rows)
    for form in printer.document.forms:
        related = printer.related(form.article_key)
        if form.article_key in printer.omitted:
            continue
        element = etree.SubElement(body, "AppdxStyle")
        name = f"様式第{form.number}号　{form.title}"
        etree.SubElement(element, "AppdxStyleTitle", WritingMode="horizontal").text = name
        if related:
            etree.SubElement(element, "RelatedArticleNum").text = related
    return _serialised(law)


def _table(
    body: Any, printer: Printer, title: str, key: str, rows: Sequence[Sequence[str]]
) -> None:
    element = etree.SubElement(body, "AppdxTable")
    etree.SubElement(element, "AppdxTableTitle", WritingMode="horizontal").text = f"別表　{title}"
    if related := printer.related(key):
        etree.SubElement(element, "RelatedArticleNum").text = related
    struct = etree.SubElement(element, "TableStruct")
    table = etree.SubElement(struct, "Table", WritingMode="horizontal")
    for cells in rows:
        row = etree.SubElement(table, "TableRow")
        for cell in cells:
            column = etree.SubElement(
                row,
                "TableColumn",
                BorderTop="solid",
                BorderBottom="solid",
                BorderLeft="solid",
                BorderRight="solid",
            )
            sentence = etree.SubElement(column, "Sentence", Num="1", WritingMode="horizontal")
            sentence.text = str(cell)


def _serialised(law: Any) -> bytes:
    _indent(law, "\n")
    data: bytes = etree.tostring(law, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"


def _indent(element: Any, line: str) -> None:
    """Put every element on a line of its own, but for those that stand between words."""
    words = [element.text, *(child.tail for child in element)]
    if not len(element) or any(text and text.strip() for text in words):
        return
    element.text = line + "  "
    for child in element:
        child.tail = line + "  "
        if isinstance(child.tag, str):
            _indent(child, line + "  ")
    element[-1].tail = line
