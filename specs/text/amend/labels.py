"""What places are called in an amendment: 第7条第2項第3号, 同項第4号, 第5条の見出し.

A name is right for the text as it stands when it is read: an article of one 項 has no 第1項.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from specs.text import markers
from specs.text.amend.operations import Insert, Part, Renumber, Text
from specs.text.amend.plain import Address, PlainArticle, PlainProvision
from specs.text.numbering import ArticleNumber
from specs.text.skin import Skin
from specs.text.tree import Path


@dataclass
class Labels:
    """Names of places in `text`. Inside a sentence the article is named once, then 同条."""

    text: Text
    skin: Skin
    _named: Address | None = None

    def forget(self) -> None:
        """Begin a new sentence."""
        self._named = None

    def article(self, number: ArticleNumber) -> str:
        """第7条の2."""
        return self.skin.article(number.number, number.branch)

    def name(self, at: Address) -> str:
        """第7条第2項第3号, or 同項第3号 where the sentence has named a neighbour."""
        named, self._named = self._named, at
        if named is None or not at.path or named.article != at.article:
            return self._full(at)
        return self.goal(at)

    def goal(self, at: Address) -> str:
        """What a place is to be called: always with its own 項, 同条第1項."""
        if not at.path:
            return self.article(at.article)
        if len(at.path) == 1:
            return f"同条{self._part(at)}"
        if len(at.path) == 2:
            above = "同条" if self.text.is_single(at.article) else "同項"
            return f"{above}{self._part(at)}"
        return f"同号{self._part(at)}"

    def place(self, at: Address, part: Part) -> str:
        """第5条の見出し, 第7条第2項各号列記以外の部分."""
        name = self.name(at)
        if part == "caption":
            return f"{name}の見出し"
        below = self.text.node(at).below
        if part == "own" and below:
            if len(at.path) == 1:
                return f"{name}各号列記以外の部分"
            marks = [self.skin.figured(markers.marker(len(at.path), n - 1)) for n in below]
            return f"{name}（{marks[0]}から{marks[-1]}までを除く。）"
        return name

    def several(self, places: Sequence[Address]) -> str:
        """第9条第3項及び第5項; three or more neighbours as から…まで."""
        runs: list[list[Address]] = []
        for at in places:
            if runs and _next(runs[-1][-1]) == at:
                runs[-1].append(at)
            else:
                runs.append([at])
        parts: list[str] = []
        for run in runs:
            names = [self._part(at) for at in run]
            if not parts:
                names[0] = self.name(run[0])
            parts += [f"{names[0]}から{names[-1]}まで"] if len(run) > 2 else names
        return "、".join(parts[:-1]) + ("及び" if len(parts) > 1 else "") + parts[-1]

    def span(self, first: Address, count: int) -> tuple[str, str]:
        """The names of the first and the last of several neighbours."""
        last = first
        for _ in range(count - 1):
            last = _next(last)
        return self.name(first), self._part(last)

    def steps(self, move: Renumber) -> Iterator[tuple[Address, Address]]:
        """A renumbering one by one, in an order in which no number is taken."""
        pairs = [(move.first, move.to)]
        for _ in range(move.count - 1):
            pairs.append((_next(pairs[-1][0]), _next(pairs[-1][1])))
        yield from reversed(pairs) if move.to > move.first else pairs

    def where(self, insert: Insert) -> str:
        """第12条の次に, 第7条第2項に, 第9条に第1項として."""
        at = insert.at
        if not at.path:
            return self._among_articles(at)
        siblings = self.text.node(at.at(*at.above)).below
        place = at.path[-1]
        if any(number > place for number in siblings):
            if place - 1 in siblings:
                return f"{self.name(at.at(*at.above, place - 1))}の次に"
            return f"{self._holder(at)}に{self._part(at)}として"
        return f"{self._holder(at)}に"

    def article_lines(self, number: ArticleNumber, article: PlainArticle) -> list[str]:
        """An article as it prints."""
        label = self.article(number)
        if article.is_void:
            return [f"{label}{markers.SPACE}削除"]
        lines = [f"（{article.caption}）"] if article.caption else []
        for place, each in enumerate(article.below, 1):
            lines += self.lines(Address.of(number, (place,)), each)
        return lines

    def caption_lines(self, number: ArticleNumber) -> list[str]:
        """The caption of an article as it stands."""
        caption = self.text.node(Address.of(number)).words
        return [f"（{caption}）"] if caption else []

    def lines(self, at: Address, provision: PlainProvision) -> list[str]:
        """A provision and what stands under it, as they print."""
        level = len(at.path) - 1
        mark = self.skin.figured(markers.marker(level, at.path[-1] - 1))
        if at.path == (1,):
            mark = self.article(at.article)
        found = [f"{markers.SPACE * level}{mark}{markers.SPACE}{provision.words}"]
        for place, each in enumerate(provision.below, 1):
            found += self.lines(at.at(*at.path, place), each)
        return found

    def shown(self, at: Address, words: str) -> PlainProvision:
        """A provision's own words, with 「（略）」 for what stays under it."""
        below = self.text.node(at).below
        return PlainProvision(words, tuple(PlainProvision("（略）") for _ in below))

    def is_whole(self, at: Address) -> bool:
        """Whether the provision is called by its article alone."""
        return at.path == (1,) and self.text.is_single(at.article)

    def _among_articles(self, at: Address) -> str:
        order = sorted(self.text.articles, key=lambda n: (n.number, n.branch))
        before = [n for n in order if (n.number, n.branch) < (at.number, at.branch)]
        if before:
            return f"{self.article(before[-1])}の次に"
        return f"{self.article(order[0])}の前に" if order else ""

    def _holder(self, at: Address) -> str:
        """What holds the place: the article, or the 項 or 号."""
        above = at.at(*at.above)
        if self._named is not None and self._named.article == at.article:
            if not above.path or self.is_whole(above):
                return "同条"
            return "同項" if len(above.path) == 1 else "同号"
        return self._full(above)

    def _full(self, at: Address) -> str:
        return self.article(at.article) + self._path(at)

    def _path(self, at: Address) -> str:
        path = at.path
        single = bool(path) and self.text.is_single(at.article)
        start = 1 if single else 0
        return "".join(self._step(path[: size + 1]) for size in range(start, len(path)))

    def _part(self, at: Address) -> str:
        """第3項, 第3号, ア: the last step only; the article for an article."""
        return self._step(at.path) if at.path else self.article(at.article)

    def _step(self, path: Path) -> str:
        level = len(path) - 1
        if level > 1:
            return self.skin.figured(markers.marker(level, path[-1] - 1))
        return self.skin.figured(f"第{path[-1]}{'項' if level == 0 else '号'}")


def _next(at: Address) -> Address:
    if at.path:
        return at.at(*at.above, at.path[-1] + 1)
    return Address(at.number, at.branch + 1) if at.branch else Address(at.number + 1, 0)
