"""Reading citations of laws: 個人情報の保護に関する法律第66条第2項及び第67条, 同法第60条."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from specs.text.lint.acts import Law, known
from specs.text.lint.context import Context
from specs.text.lint.subject import LawFacts
from specs.text.lint.words import Words
from specs.text.markers import digits

_N = r"[0-9０-９]{1,4}|[一二三四五六七八九十百]{1,7}"
_ARTICLE = rf"第(?:{_N})条(?:の(?:{_N}))*(?:第(?:{_N})項)?(?:第(?:{_N})号)?"
_TAIL = "(?:ただし書|本文|前段|後段|各号|各項)?"
_ONE = rf"(?:{_ARTICLE}|第(?:{_N})項(?:第(?:{_N})号)?|第(?:{_N})号){_TAIL}"
_JOIN = r"(?:、|，|・|から|まで(?:、|，|及び|並びに|又は|若しくは)?|及び|並びに|又は|若しくは)"
_CITED = re.compile(
    rf"第(?P<number>{_N})条(?P<branch>(?:の(?:{_N}))*)(?:第(?P<paragraph>{_N})項)?"
    rf"|第(?P<only>{_N})項"
)
_BRACKETS = r"(?:（(?:[^（）]|（[^（）]*）)*）)?"
_DEFINED = re.compile(r"「([^「」]{1,20})」と(?:いう|いい)")


@dataclass(frozen=True)
class Citation:
    """An article of a law (29_4), and its 項 (0: none named)."""

    law: Law
    article: str
    paragraph: int = 0


Names = tuple[re.Pattern[str], dict[str, Law]]


@dataclass
class Covered:
    """The articles of one law in the list of 根拠法令."""

    whole: bool = False
    articles: set[str] = field(default_factory=set)

    def has(self, article: str) -> bool:
        """Whether the list speaks of the article, or of the law as a whole."""
        return self.whole or article in self.articles


def covered_by(facts: Iterable[LawFacts]) -> dict[str, Covered]:
    """Title → what the list says of it. A range (第23条から第25条まで) means each of it."""
    found: dict[str, Covered] = {}
    for each in facts:
        covered = found.setdefault(each.law, Covered())
        last = ""
        end = 0
        for match in _CITED.finditer(each.articles):
            if match["number"] is None:
                continue
            article = _key(match)
            if each.articles[end : match.start()] == "から" and last.isdigit():
                covered.articles |= {str(n) for n in range(int(last), int(article.split("_")[0]))}
            covered.articles.add(article)
            last, end = article, match.end()
        covered.whole = covered.whole or not each.articles.strip()
    return found


def citations(words: Words, named: Names) -> Iterator[Citation]:
    """The articles that a provision cites, law by law; 同法 is the law named before it."""
    if "第" not in words.text or "法" not in words.text:
        return
    pattern, names = named
    last: Law | None = None
    for match in pattern.finditer(words.text):
        law = last if match["name"] == "同法" else names.get(match["name"])
        if law is None:
            continue
        last = law
        article = ""
        for cited in _CITED.finditer(match["cited"] or ""):
            article = _key(cited) if cited["number"] else article
            paragraph = cited["paragraph"] or cited["only"]
            if article:
                yield Citation(law, article, digits(paragraph) if paragraph else 0)


def law_names(context: Context) -> Names:
    """The names of laws that the document may use: known ones, listed ones, and those that it
    defines itself （以下「番号法」という。）."""
    laws = {law.title: law for law in known()}
    for facts in context.subject.laws:
        if facts.law.endswith(("法", "法律", "令", "規則")):
            laws.setdefault(facts.law, Law(facts.law))
    names = dict(laws) | {name: law for law in known() for name in law.names}
    titles = "|".join(map(re.escape, sorted(laws, key=len, reverse=True)))
    for match in re.finditer(rf"({titles})({_BRACKETS})", context.text):
        if short := _DEFINED.search(match[2] or ""):
            names.setdefault(short[1], laws[match[1]])
    ordered = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    before = "(?<![\u4e00-\u9fff々ァ-ヶー])"
    return (
        re.compile(
            rf"{before}(?P<name>{ordered}|同法){_BRACKETS}(?P<cited>{_ONE}(?:{_JOIN}{_ONE})*)?"
        ),
        names,
    )


def _key(match: re.Match[str]) -> str:
    branches = [digits(part) for part in (match["branch"] or "").split("の") if part]
    return "_".join(str(n) for n in (digits(match["number"]), *branches))
