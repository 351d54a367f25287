"""R108–R110, V101, V102: references written as plain words, and what moving did to them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from specs.text.link import link_document
from specs.text.lint.context import Context, mend_text, words_of
from specs.text.lint.finding import LintFinding, Mend
from specs.text.lint.words import LINKS, REF_MARK, Words
from specs.text.skin import Skin
from specs.text.tree import (
    AnnexRef,
    Document,
    FormRef,
    Inline,
    Ref,
    Sentence,
    Target,
)

_RELATIVE = re.compile("[前次同]")
# Whatever literals.mentions could take for a reference has one of these.
_POSSIBLE = re.compile("第[0-9０-９]|[前次][0-9０-９各]{0,4}[条項号]|同[条項]|別表")
Key = tuple[str, str]


@dataclass(frozen=True)
class Mention:
    """A reference in plain words at [start, end) of the provision, and the link it would be."""

    written: str
    link: Inline
    start: int
    end: int


def check(context: Context) -> Iterator[LintFinding]:
    """Plain words that are references, told apart by whether their meaning has changed."""
    mentions, linked, unresolved = _read(context.document, context.words, context.subject.skin)
    earlier: dict[Key, list[Mention]] = {}
    before = context.subject.before
    if mentions and before is not None:
        earlier, _, _ = _read(before, words_of(before), context.subject.skin)
    for key, found in mentions.items():
        words = context.by_target[Target(*key)]
        yield from _plain(context, words, found, earlier.get(key, []), linked[key])
    for key, message in unresolved:
        yield context.find(
            "R110",
            message,
            words=context.by_target[Target(*key)],
            about=message.partition("「")[2].partition("」")[0],
        )


def _read(
    document: Document, provisions: list[Words], skin: Skin
) -> tuple[dict[Key, list[Mention]], dict[Key, tuple[Sentence, ...]], list[tuple[Key, str]]]:
    """The plain references of each provision, its sentences with links, and what names nothing."""
    chosen = {words.article.key for words in provisions if _POSSIBLE.search(words.text)}
    linked, found = link_document(document, family=skin.family, only=chosen)
    mentions: dict[Key, list[Mention]] = {}
    sentences: dict[Key, tuple[Sentence, ...]] = {}
    tokens: set[Key] = set()  # with a {参照:…} that has no target: R102 says so
    for old, new in zip(provisions, words_of(linked), strict=True):
        if old.article is new.article:
            continue
        key = (old.article.key, old.node.id)
        if REF_MARK in old.text and any(isinstance(p, Ref) and p.word for _, p in old.pieces()):
            tokens.add(key)
        if here := list(_mentions_of(old, new)):
            mentions[key], sentences[key] = here, new.node.sentences
    complaints = []
    for each in found:
        article, _, provision = each.place.partition("#")
        if (article, provision) not in tokens:
            complaints.append(((article, provision), each.message))
    return mentions, sentences, complaints


def _mentions_of(old: Words, new: Words) -> Iterator[Mention]:
    """What became a link in a provision."""
    offset = 0
    for before, after, sentence in zip(old.parts, new.parts, new.node.sentences, strict=True):
        if before != after:
            yield from _mentions(before, after, sentence, offset)
        offset += len(before)


def _mentions(before: str, after: str, sentence: Sentence, offset: int) -> Iterator[Mention]:
    """Which words became which links: the words between two texts that are the same in both.

    {参照:前条}第2項 becomes one link, so a link may stand before the words.
    """
    links = [p for p in sentence.inlines if isinstance(p, Ref | AnnexRef | FormRef)]
    pattern = "".join(f"([{LINKS}]?[^{LINKS}]*?)" if c in LINKS else re.escape(c) for c in after)
    match = re.fullmatch(pattern, before)
    if match is None:
        return
    for group, link in enumerate(links, 1):
        if written := match[group].strip(LINKS):
            start, end = match.span(group)
            yield Mention(written, link, offset + start, offset + end)


def _plain(
    context: Context,
    words: Words,
    found: list[Mention],
    earlier: list[Mention],
    linked: tuple[Sentence, ...],
) -> Iterator[LintFinding]:
    """One finding for the words of a provision that mean what they meant, one for each that
    does not."""
    meant = _by_turn(earlier)
    moved: list[tuple[Mention, Inline]] = []
    same: dict[str, list[str]] = {}
    for turn, mention in _by_turn(found).items():
        old = meant.get(turn)
        if old is not None and _targets(old.link) != _targets(mention.link):
            moved.append((mention, old.link))
        else:
            code = "R108" if _RELATIVE.match(mention.written) else "R109"
            same.setdefault(code, []).append(mention.written)
    for mention, old_link in moved:
        yield _moved(context, words, mention, old_link)
    if moved:
        return  # a click on "make links" would fix the new meaning of the moved words
    for code, written in same.items():
        named = "、".join(f"「{each}」" for each in dict.fromkeys(written))
        yield context.find(
            code,
            f"{named}が、参照ではなく言葉のままです。",
            words=words,
            mend=mend_text("参照に直す", words, linked),
        )


def _by_turn(mentions: list[Mention]) -> dict[tuple[str, int], Mention]:
    """Mentions by their words, and how many of the same words come before."""
    seen: Counter[str] = Counter()
    found = {}
    for mention in mentions:
        found[(mention.written, seen[mention.written])] = mention
        seen[mention.written] += 1
    return found


def _targets(link: Inline) -> object:
    return link.targets if isinstance(link, Ref) else link


def _moved(context: Context, words: Words, mention: Mention, old: Inline) -> LintFinding:
    code = "V101" if _RELATIVE.match(mention.written) else "V102"
    meant = (
        "、".join(_name(context, t) for t in old.targets) if isinstance(old, Ref) else "別の規定"
    )
    now = mention.link
    means = (
        "、".join(_name(context, t) for t in now.targets) if isinstance(now, Ref) else "別の規定"
    )
    return context.find(
        code,
        f"「{mention.written}」は、前の版では{meant}を指していましたが、今は{means}を指します。",
        words=words,
        about=mention.written,
        mend=_link_as_before(context, words, mention, old),
    )


def _name(context: Context, target: Target) -> str:
    article = context.articles.get(target.article)
    if article is None:
        return "なくなった規定"
    name = f"「{article.caption}」の条" if article.caption else article.key
    if target.provision is None or not context.numbering.has(target):
        return name
    return f"{context.printed(target.article, target.provision)}（{name}）"


def _link_as_before(context: Context, words: Words, mention: Mention, old: Inline) -> Mend | None:
    """The words as a link to what they named in the edition before, if that still is there."""
    if isinstance(old, Ref) and not all(context.numbering.has(t) for t in old.targets):
        return None
    change = (mention.start, mention.end, (old,))
    return mend_text("前の版と同じ規定への参照に直す", words, words.replaced([change]))
