"""V103: links that are no longer to a neighbour, and so print a number."""

import re
from collections.abc import Iterator

from specs.text.lint.context import Context, words_of
from specs.text.lint.finding import LintFinding
from specs.text.lint.words import Words
from specs.text.numbering import Numbering, number
from specs.text.skin import Skin
from specs.text.tree import Place, Ref, Target, inlines_of
from specs.text.wording import printed

_RELATIVE = re.compile("[前次]")


def check(context: Context) -> Iterator[LintFinding]:
    """Links that printed 前条 or 次項 in the edition before, and print a number now."""
    before = context.subject.before
    if before is None:
        return
    numbering = number(before)
    old = {
        Target(w.article.key, w.node.id): w
        for w in words_of(before)
        if any(isinstance(p, Ref) for p in inlines_of(w.node))
    }
    for words in context.words:
        earlier = old.get(Target(words.article.key, words.node.id))
        if earlier is None:
            continue
        kept = [p for p in inlines_of(earlier.node) if isinstance(p, Ref)]
        for piece in inlines_of(words.node):
            if (
                isinstance(piece, Ref)
                and piece in kept
                and piece.targets
                and _stands_elsewhere(piece, words, context.numbering, numbering)
            ):
                was = _beside(piece, earlier, numbering, context.subject.skin)
                now = _beside(piece, words, context.numbering, context.subject.skin)
                if was and now and _RELATIVE.match(was) and not _RELATIVE.match(now):
                    yield context.find(
                        "V103",
                        f"前の版で「{was}」と印刷していた参照は、「{now}」と印刷します。",
                        words=words,
                        about=was,
                    )


def _stands_elsewhere(ref: Ref, words: Words, now: Numbering, before: Numbering) -> bool:
    """Whether the provision or what it refers to has another number than before."""
    ends = (Target(words.article.key, words.node.id), *ref.targets)
    return any(
        now.articles.get(each.article) != before.articles.get(each.article)
        or now.paths.get(each) != before.paths.get(each)
        for each in ends
    )


def _beside(ref: Ref, words: Words, numbering: Numbering, skin: Skin) -> str:
    """What a relative link prints; empty for one that always prints a number."""
    if ref.form in ("list", "range", "same") or ref.word:
        return ""
    if words.article.key not in numbering.articles:
        return ""
    if not all(numbering.has(target) for target in ref.targets):
        return ""
    path = numbering.paths.get(Target(words.article.key, words.node.id), words.path)
    return printed(ref, numbering, skin, Place(words.article.key, path))
