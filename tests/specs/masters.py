"""The shipped master set as a document of the text engine, without a database."""

from functools import cache
from pathlib import Path

from specs.text.link import link_document
from specs.text.parse import parse_article
from specs.text.tree import Document

FOLDER = Path(__file__).resolve().parent.parent.parent / "fixtures" / "master" / "clauses"


@cache
def master_document() -> Document:
    """All clauses of fixtures/master, linked."""
    articles = []
    for path in sorted(FOLDER.glob("*.txt")):
        head, _, rest = path.read_text(encoding="utf-8").partition("== 条文\n")
        key = next(line for line in head.splitlines() if line.startswith("key:"))
        parsed = parse_article(rest.split("\n== ")[0], key=key.partition(":")[2].strip())
        assert parsed.article is not None
        articles.append(parsed.article)
    return link_document(Document(tuple(articles)), literal=False)[0]
