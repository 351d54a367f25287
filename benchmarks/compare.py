"""Times of 新旧対照: `python benchmarks/compare.py`. No database.

The shipped master set and the Act of tests/data/laws, each against itself and against a variant
in which words, provisions and articles changed, also as a pasted text, whose keys are not known.
Prints one line a pair: articles, characters, milliseconds of the comparison (printing included),
of the table, and of the amending words; medians of seven.
"""

import os
import random
import re
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "only for measuring; signs nothing that anybody keeps")

import django

django.setup()

from checklists.master.reading import read_clause
from specs.text.amend import amendment, sentences
from specs.text.compare import compare_documents
from specs.text.compare.phrases import spans
from specs.text.compare.table import table
from specs.text.compare.units import units
from specs.text.link import link_document
from specs.text.parse import parse_article, parse_document
from specs.text.render import Printer, render_plain
from specs.text.tree import (
    Article,
    Document,
    Item,
    Paragraph,
    Sentence,
    Text,
    generated_id,
    rewritten,
)

WORDS = (("受注者", "受託者"), ("書面", "書面又は電磁的記録"), ("報告", "届出"), ("30", "60"))


def master() -> Document:
    """The shipped clauses."""
    files = [read_clause(p) for p in sorted((ROOT / "fixtures/master/clauses").glob("*.txt"))]
    articles = []
    for file in files:
        parsed = parse_article(file.sections["条文"], key=file.headers["key"]).article
        assert parsed is not None
        articles.append(parsed)
    return link_document(Document(tuple(articles)), literal=False)[0]


def act() -> Document:
    """The Act's main provision, its references as words."""
    law = ET.parse(ROOT / "tests/data/laws/appi.xml").getroot()  # noqa: S314
    body = law.find(".//MainProvision")
    assert body is not None
    return Document(
        tuple(
            Article(
                f"article-{index}",
                (node.findtext("ArticleCaption") or "").strip("（）"),
                tuple(
                    Paragraph(generated_id((i,)), _words(p), _items(p, (i,)))
                    for i, p in enumerate(node.findall("Paragraph"))
                ),
            )
            for index, node in enumerate(body.iter("Article"), 1)
        )
    )


def _words(node: ET.Element) -> tuple[Sentence, ...]:
    own = next((child for child in node if child.tag.endswith("Sentence")), None)
    words = "".join(own.itertext()) if own is not None else ""
    return (Sentence("main", (Text(re.sub(r"\s", "", words) or "（略）"),)),)


def _items(node: ET.Element, path: tuple[int, ...]) -> tuple[Item, ...]:
    below = [c for c in node if re.fullmatch(r"Item|Subitem\d", c.tag)]
    return tuple(
        Item(generated_id((*path, i)), _words(child), _items(child, (*path, i)))
        for i, child in enumerate(below)
    )


def variant(document: Document, seed: int = 1) -> Document:
    """Every third article reworded, some gone, new and moved."""
    random_ = random.Random(seed)
    articles = []
    for index, article in enumerate(document.articles):
        if index % 15 == 14:
            continue
        if index % 3 == 0:
            article = _reworded(article)
        articles.append(article)
        if index % 20 == 10:
            words = (Sentence("main", (Text("受注者は、記録を備えなければならない。"),)),)
            articles.append(Article(f"new-{index}", "記録", (Paragraph("p1", words),)))
    moved = articles.pop(random_.randrange(len(articles)))
    articles.insert(random_.randrange(len(articles)), moved)
    return replace(document, articles=tuple(articles))


def _reworded(article: Article) -> Article:
    def rewrite(sentences_: tuple[Sentence, ...], path: tuple[int, ...]) -> tuple[Sentence, ...]:
        return tuple(replace(s, inlines=tuple(_piece(i) for i in s.inlines)) for s in sentences_)

    return rewritten(article, rewrite)


def _piece(piece: object) -> object:
    if not isinstance(piece, Text):
        return piece
    words = piece.value
    for one, other in WORDS:
        words = words.replace(one, other)
    return Text(words)


def pasted(document: Document) -> Document:
    """The document as read from its own text: no key is known."""
    parsed = parse_document(render_plain(Printer(document)))
    return link_document(Document(tuple(parsed.articles)), written=parsed.written)[0]


def milliseconds(work: Callable[[], object]) -> float:
    """The median of seven, by the wall clock."""
    took = []
    for _ in range(7):
        started = time.perf_counter()
        work()
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took)


def measure(name: str, old: Document, new: Document, *, by_key: bool = True) -> None:
    """Print one line."""
    compared = compare_documents(Printer(old), Printer(new), by_key=by_key)
    took = milliseconds(lambda: compare_documents(Printer(old), Printer(new), by_key=by_key))
    laid = milliseconds(lambda: table(compared))
    worded = milliseconds(lambda: sentences(amendment(compared), compared.new_skin))
    print(
        f"{name}: {len(old.articles)} articles, {len(render_plain(Printer(old)))} characters, "
        f"{len(compared.changed)} differ; compared in {took:.0f} ms, table {laid:.1f} ms, "
        f"amending words {worded:.0f} ms"
    )


def one_long_provision() -> None:
    """4,600 characters of one provision, reworded here and there, and wholly."""
    text = "".join(
        each
        for article in act().articles
        for paragraph in article.paragraphs
        for each in [_text(paragraph)]
    )[:4600]
    here_and_there = text.replace("個人情報", "保有個人情報").replace("事業者", "受託者")
    other = "".join(reversed(text))
    for name, new in (("here and there", here_and_there), ("wholly other", other)):
        took = milliseconds(lambda new=new: spans(units(text), units(new)))
        print(f"one provision of {len(text)} characters, {name}: {took:.1f} ms")


def _text(paragraph: Paragraph) -> str:
    return "".join(i.value for s in paragraph.sentences for i in s.inlines if isinstance(i, Text))


def main() -> None:
    """Measure all."""
    for name, document in (("master set", master()), ("Act", act())):
        measure(f"{name}, the same", document, document)
        measure(f"{name}, a variant", document, variant(document))
        measure(f"{name}, a variant pasted", document, pasted(variant(document)), by_key=False)
    one_long_provision()


if __name__ == "__main__":
    main()
