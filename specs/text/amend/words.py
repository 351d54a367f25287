"""Operations → the sentences of 改め文, with the text that each of them brings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from specs.text import markers
from specs.text.amend.labels import Labels
from specs.text.amend.operations import (
    Delete,
    Insert,
    Operation,
    Renumber,
    Replace,
    Rewrite,
    Text,
)
from specs.text.amend.plain import Address, PlainArticle
from specs.text.amend.plan import Amendment
from specs.text.skin import Skin

_UNITS = ("条", "項", "号")


@dataclass(frozen=True)
class Sentence:
    """「第7条第2項第3号を次のように改める。」, and the lines that follow it, if any."""

    words: str
    body: tuple[str, ...] = ()


def sentences(amendment: Amendment, skin: Skin) -> list[Sentence]:
    """The amendment in words, in the order in which it is carried out."""
    writer = _Writer(Labels(Text(amendment.before), skin))
    groups: list[list[Operation]] = []
    for operation in amendment.operations:
        if groups and _goes_on(groups[-1], operation):
            groups[-1].append(operation)
        else:
            groups.append([operation])
    return [sentence for group in groups for sentence in writer.write(group)]


def plain(found: Sequence[Sentence]) -> str:
    """The sentences as lines to paste into an amending contract."""
    return "\n".join(
        line for each in found for line in (f"{markers.SPACE}{each.words}", *each.body)
    )


def _goes_on(group: Sequence[Operation], operation: Operation) -> bool:
    """Whether an operation is said in the sentence of those before it: of the same place, of
    the same list of articles or provisions, or the same words in neighbouring places."""
    last = group[-1]
    if isinstance(last, Replace) and isinstance(operation, Replace):
        one, other = last, operation
        if (one.at, one.part) == (other.at, other.part):
            return all(isinstance(each, Replace) and each.at == one.at for each in group)
        return _is_same_elsewhere(group[0], one) and _is_same_elsewhere(one, other)
    return _list_of(last) is not None and _list_of(last) == _list_of(operation)


def _is_same_elsewhere(one: Operation, other: Operation) -> bool:
    """第12条第2項及び第4項中: the same words, in provisions of one list."""
    if not (isinstance(one, Replace) and isinstance(other, Replace)):
        return False
    pairs = [(each.old, each.new, each.part, each.at.article) for each in (one, other)]
    in_one_list = one.at.above == other.at.above and bool(one.at.path and other.at.path)
    return pairs[0] == pairs[1] and in_one_list and one.part == "whole"


def _list_of(operation: Operation) -> object:
    """Which articles or provisions are put in a new order; None for other operations."""
    match operation:
        case Renumber(first):
            at = first
        case Delete(place) | Insert(place):
            at = place
        case _:
            return None
    return at.article if at.path else "articles", at.above


@dataclass
class _Writer:
    """Writes sentences and carries each operation out, for the next one is read after it."""

    labels: Labels
    clauses: list[tuple[str, str]] = field(default_factory=list)  # 削り、 and 削る。

    def write(self, operations: list[Operation]) -> Iterator[Sentence]:
        """The sentences of operations that belong together."""
        self.labels.forget()
        if isinstance(operations[0], Replace):
            yield self._replacements([each for each in operations if isinstance(each, Replace)])
            return
        for kind, run in groupby(operations, key=type):
            if kind is Delete:
                self._deleted([each for each in run if isinstance(each, Delete)])
                continue
            for each in run:
                match each:
                    case Renumber():
                        self._renumbered(each)
                    case Insert():
                        yield self._inserted(each)
                    case Rewrite():
                        yield self._rewritten(each)
        if self.clauses:
            yield self._sentence()

    def _do(self, operation: Operation) -> None:
        self.labels.text.apply([operation])

    def _sentence(self, last: str = "", body: tuple[str, ...] = ()) -> Sentence:
        """Close the sentence: all clauses but the last go on with 「、」."""
        parts = [f"{stem}、" for stem, _ in (self.clauses if last else self.clauses[:-1])]
        end = last or self.clauses[-1][1]
        self.clauses = []
        return Sentence(f"{''.join(parts)}{end}。", body)

    def _replacements(self, run: list[Replace]) -> Sentence:
        places = [each.at for each in run]
        if len(set(places)) > 1:
            place = self.labels.several(places)
            run, rest = run[:1], run[1:]
        else:
            place, rest = self.labels.place(run[0].at, run[0].part), []
        verbs: list[tuple[str, str, list[str]]] = []
        for each in run:
            if not each.new:
                stem, end, words = "を削り", "を削る", f"「{each.old}」"
            elif each.new.startswith(each.old):
                added = each.new[len(each.old) :]
                stem, end, words = "を加え", "を加える", f"「{each.old}」の次に「{added}」"
            else:
                stem, end, words = "に改め", "に改める", f"「{each.old}」を「{each.new}」"
            if verbs and verbs[-1][0] == stem:
                verbs[-1][2].append(words)
            else:
                verbs.append((stem, end, [words]))
            self._do(each)
        for each in rest:
            self._do(each)
        for stem, end, words_of in verbs:
            joined = "に、".join(words_of) if stem == "に改め" else _joined(words_of, stem)
            self.clauses.append((joined + stem, joined + end))
        self.clauses[0] = tuple(f"{place}中{each}" for each in self.clauses[0])  # type: ignore[assignment]
        return self._sentence()

    def _deleted(self, run: list[Delete]) -> None:
        names = self.labels.several([each.at for each in run])
        self.clauses.append((f"{names}を削り", f"{names}を削る"))
        for each in run:
            self._do(each)

    def _renumbered(self, move: Renumber) -> None:
        shift = _place(move.to) - _place(move.first)
        level = len(move.first.path)
        if move.count > 2 and level < len(_UNITS):
            first, last = self.labels.span(move.first, move.count)
            verb = "繰り下げ" if shift > 0 else "繰り上げ"
            size = self.labels.skin.figured(str(abs(shift)))
            clause = f"{first}から{last}までを{size}{self._unit(level)}ずつ{verb}"
            self.clauses.append((clause, f"{clause}る"))
            self._do(move)
            return
        for one, other in self.labels.steps(move):
            clause = f"{self.labels.name(one)}を{self.labels.goal(other)}と"
            self.clauses.append((f"{clause}し", f"{clause}する"))
            self._do(Renumber(one, other))

    def _unit(self, level: int) -> str:
        return "" if level == 0 and self.labels.skin.family == "plain" else _UNITS[level]

    def _inserted(self, insert: Insert) -> Sentence:
        count = len(insert.articles or insert.provisions)
        level = len(insert.at.path)
        unit = self._unit(level) if level < len(_UNITS) else ""
        size = self.labels.skin.figured(str(count))
        what = f"次の{size}{unit}を加える" if unit else "次のように加える"
        where = self.labels.where(insert)
        self._do(insert)
        body: list[str] = []
        for number, article in insert.articles:
            body += self.labels.article_lines(number, article)
        for offset, provision in enumerate(insert.provisions):
            at = insert.at.at(*insert.at.above, insert.at.path[-1] + offset)
            body += self.labels.lines(at, provision)
        return self._sentence(where + what, tuple(body))

    def _rewritten(self, rewrite: Rewrite) -> Sentence:
        at, content = rewrite.at, rewrite.content
        if rewrite.part == "caption":
            return self._caption(rewrite)
        place = self.labels.place(at, rewrite.part)
        self._do(rewrite)
        if isinstance(content, PlainArticle):
            body = self.labels.article_lines(at.article, content)
        elif isinstance(content, str):
            body = self.labels.lines(at, self.labels.shown(at, content))
        else:
            body = self.labels.lines(at, content)
        if at.path and self.labels.is_whole(at) and rewrite.part == "whole":
            body = [*self.labels.caption_lines(at.article), *body]
        return Sentence(f"{place}を次のように改める。", tuple(body))

    def _caption(self, rewrite: Rewrite) -> Sentence:
        label = self.labels.article(rewrite.at.article)
        before = self.labels.text.node(rewrite.at).words
        self._do(rewrite)
        if not before:
            return Sentence(f"{label}に見出しとして「（{rewrite.content}）」を付する。")
        if not rewrite.content:
            return Sentence(f"{label}の見出しを削る。")
        return Sentence(f"{label}の見出しを「（{rewrite.content}）」に改める。")


def _place(at: Address) -> int:
    """The last number of an address."""
    return at.path[-1] if at.path else at.number


def _joined(words: Sequence[str], stem: str) -> str:
    """「A」及び「B」を削る; 「A」の次に「B」を、「C」の次に「D」を加える."""
    if stem == "を加え":
        return "を、".join(words)
    return "、".join(words[:-1]) + ("及び" if len(words) > 1 else "") + words[-1]
