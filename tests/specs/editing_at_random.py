"""A document as somebody else might hand it back: words, provisions and articles changed."""

from dataclasses import replace
from random import Random
from typing import TypeVar

from specs.text.tree import (
    Article,
    Document,
    Inline,
    Item,
    Paragraph,
    Sentence,
    Text,
    rewritten,
)
from tests.specs.strategies import WORDS

Node = TypeVar("Node", Paragraph, Item)
CAPTIONS = ("再委託", "再委託の制限", "従事者の監督", "個人情報の廃棄", "")


def edited(document: Document, seed: int) -> Document:
    """Some articles gone, new, moved, and reworded; keys and ids go with the words."""
    random = Random(seed)
    articles = [_article(each, random) for each in document.articles if random.random() > 0.15]
    for number in range(random.randint(0, 2)):
        fresh = Article(f"fresh-{number}", "新しい条", (Paragraph("p1", _words(random)),))
        articles.insert(random.randint(0, len(articles)), fresh)
    if len(articles) > 1 and random.random() < 0.4:
        moved = articles.pop(random.randrange(len(articles)))
        articles.insert(random.randint(0, len(articles)), moved)
    return replace(document, articles=_with_roots(articles))


def _with_roots(articles: list[Article]) -> tuple[Article, ...]:
    """A 枝番号 belongs to the article that it follows, or is a number of its own."""
    found: list[Article] = []
    for article in articles:
        before = found[-1].branch_of or found[-1].key if found else None
        kept = article.branch_of if article.branch_of == before else None
        found.append(replace(article, branch_of=kept))
    return tuple(found)


def _article(article: Article, random: Random) -> Article:
    if random.random() < 0.5:
        return article
    if random.random() < 0.3:
        article = replace(article, caption=random.choice(CAPTIONS))
    paragraphs = _nodes(article.paragraphs, random, Paragraph) or article.paragraphs

    def rewrite(sentences: tuple[Sentence, ...], path: tuple[int, ...]) -> tuple[Sentence, ...]:
        return _reworded(sentences, random) if random.random() < 0.3 else sentences

    return rewritten(replace(article, paragraphs=paragraphs), rewrite)


def _nodes(nodes: tuple[Node, ...], random: Random, kind: type[Node]) -> tuple[Node, ...]:
    kept = [
        replace(node, items=_nodes(node.items, random, Item))
        for node in nodes
        if random.random() > 0.15
    ]
    if random.random() < 0.3:
        fresh = kind(f"fresh-{random.randrange(10**9)}", _words(random))
        kept.insert(random.randint(0, len(kept)), fresh)
    if len(kept) > 1 and random.random() < 0.2:
        kept.append(kept.pop(0))
    return tuple(kept)


def _reworded(sentences: tuple[Sentence, ...], random: Random) -> tuple[Sentence, ...]:
    return tuple(
        replace(each, inlines=tuple(_piece(piece, random) for piece in each.inlines))
        for each in sentences
    )


def _piece(piece: Inline, random: Random) -> Inline:
    if not isinstance(piece, Text) or random.random() < 0.4:
        return piece
    cut = random.randint(0, len(piece.value))
    choice = random.random()
    if choice < 0.4:
        return Text(piece.value[:cut] + random.choice(WORDS) + piece.value[cut:])
    if choice < 0.7:
        return Text(piece.value[:cut] + piece.value[cut + 2 :] or "は")
    return Text(piece.value.replace("個人情報", "特定個人情報").replace("記録", "報告"))


def _words(random: Random) -> tuple[Sentence, ...]:
    words = "".join(random.choice(WORDS) for _ in range(random.randint(1, 4)))
    return (Sentence("main", (Text(f"{words}とする。"),)),)
