"""Reading lines into drafts: which line opens an article, a 項, a 号, and what is wrong with it.

Numbers are checked for their order and not kept; the article numbers of a municipality's own
text are kept beside the drafts, for its references mean them.
"""

import re
from dataclasses import dataclass, field

from specs.text import markers
from specs.text.inline import KEY, lex, sentences
from specs.text.literals import Family
from specs.text.numbering import ArticleNumber
from specs.text.tree import Sentence

_LABEL = re.compile(r"\{#([A-Za-z][A-Za-z0-9-]*)\}")
_BRANCH = re.compile(rf"\{{枝番:({KEY})\}}")


@dataclass(frozen=True)
class Problem:
    """What is wrong in one line (1 is the first) and what to do about it."""

    line: int
    message: str


@dataclass
class Node:
    """A provision being read."""

    line: int
    label: str = ""
    sentences: tuple[Sentence, ...] = ()
    children: list["Node"] = field(default_factory=list)


@dataclass
class Draft:
    """An article being read; `number` as written, None for 第○条."""

    key: str
    caption: str
    line: int
    number: ArticleNumber | None
    branch: bool
    branch_of: str | None = None
    paragraphs: list[Node] = field(default_factory=list)


class Reader:
    """Reads lines one by one into drafts. `keys` name the articles in order."""

    def __init__(self, keys: list[str]) -> None:
        self.keys = keys
        self.drafts: list[Draft] = []
        self.problems: list[Problem] = []
        self.unplaced: list[Problem] = []
        self.family: Family = "article"
        self._caption: Problem | None = None
        self._ended = False

    def say(self, line: int, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(line, message))

    def misplaced(self, line: int, text: str, message: str = "") -> None:
        """Set a line aside that has no place in an article, with a problem if there is one."""
        self.unplaced.append(Problem(line, text))
        if message:
            self.say(line, message)

    def finish(self) -> None:
        """Note what is still open after the last line."""
        self._drop_caption()
        for draft in self.drafts:
            for node in draft.paragraphs[:1]:
                self._must_have_text(node)
        self.problems.sort(key=lambda problem: problem.line)

    def read(self, number: int, line: str) -> None:
        """Read one line, stripped of the blanks at its ends."""
        if self._ended:
            self.misplaced(number, line)
            return
        captioned = markers.caption(line)
        rest = captioned[1].lstrip(markers.BLANKS) if captioned else ""
        if captioned and (not rest or self._opening(rest)):
            self._drop_caption()
            self._caption = Problem(number, captioned[0])
            line = rest
        if not line:
            return
        if match := self._opening(line):
            self._article(number, match, line[match.end() :])
        elif not self.drafts:
            self._drop_caption()
            self.misplaced(number, line)
        elif markers.TRAILER.fullmatch(line):
            self._ended = True
            self.misplaced(number, line, f"「{line}」から後は、条文として取り込みません。")
        else:
            self._drop_caption()
            self._provision(number, line)

    def _opening(self, line: str) -> re.Match[str] | None:
        """The number of an article, if the line opens one."""
        match = markers.ARTICLE.match(line)
        if match is None and (not self.drafts or self.family == "plain"):
            match = markers.PLAIN_ARTICLE.match(line)
        if match is None and self._caption is not None:
            match = markers.UNSPACED_ARTICLE.match(line)
        return match

    def _drop_caption(self) -> None:
        if self._caption is not None:
            line, words = self._caption.line, self._caption.message
            self.misplaced(line, f"（{words}）", f"見出し「{words}」の次に条がありません。")
            self._caption = None

    def _article(self, line: int, match: re.Match[str], rest: str) -> None:
        if not self.drafts:
            self.family = "article" if "条" in match[0] else "plain"
        if not match[0].endswith(tuple(markers.BLANKS)) and rest and rest[0] not in "（(":
            self.say(line, f"「{match[0]}」の後に空白を入れてください。")
        caption = self._caption.message if self._caption else ""
        # 第1条（目的）: only without a blank between, as a text may itself begin with （.
        attached = markers.caption(rest) if match[0][-1] not in markers.BLANKS else None
        if not caption and attached and attached[1][:1] in ("", *markers.BLANKS):
            caption, rest = attached[0], attached[1].lstrip(markers.BLANKS)
        self._caption = None
        index = len(self.drafts)
        key = self.keys[index] if index < len(self.keys) else f"article-{index + 1}"
        draft = Draft(key, caption, line, _number(match), match[2] is not None)
        self._check_article(draft, match[0].strip(markers.BLANKS))
        if branch := _BRANCH.match(rest):
            draft.branch_of, rest = branch[1], rest[branch.end() :]
        self.drafts.append(draft)
        draft.paragraphs.append(Node(line))
        if rest:
            self._fill(draft.paragraphs[0], rest)

    def _check_article(self, draft: Draft, words: str) -> None:
        if draft.number is None:
            return
        before = self.drafts[-1].number if self.drafts else ArticleNumber(0)
        if before is None:
            return
        following = ArticleNumber(before.number + 1)
        branch = ArticleNumber(before.number, max(before.branch, 1) + 1)
        if draft.number not in (following, branch):
            self.say(
                draft.line,
                f"条の番号「{words}」は順序どおりではありません。抜けや重なりを確かめてください。",
            )

    def _fill(self, node: Node, text: str) -> None:
        if match := _LABEL.match(text):
            node.label, text = match[1], text[match.end() :]
        pieces, problems = lex(text, self.drafts[-1].key)
        for problem in problems:
            self.say(node.line, problem)
        node.sentences = sentences(pieces)

    def _must_have_text(self, node: Node) -> None:
        if not node.sentences:
            self.say(node.line, "番号の後に文がありません。文を入力してください。")

    def _provision(self, number: int, line: str) -> None:
        draft = self.drafts[-1]
        for level, pattern in enumerate(markers.LEVELS):
            match = pattern.match(line)
            if match is not None:
                self._marked(number, level, match, line)
                return
        first = draft.paragraphs[0]
        if first.sentences or first.children or len(draft.paragraphs) > 1:
            message = "項や号の番号がない行です。番号を付けるか、前の行につなげてください。"
            if markers.HEADING.match(line):
                message = "章や節の見出しは取り込めません。条の見出しだけを残してください。"
            self.misplaced(number, line, message)
        else:
            # The number stands on a line of its own; this is its text.
            self._fill(first, line)

    def _marked(self, number: int, level: int, match: re.Match[str], line: str) -> None:
        siblings = self._siblings(self.drafts[-1], level)
        if siblings is None:
            shown = match[0].strip(markers.BLANKS)
            self.misplaced(number, line, f"「{shown}」の上に来るべき項又は号がありません。")
            return
        found = markers.position(level, match[1])
        first = siblings[0] if siblings else None
        if level == 0 and found == 0 and first and not (first.sentences or first.children):
            node = first
        else:
            node = Node(number)
            siblings.append(node)
        self._check_order(number, level, match[1], siblings.index(node))
        if line[match.end() :]:
            self._fill(node, line[match.end() :])
        if node is not first or level:
            self._must_have_text(node)

    @staticmethod
    def _siblings(draft: Draft, level: int) -> list[Node] | None:
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


def _number(match: re.Match[str]) -> ArticleNumber | None:
    if "○" in (match[1], match[2]):
        return None
    return ArticleNumber(markers.digits(match[1]), markers.digits(match[2]) if match[2] else 0)
