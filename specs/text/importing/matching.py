"""A municipality's articles beside the clauses of the master set: which is which, what is weaker
and what is missing, in plain words.

Three things speak for a pair: the captions, words that only this matter has (points.toml), and
the words that both texts share.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from specs.text.importing.points import NOTHING_KNOWN, About, abouts
from specs.text.render import Printer
from specs.text.skin import Skin
from specs.text.tree import Article, Document

Status = Literal["present", "weaker", "missing"]

# Weights of caption, telling words and shared words. A caption alone, or telling words together
# with a likeness of the text, make a pair.
_CAPTION, _CORE, _WORDS = 0.5, 0.3, 0.2
_ENOUGH = 0.45
_LIKELY = 0.5
_SURE = 0.7
# A second clause of the master must be this near to the best one.
_NEAR = 0.6
# Likeness of two texts (cosine) that counts as the same words; below the second, no counterpart.
_SAME, _UNLIKE = 0.4, 0.1
_CONTENT = re.compile(r"[\u4e00-\u9fff々]+|[ァ-ヶー]{2,}|[A-Za-zＡ-Ｚａ-ｚ]{2,}")
_PARTIES = re.compile("発注者|受注者")
_FILLER = re.compile(r"[の等及び又は並びに・、，\s　]|に関すること$|について$|こと$")
_GIST = 28


@dataclass(frozen=True)
class Pair:
    """An article and a clause of the master that speak of the same. `confidence` is 0 to 1."""

    article: str
    master: str
    confidence: float

    @property
    def is_sure(self) -> bool:
        """Whether a person need not look twice."""
        return self.confidence >= _SURE


@dataclass(frozen=True)
class Standing:
    """How one clause of the master stands in the text; `gaps` are sentences."""

    master: str
    caption: str
    status: Status
    articles: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matching:
    """The pairs, best first for each article, and the standing of every clause in order."""

    pairs: tuple[Pair, ...]
    standings: tuple[Standing, ...]

    def of_article(self, key: str) -> list[Pair]:
        """The pairs of an article, the best first."""
        return [pair for pair in self.pairs if pair.article == key]

    @property
    def main(self) -> dict[str, str]:
        """Article → its clause of the master, each clause for one article at most; only where
        the pair is likely."""
        found: dict[str, str] = {}
        likely = [pair for pair in self.pairs if pair.confidence >= _LIKELY]
        for pair in sorted(likely, key=lambda each: -each.confidence):
            if pair.article not in found and pair.master not in found.values():
                found[pair.article] = pair.master
        return found

    def having(self, status: Status) -> list[Standing]:
        """The clauses that are present, weaker or missing."""
        return [each for each in self.standings if each.status == status]


def match(text: Document, master: Document) -> Matching:
    """Pair the articles of a text with the clauses of a master set, by key.

    Clauses whose key is not known to points.toml (a municipality's own master) are compared by
    caption and words alone.
    """
    own = _texts(text)
    theirs = _texts(master)
    vectors = _Vectors([*own.values(), *theirs.values()])
    known = abouts()
    captions = {article.key: article.caption for article in master.articles}
    pairs: list[Pair] = []
    for article in text.articles:
        rated = [
            Pair(
                article.key,
                key,
                _likeness(
                    article,
                    own[article.key],
                    captions[key],
                    known.get(key, NOTHING_KNOWN),
                    vectors.cosine(own[article.key], theirs[key]),
                ),
            )
            for key in theirs
        ]
        best = max((pair.confidence for pair in rated), default=0.0)
        kept = [p for p in rated if p.confidence >= max(_ENOUGH, best * _NEAR)]
        pairs += sorted(kept, key=lambda pair: -pair.confidence)
    pairs += _inside(own, theirs, pairs)
    whole = "\n".join(own.values())
    standings = [
        _standing(article, pairs, own, whole, known.get(article.key), vectors, master)
        for article in master.articles
    ]
    return Matching(tuple(pairs), tuple(standings))


def _inside(own: Mapping[str, str], theirs: Mapping[str, str], pairs: Sequence[Pair]) -> list[Pair]:
    """Clauses that have no article of their own but stand, by their telling words, in others."""
    paired = {pair.master for pair in pairs}
    found = []
    for key, about in abouts().items():
        if about.alone and about.core and key in theirs and key not in paired:
            found += [
                Pair(article, key, _ENOUGH)
                for article, words in own.items()
                if about.core.search(words)
            ]
    return found


def _texts(document: Document) -> dict[str, str]:
    """Article → its printed words under the default names of the parties."""
    printer = Printer(document, Skin())
    return {
        article.key: "\n".join(line.words for line in printer.lines(article))
        for article in document.articles
    }


def _likeness(article: Article, words: str, caption: str, about: About, cosine: float) -> float:
    own = _bare(article.caption)
    names = [_bare(name) for name in (caption, *about.captions)]
    named = max((_same_name(own, name) for name in names), default=0.0) if own else 0.0
    telling = about.core is not None and about.core.search(words) is not None
    shared = min(1.0, cosine / _SAME)
    # An article without a caption, or a clause without telling words, is judged by the rest.
    weights = (_CAPTION if own else 0.0, _CORE if about.core else 0.0, _WORDS)
    found = sum(w * v for w, v in zip(weights, (named, float(telling), shared), strict=True))
    return found / sum(weights)


def _bare(caption: str) -> str:
    return _FILLER.sub("", caption)


def _same_name(one: str, other: str) -> float:
    """How far two captions name the same thing, 0 to 1."""
    if not one or not other:
        return 0.0
    likeness = fuzz.ratio(one, other) / 100
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) > 2 and shorter in longer:
        likeness = max(likeness, 0.85)
    return likeness if likeness >= 0.5 else 0.0


class _Vectors:
    """Pairs of characters of content words, weighed by how rare they are; of length 1."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts = {text: Counter(_terms(text)) for text in texts}
        seen = Counter(term for each in counts.values() for term in each)
        self.weights = {term: math.log(1 + len(counts) / number) for term, number in seen.items()}
        self.known = {text: self._vector(each) for text, each in counts.items()}

    def cosine(self, one: str, other: str) -> float:
        """How alike two texts are, 0 to 1."""
        first, second = sorted((self._of(one), self._of(other)), key=len)
        return sum(value * second.get(term, 0.0) for term, value in first.items())

    def _of(self, text: str) -> Mapping[str, float]:
        if text not in self.known:
            self.known[text] = self._vector(Counter(_terms(text)))
        return self.known[text]

    def _vector(self, counts: Mapping[str, int]) -> Mapping[str, float]:
        weighed = {
            term: (1 + math.log(number)) * self.weights.get(term, 0.0)
            for term, number in counts.items()
        }
        length = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
        return {term: value / length for term, value in weighed.items()}


def _terms(text: str) -> Iterable[str]:
    # The parties stand in every sentence and say nothing of its matter.
    for words in _CONTENT.findall(_PARTIES.sub("、", text)):
        yield from (words[i : i + 2] for i in range(max(1, len(words) - 1)))


def _standing(
    clause: Article,
    pairs: Sequence[Pair],
    own: Mapping[str, str],
    whole: str,
    about: About | None,
    vectors: _Vectors,
    master: Document,
) -> Standing:
    articles = tuple(pair.article for pair in pairs if pair.master == clause.key)
    if not articles:
        return Standing(clause.key, clause.caption, "missing")
    words = "\n".join(own[key] for key in articles)
    if about is not None:
        gaps = tuple(
            f"「{clause.caption}」の条に、{point.words}についての定めがありません。"
            for point in about.points
            if not point.stands_in(words, whole)
        )
    else:
        gaps = _without_counterpart(clause, words, vectors, master)
    return Standing(clause.key, clause.caption, "weaker" if gaps else "present", articles, gaps)


def _without_counterpart(
    clause: Article, words: str, vectors: _Vectors, master: Document
) -> tuple[str, ...]:
    """The 項 of a clause that nothing in the articles resembles."""
    lines = [line for line in Printer(master).lines(clause) if line.level == 0]
    passages = [part for part in words.split("\n") if part]
    gaps = []
    for position, line in enumerate(lines, 1):
        nearest = max((vectors.cosine(line.words, part) for part in passages), default=0.0)
        if nearest < _UNLIKE:
            gist = line.words[:_GIST] + ("…" if len(line.words) > _GIST else "")
            gaps.append(f"「{clause.caption}」の第{position}項（{gist}）に当たる定めがありません。")
    return tuple(gaps)
