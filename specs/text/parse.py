"""Plain text → tree. The author's errors become problems with line numbers, never exceptions.

Markers give structure and order; their numbers are checked and not kept.
"""

import re
from dataclasses import dataclass, field

from specs.text import markers
from specs.text.inline import lex, sentences
from specs.text.tree import Article, Item, Paragraph, Sentence, generated_id, provisions
from specs.text.within import resolve_within

LABEL = re.compile(r"\{#([A-Za-z][A-Za-z0-9-]*)\}")


@dataclass(frozen=True)
class Problem:
    """What is wrong in one line (1 is the first) and what to do about it."""

    line: int
    message: str


@dataclass(frozen=True)
class Parsed:
    """One article, and what was wrong with its text. Without an article nothing was readable."""

    article: Article | None
    problems: list[Problem]


@dataclass(frozen=True)
class ParsedDocument:
    """The articles of a whole text, the lines that found no place, and problems."""

    articles: list[Article]
    problems: list[Problem]
    unplaced: list[Problem]


@dataclass
class _Node:
    """A provision being read."""

    line: int
    label: str
    sentences: tuple[Sentence, ...]
    children: list["_Node"] = field(default_factory=list)


@dataclass
class _Draft:
    """An article being read."""

    key: str
    caption: str
    branch: bool = False
    paragraphs: list[_Node] = field(default_factory=list)


class _Reader:
    """Reads lines one by one into drafts."""

    def __init__(self) -> None:
        self.drafts: list[_Draft] = []
        self.problems: list[Problem] = []
        self.unplaced: list[Problem] = []
        self.caption = ""
        self.keys: list[str] = []

    def say(self, line: int, message: str) -> None:
        self.problems.append(Problem(line, message))

    def read(self, number: int, line: str) -> None:
        if match := markers.CAPTION.fullmatch(line):
            if self.caption:
                self.say(number, f"見出し「{self.caption}」の次に条がありません。")
            self.caption = match[1]
        elif match := markers.ARTICLE.match(line):
            self._article(number, line[match.end() :], branch=bool(match[2] or match[3]))
        elif not self.drafts:
            self.unplaced.append(Problem(number, line))
        else:
            self._provision(number, line)

    def _article(self, number: int, rest: str, *, branch: bool) -> None:
        index = len(self.drafts)
        key = self.keys[index] if index < len(self.keys) else f"article-{index + 1}"
        self.drafts.append(_Draft(key, self.caption, branch))
        self.caption = ""
        self.drafts[-1].paragraphs.append(self._node(number, rest))

    def _node(self, number: int, text: str) -> _Node:
        label = ""
        if match := LABEL.match(text):
            label, text = match[1], text[match.end() :]
        pieces, problems = lex(text, self.drafts[-1].key)
        for problem in problems:
            self.say(number, problem)
        if not text.strip():
            self.say(number, "番号の後に文がありません。文を入力してください。")
        return _Node(number, label, sentences(pieces))

    def _provision(self, number: int, line: str) -> None:
        draft = self.drafts[-1]
        for level, pattern in enumerate(markers.LEVELS):
            match = pattern.match(line)
            if match is None:
                continue
            siblings = self._siblings(draft, level)
            if siblings is None:
                self.say(number, f"「{match[0].strip()}」の上に来るべき項又は号がありません。")
                self.unplaced.append(Problem(number, line))
                return
            self._check_order(number, level, match[1], len(siblings))
            siblings.append(self._node(number, line[match.end() :]))
            return
        self.say(number, "項や号の番号がない行です。番号を付けるか、前の行につなげてください。")
        self.unplaced.append(Problem(number, line))

    @staticmethod
    def _siblings(draft: _Draft, level: int) -> list[_Node] | None:
        """Where a provision of this level goes: under the last one of the level above."""
        nodes = draft.paragraphs
        for _ in range(level):
            if not nodes:
                return None
            nodes = nodes[-1].children
        return nodes

    def _check_order(self, number: int, level: int, mark: str, expected: int) -> None:
        found = markers.position(level, mark)
        if level == 0 and found == 0:
            self.say(number, "第1項には番号「1」を付けません。条の番号に続けて書いてください。")
        elif found != expected:
            self.say(
                number,
                f"番号「{mark}」は順序どおりではありません。"
                f"「{markers.marker(level, expected)}」としてください。",
            )


def _build_item(node: _Node, path: tuple[int, ...]) -> Item:
    items = tuple(_build_item(child, (*path, i)) for i, child in enumerate(node.children))
    return Item(node.label or generated_id(path), node.sentences, items)


def _build(draft: _Draft, previous: str | None, reader: _Reader) -> Article:
    paragraphs = []
    for index, node in enumerate(draft.paragraphs):
        items = tuple(_build_item(child, (index, i)) for i, child in enumerate(node.children))
        paragraphs.append(Paragraph(node.label or generated_id((index,)), node.sentences, items))
    article = Article(
        draft.key, draft.caption, tuple(paragraphs), previous if draft.branch else None
    )
    _check(draft, article, reader)
    article, unresolved = resolve_within(article)
    for word in unresolved:
        reader.say(draft.paragraphs[0].line, f"「{word}」に当たる項又は号がありません。")
    return article


def _check(draft: _Draft, article: Article, reader: _Reader) -> None:
    first = draft.paragraphs[0].line
    if not draft.caption:
        reader.say(first, "見出しがありません。条の前の行に（　）で囲んで書いてください。")
    seen: set[str] = set()
    for _, provision in provisions(article):
        if provision.id in seen:
            reader.say(first, f"名札「{provision.id}」が二つあります。別の名前にしてください。")
        seen.add(provision.id)
        if len(provision.items) == 1:
            reader.say(first, "号が一つだけです。文に書き込むか、号を二つ以上にしてください。")


def _read(text: str, keys: list[str]) -> tuple[list[Article], _Reader]:
    reader = _Reader()
    reader.keys = keys
    for number, line in enumerate(text.splitlines(), 1):
        if stripped := line.strip(" 　\t"):
            reader.read(number, stripped)
    articles: list[Article] = []
    parent: str | None = None
    for draft in reader.drafts:
        articles.append(_build(draft, parent, reader))
        if not draft.branch:
            parent = draft.key
    reader.problems.sort(key=lambda problem: problem.line)
    return articles, reader


def parse_article(text: str, *, key: str) -> Parsed:
    """Read one article in the stored form or as officials write it; `key` becomes its key.

    Article-level relative words (前条) stay unresolved until link.link_document.
    """
    articles, reader = _read(text, [key])
    problems = list(reader.problems)
    if not articles:
        problems = [Problem(1, "「第○条」で始まる行がありません。条文を入力してください。")]
    elif len(articles) > 1:
        problems.append(Problem(1, "条が二つ以上あります。条ごとに分けてください。"))
    elif reader.unplaced and reader.unplaced[0].line < 3:
        problems.append(Problem(reader.unplaced[0].line, "条の前に、見出しでない行があります。"))
    return Parsed(articles[0] if articles else None, problems)


def parse_document(text: str, *, keys: list[str] | None = None) -> ParsedDocument:
    """Read a whole text with real numbers; keys are given, or article-1, article-2, …"""
    articles, reader = _read(text, keys or [])
    return ParsedDocument(articles, reader.problems, reader.unplaced)

