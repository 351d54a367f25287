"""Subjects for the linter, without a database: the shipped master set, and the Act."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from checklists.master.reading import blanks, pairs, read_clause
from specs.text.inline import sentences
from specs.text.link import link_document
from specs.text.lint import (
    AnnexFacts,
    BlankFacts,
    ClauseFacts,
    ItemFacts,
    LawFacts,
    PresetFacts,
    Subject,
)
from specs.text.parse import parse_article
from specs.text.tree import (
    Annex,
    Article,
    Document,
    Form,
    Item,
    Paragraph,
    Text,
    generated_id,
)
from specs.text.tree import (
    Path as At,
)

ROOT = Path(__file__).resolve().parent.parent.parent
MASTER = ROOT / "fixtures/master"
ACT = ROOT / "tests/data/laws/appi.xml"


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((MASTER / name).read_text(encoding="utf-8"))


@cache
def master_subject() -> Subject:
    """The files under fixtures/master, as the loader reads them."""
    files = [read_clause(path) for path in sorted((MASTER / "clauses").glob("*.txt"))]
    articles = [parse_article(f.sections["条文"], key=f.headers["key"]).article for f in files]
    annexes = [
        tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted((MASTER / "annexes").glob("*.toml"))
    ]
    forms = tuple(
        Form(f["key"], f["number"], f["title"], f["clause"]) for f in _toml("forms.toml")["form"]
    )
    document, _ = link_document(
        Document(
            tuple(a for a in articles if a), tuple(Annex(each["key"]) for each in annexes), forms
        ),
        literal=False,
    )
    return Subject(
        document,
        clauses=tuple(_clause(file) for file in files),
        items=tuple(
            ItemFacts(
                item.code,
                file.headers["key"],
                (
                    ("契約前の質問", item.fields.get("before", "")),
                    ("契約後の質問", item.fields.get("after", "")),
                ),
            )
            for file in files
            for item in file.items
        ),
        laws=tuple(
            LawFacts(law["key"], law["law"], law.get("article", ""))
            for law in _toml("laws.toml")["law"]
        ),
        presets=tuple(
            PresetFacts(each["key"], each["title"], tuple(each.get("codes", ())))
            for each in _toml("presets.toml")["preset"]
        ),
        annexes=tuple(
            AnnexFacts(
                each["key"],
                each["title"],
                each["clause"],
                tuple(cell for row in each["rows"] for cell in row),
            )
            for each in annexes
        ),
    )


def _clause(file: Any) -> ClauseFacts:
    head = file.headers
    return ClauseFacts(
        key=head["key"],
        code=head["code"],
        caption=head["caption"],
        level=head["level"],
        omission=head["omission"],
        applies_when=head.get("applies", ""),
        unchecked_reason=head.get("unchecked", ""),
        laws=tuple(key for key, _ in pairs(file.sections["根拠法令"])),
        blanks=tuple(BlankFacts(**blank) for blank in blanks(file.sections["記入事項"])),
    )


@cache
def act_subject() -> Subject:
    """The articles of the Act as a bare document."""
    tree = etree.parse(ACT)
    articles = tuple(
        Article(
            f"article-{article.get('Num')}",
            (article.findtext("ArticleCaption") or "").strip("（）"),
            tuple(
                Paragraph(
                    generated_id((n,)),
                    _text(p, "ParagraphSentence"),
                    tuple(_items(p, "Item", (n,))),
                )
                for n, p in enumerate(article.findall("Paragraph"))
            ),
        )
        for article in tree.iterfind(".//MainProvision//Article")
    )
    return Subject(link_document(Document(articles))[0])


def _text(element: Any, tag: str) -> Any:
    found = element.find(tag)
    words = "　".join(_words(s) for s in found.iter("Sentence")) if found is not None else ""
    return sentences([Text(words)] if words else [])


def _words(sentence: Any) -> str:
    for ruby in sentence.iter("Rt"):
        ruby.text = ""
    return "".join(sentence.itertext())


def _items(element: Any, tag: str, above: At) -> Iterator[Item]:
    below = "Subitem1" if tag == "Item" else f"Subitem{int(tag[-1]) + 1}"
    for n, node in enumerate(element.findall(tag)):
        path = (*above, n)
        yield Item(
            generated_id(path), _text(node, f"{tag}Sentence"), tuple(_items(node, below, path))
        )
