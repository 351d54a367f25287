"""The frame of a law: everything around its articles, as plain data that a database can keep.

    {"format": "lawxml-3", "law": {attributes}, "num": LawNum, "body": LawBody as XML in which
     <tokki-article key="…"/> stands for each article, "supplementary": [articles of 附則],
     "attached": {"key#id": [XML of tables and the like in a provision]},
     "kept": {key: {"sum": of the tree, "xml": the article as it was}}}

`kept` holds the few articles that the tree can't say in full (ruby, formulas, lines): as long as
nobody edits them they are written as they were.
"""

from typing import Any

from lxml import etree

from specs.text.tree import Target

FORMAT = "lawxml-3"
PLACE = "tokki-article"


def canonical(element: Any) -> tuple:
    """An element as nested tuples, without comments, instructions and white space between tags."""
    children = tuple(canonical(child) for child in element if isinstance(child.tag, str))
    texts = (element.text, *(child.tail for child in element))
    words = "".join(text for text in texts if text)
    return (
        element.tag,
        tuple(sorted(element.attrib.items())),
        words if words.strip() else "",
        children,
    )


def as_text(element: Any) -> str:
    """An element as XML text, without what follows it and without instructions."""
    copy = etree.fromstring(etree.tostring(element, with_tail=False, encoding="unicode"), parser())
    return etree.tostring(copy, encoding="unicode")


def parser() -> etree.XMLParser:
    """A parser that fetches nothing, expands nothing and has the usual limits on size."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_blank_text=False,
    )


def attached_key(target: Target) -> str:
    """How the frame names a provision."""
    return f"{target.article}#{target.provision}"
