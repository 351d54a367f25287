"""R111: provisions that say nothing but that another one applies, round and round."""

import re
from collections.abc import Iterator

from specs.text.lint.context import Context
from specs.text.lint.finding import LintFinding
from specs.text.lint.words import REF_MARK, Words
from specs.text.tree import Ref, Target
from specs.text.wording import wanted

# {受注者}は、第5条の規定によるものとする。: what is left around the reference says nothing.
_EMPTY = re.compile(
    rf"(?:[^。、，]{{0,40}}(?:は|については|に関しては|の場合は)[、，])?{REF_MARK}"
    r"(?:の規定|の定めるところ|に定めるところ|に規定するところ|の例|に掲げるところ|)"
    r"(?:による|によるものとする|によらなければならない|に従う|に従うものとする|に従わなければならない"
    r"|のとおりとする|を適用する|を準用する|と同様とする)。?"
)


def check(context: Context) -> Iterator[LintFinding]:
    """Provisions on a cycle of empty references."""
    edges = {
        Target(words.article.key, words.node.id): ways
        for words in context.words
        if (ways := _leads_to(context, words))
    }
    for target in edges:
        if _returns(target, edges, context):
            words = context.by_target[target]
            named = "、".join(context.printed(t.article, t.provision or "") for t in edges[target])
            message = f"この規定は{named}によるとだけ定め、たどるとこの規定に戻ります。"
            yield context.find("R111", message, words=words)


def _leads_to(context: Context, words: Words) -> list[Target]:
    if words.node.items or REF_MARK not in words.text or not _EMPTY.fullmatch(words.text):
        return []
    refs = [piece for _, piece in words.pieces() if isinstance(piece, Ref)]
    return [t for ref in refs if not ref.word for t in wanted(ref, context.numbering)]


def _returns(start: Target, edges: dict[Target, list[Target]], context: Context) -> bool:
    """Whether every way on from `start` comes back to it or goes round elsewhere."""
    seen: set[Target] = set()
    waiting = list(edges[start])
    home = False
    while waiting:
        target = waiting.pop()
        if target in seen:
            continue
        seen.add(target)
        inside = _inside(target, context)
        if any(each not in edges for each in inside):
            return False
        home = home or start in inside
        waiting += [way for each in inside for way in edges[each]]
    return home


def _inside(target: Target, context: Context) -> list[Target]:
    """The provisions that a target consists of: a whole article is all its 項."""
    if target.provision is not None or target.article not in context.articles:
        return [target]
    return [Target(target.article, p.id) for p in context.articles[target.article].paragraphs]
