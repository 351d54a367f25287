"""Plain text → tree. The author's errors become problems with line numbers, never exceptions.

Markers give structure and order; their numbers are checked and not kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from specs.text.identity import keep_ids
from specs.text.literals import Family
from specs.text.markers import BLANKS
from specs.text.numbering import ArticleNumber
from specs.text.reading import Draft, Node, Problem, Reader
from specs.text.tree import (
    Article,
    Item,
    Paragraph,
    Path,
    Sentence,
    Text,
    generated_id,
    provisions,
)
from specs.text.within import resolve_within

__all__ = ["Parsed", "ParsedDocument", "Problem", "parse_article", "parse_document"]


@dataclass(frozen=True)
class Parsed:
    """One article, and what was wrong with its text. Without an article nothing was readable.

    `lines` tells on which line of the text each provision (by id) begins.
    """

    article: Article | None
    problems: list[Problem]
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ParsedDocument:
    """The articles of a whole text, problems, and the lines that found no place.

    `family` and `written` (which article each number names in this text) are for
    link.link_document.
    """

    articles: list[Article]
    problems: list[Problem]
    unplaced: list[Problem]
    family: Family = "article"
    written: dict[ArticleNumber, str] | None = field(default=None)


def parse_article(text: str, *, key: str, before: Article | None = None) -> Parsed:
    """Read one article in the stored form or as officials write it; `key` becomes its key.

    With the article as it was `before`, provisions keep their ids (identity.keep_ids).
    Article-level relative words (前条) stay unresolved until link.link_document.
    """
    articles, reader = _read(text, [key], before)
    if not articles:
        message = "「第○条」で始まる行がありません。条文を入力してください。"
        return Parsed(None, [Problem(1, message)])
    problems = list(reader.problems)
    first = reader.drafts[0].line
    problems += [
        Problem(each.line, "条の前に、見出しでない行があります。消すか、条の中に入れてください。")
        for each in reader.unplaced
        if each.line < first and all(p.line != each.line for p in problems)
    ]
    if len(articles) > 1:
        second = reader.drafts[1].line
        problems.append(Problem(second, "条が二つ以上あります。条ごとに分けてください。"))
    nodes = (node for _, node in _nodes(reader.drafts[0].paragraphs))
    lines = {p.id: node.line for (_, p), node in zip(provisions(articles[0]), nodes, strict=True)}
    return Parsed(articles[0], sorted(problems, key=lambda problem: problem.line), lines)


def parse_document(text: str, *, keys: list[str] | None = None) -> ParsedDocument:
    """Read a whole text with real numbers; keys are given, or article-1, article-2, …

    Lines before the first article (title, date) and after the last (附則, 別表) are unplaced.
    """
    articles, reader = _read(text, keys or [])
    if not articles:
        reader.say(1, "「第1条」又は「第1」で始まる行がありません。条文を確かめてください。")
    written: dict[ArticleNumber, str] = {}
    for draft in reader.drafts:
        if draft.number is not None:
            written.setdefault(draft.number, draft.key)
    complete = len(written) == len(reader.drafts)
    return ParsedDocument(
        articles, reader.problems, reader.unplaced, reader.family, written if complete else None
    )


def _read(
    text: str, keys: list[str], before: Article | None = None
) -> tuple[list[Article], Reader]:
    reader = Reader(keys)
    for number, line in enumerate(text.splitlines(), 1):
        if stripped := line.strip(BLANKS + "\ufeff"):
            reader.read(number, stripped)
    reader.finish()
    articles: list[Article] = []
    root: str | None = None
    for draft in reader.drafts:
        if not draft.branch:
            root = draft.key
        elif draft.branch_of is None:
            draft.branch_of = root
        articles.append(_built(draft, reader, before))
    reader.problems.sort(key=lambda problem: problem.line)
    return articles, reader


def _nodes(nodes: list[Node], above: Path = ()) -> Iterator[tuple[Path, Node]]:
    for index, node in enumerate(nodes):
        yield (*above, index), node
        yield from _nodes(node.children, (*above, index))


def _built(draft: Draft, reader: Reader, before: Article | None) -> Article:
    nodes = dict(_nodes(draft.paragraphs))
    ids = _ids(nodes, reader)

    def items(node: Node, path: Path) -> tuple[Item, ...]:
        return tuple(
            Item(ids[(*path, i)], child.sentences, items(child, (*path, i)))
            for i, child in enumerate(node.children)
        )

    paragraphs = tuple(
        Paragraph(ids[(i,)], node.sentences, items(node, (i,)))
        for i, node in enumerate(draft.paragraphs)
    )
    article = Article(draft.key, draft.caption, paragraphs, draft.branch_of)
    deleted = (Sentence("main", (Text("削除"),)),)
    if not draft.caption and article.paragraphs[0].sentences != deleted:
        reader.say(draft.line, "見出しがありません。条の前の行に（　）で囲んで書いてください。")
    for node in nodes.values():
        if len(node.children) == 1:
            line = node.children[0].line
            reader.say(line, "号が一つだけです。文に書き込むか、号を二つ以上にしてください。")
    if before is not None:
        article = keep_ids(before, article)
    article, unresolved = resolve_within(article)
    for path, word in unresolved:
        reader.say(nodes[path].line, f"「{word}」に当たる項又は号がありません。")
    return article


def _ids(nodes: dict[Path, Node], reader: Reader) -> dict[Path, str]:
    """Each provision's label, or an id from its position that no other one bears."""
    ids: dict[Path, str] = {}
    taken: set[str] = set()
    for path, node in nodes.items():
        if node.label and node.label in taken:
            reader.say(
                node.line, f"名札「{node.label}」が二つあります。片方を別の名前にしてください。"
            )
        elif node.label:
            ids[path] = node.label
            taken.add(node.label)
    for path in nodes:
        if path not in ids:
            ids[path] = generated_id(path)
            while ids[path] in taken:
                ids[path] += "x"
            taken.add(ids[path])
    return ids
