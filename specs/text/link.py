"""Relative words across articles (前条) and literal references (第9条第2項) → links.

The stored form has tokens; a municipality's own text has only words and numbers. References to
other laws and to the contract itself stay words.
"""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace

from specs.text.inline import RELATIVE
from specs.text.literals import JOINER, Family, Mention, mentions
from specs.text.lookup import Lookup
from specs.text.markers import digits
from specs.text.numbering import ArticleNumber, Gaps, number
from specs.text.references import Finding
from specs.text.tree import (
    AnnexRef,
    Article,
    Document,
    FormRef,
    Inline,
    Ref,
    RefForm,
    SelfName,
    Sentence,
    Target,
    Text,
    rewritten,
)
from specs.text.within import targets_of

_TO, _UNTIL = "から", "まで"


def link_document(
    document: Document,
    *,
    literal: bool = True,
    family: Family = "article",
    written: Mapping[ArticleNumber, str] | None = None,
    omitted: Set[str] = frozenset(),
    gaps: Gaps = "close",
    only: str | Set[str] | None = None,
) -> tuple[Document, list[Finding]]:
    """The document with its words turned into links, and the words that point at nothing.

    `literal` also reads plain words (前条, 第9条第2項, in the numbering `family` of the text);
    texts that write every reference as a token, such as the master set, need none of that
    guessing. Numbers mean the articles as numbered under `omitted` and `gaps`, or as `written`
    (ParsedDocument.written) when the text's own numbers leave gaps. `only` names the article or
    the articles to link; the others stay as they are.
    """
    chosen = {only} if isinstance(only, str) else only
    numbering = number(document, omitted=omitted, gaps=gaps)
    lookup = Lookup(document, numbering, written)
    found: list[Finding] = []

    def linked(article: Article) -> Article:
        def rewrite(sentences: tuple[Sentence, ...], path: tuple[int, ...]) -> tuple[Sentence, ...]:
            linker = _Linker(article, path, lookup, found, family if literal else None)
            return tuple(replace(s, inlines=linker.sentence(s.inlines)) for s in sentences)

        return rewritten(article, rewrite)

    articles = tuple(
        linked(a) if chosen is None or a.key in chosen else a for a in document.articles
    )
    return replace(document, articles=articles), found


@dataclass
class _Linker:
    """Links the pieces of one provision, sentence by sentence, in the order of the text."""

    article: Article
    path: tuple[int, ...]
    lookup: Lookup
    found: list[Finding]
    family: Family | None
    before: str = ""  # the words of the provision so far
    since: str = ""  # the words since the last link
    last: Target | None = None  # what the reference before this one named
    out: list[Inline] = field(default_factory=list)

    def sentence(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """The pieces of one sentence with links in place of words."""
        self.out = []
        for piece in inlines:
            if isinstance(piece, Ref):
                self._token(piece)
            elif isinstance(piece, Text):
                self._words(piece.value)
            else:
                self.out.append(piece)
                self._said("この特記仕様書" if isinstance(piece, SelfName) else "・")
        return tuple(self.out)

    def _token(self, ref: Ref) -> None:
        linked = self._relative(ref.word) if ref.word else ref
        if linked is None:
            self._complain(ref.word, "に当たる規定がありません。")
        self._add(linked or ref)

    def _add(self, piece: Inline) -> None:
        self.out.append(piece)
        self.before, self.since = self.before + "・", ""
        if isinstance(piece, Ref):
            self.last = piece.targets[0] if len(piece.targets) == 1 else None

    def _text(self, words: str) -> None:
        if words:
            self.out.append(Text(words))
            self._said(words)

    def _said(self, words: str) -> None:
        self.before, self.since = self.before + words, self.since + words

    def _words(self, text: str) -> None:
        position = 0
        waiting = list(mentions(text, before=self.before, family=self.family or "article"))
        if waiting and self._touches(waiting[0]):
            # {参照:前条}第2項: without a link the number would not follow its provision.
            position = waiting[0].end if self._extended(waiting[0]) else 0
            waiting = waiting[1:]
        while waiting and self.family is not None:
            mention = waiting.pop(0)
            if mention.elsewhere:
                self.last = None
                continue
            end = self._range_end(text, mention, waiting)
            joined = self._joined_to(mention, self.since + text[position : mention.start])
            linked = self._range(mention, end, joined) if end else self._single(mention, joined)
            if linked is None:
                continue
            self._text(text[position : mention.start])
            self._add(linked)
            position = mention.end
            if end:
                waiting.remove(end)
                position = end.end + len(_UNTIL)
        self._text(text[position:])

    @staticmethod
    def _range_end(text: str, first: Mention, rest: list[Mention]) -> Mention | None:
        if not rest or first["form"] or first["annex"] or rest[0]["form"] or rest[0]["annex"]:
            return None
        joined = text[first.end : rest[0].start] == _TO and text.startswith(_UNTIL, rest[0].end)
        return rest[0] if joined and not rest[0].elsewhere else None

    def _touches(self, mention: Mention) -> bool:
        return (
            mention.start == 0
            and mention.is_bare
            and bool(self.out)
            and isinstance(self.out[-1], Ref)
        )

    def _extended(self, mention: Mention) -> bool:
        """Join 「第2項」 to the reference token directly before it, as in 前条第2項."""
        base = self.out[-1]
        if not isinstance(base, Ref) or len(base.targets) != 1:
            return False
        target = self.lookup.below(base.targets[0], mention)
        if target is None:
            self._complain(mention.words[0], "に当たる規定がありません。")
            return False
        self.out[-1] = replace(base, targets=(target,))
        self.last = target
        return True

    def _joined_to(self, mention: Mention, gap: str) -> Target | None:
        """What a bare 第3項 or 第3号 belongs to by the reference that it is joined to."""
        if self.last is None or not mention.is_bare or not JOINER.fullmatch(gap):
            return None
        depth = len(self.lookup.paths.get(self.last, ()))
        if mention["paragraph"]:
            return Target(self.last.article) if depth > 0 else None
        return self.last if depth > 1 else None

    def _single(self, mention: Mention, joined: Target | None) -> Inline | None:
        if mention["form"] or mention["annex"]:
            return self._attachment(mention)
        word = mention["word"] or ""
        if word.startswith("同"):
            return self._same(mention)
        if word and not (mention["paragraph"] or mention["item"]):
            linked: Inline | None = self._relative(word)
        else:
            target = self._target(mention, joined)
            linked = Ref((target,), "relative" if word else "auto") if target else None
        if linked is None:
            self._complain(mention.words[0], "に当たる規定が見つかりません。")
            self.last = None
        return linked

    def _same(self, mention: Mention) -> Ref | None:
        """同条第3項: a link when it names a provision of what was named before, else words."""
        is_whole = not (mention["paragraph"] or mention["item"])
        if self.last is None or is_whole:
            return None
        base = self.last if mention["word"] == "同項" else Target(self.last.article)
        target = self.lookup.below(base, mention)
        if target is None:
            self._complain(mention.words[0], "に当たる規定が見つかりません。")
            return None
        return Ref((target,), "same")

    def _target(self, mention: Mention, default: Target | None) -> Target | None:
        """The one provision that a mention names; a bare 第3項 is of `default` or this article."""
        if mention["article"]:
            branch = mention["branch"]
            numbered = ArticleNumber(digits(mention["article"]), digits(branch) if branch else 0)
            key = self.lookup.keys.get(numbered)
            base = Target(key) if key else None
        elif mention["word"]:
            linked = self._relative(mention["word"])
            base = linked.targets[0] if linked and len(linked.targets) == 1 else None
        elif default is not None:
            base = default
        else:
            base = self._here(mention)
        return self.lookup.below(base, mention) if base else None

    def _here(self, mention: Mention) -> Target | None:
        """This article for 第3項, this 項 for 第2号."""
        if mention["paragraph"]:
            return Target(self.article.key)
        return Target(self.article.key, self.article.paragraphs[self.path[0]].id)

    def _range(self, first: Mention, last: Mention, joined: Target | None) -> Ref | None:
        start = self._target(first, joined)
        inherited = start if start and not last["article"] else None
        end = self._target(last, inherited)
        if start is None or end is None:
            words = f"{first.words[0]}{_TO}{last.words[0]}{_UNTIL}"
            self._complain(words, "に当たる規定が見つかりません。")
            return None
        return Ref((start, end), "range")

    def _attachment(self, mention: Mention) -> Inline | None:
        """様式第3号 or 別表第2. Without such a form or table the words stay, with a note."""
        if mention["form"]:
            key = self.lookup.forms.get(digits(mention["form_number"] or "0"))
            if key:
                return FormRef(key)
        else:
            index = digits(mention["annex_number"] or "1") - 1
            only = mention["annex_number"] is None and len(self.lookup.annexes) != 1
            if not only and 0 <= index < len(self.lookup.annexes):
                return AnnexRef(self.lookup.annexes[index])
        self._complain(mention.words[0], "が登録されていません。", note=True)
        return None

    def _relative(self, word: str) -> Ref | None:
        match = RELATIVE.fullmatch(word)
        if match is None:
            return None
        form: RefForm = "each" if match[2] == "各" else "relative"
        key = self.article.key
        if match[3] != "条":
            ids = targets_of(word, self.path, self.article)
            return Ref(tuple(Target(key, i) for i in ids), form) if ids else None
        keys = (
            self._articles(match, self.lookup.order.index(key)) if key in self.lookup.order else []
        )
        return Ref(tuple(Target(key) for key in keys), form) if keys else None

    def _articles(self, match: re.Match[str], here: int) -> list[str]:
        order = self.lookup.order
        if match[1] == "次":
            return order[here + 1 : here + 2] if match[2] is None else []
        if match[2] == "各":
            return order[:here]
        steps = digits(match[2]) if match[2] else 1
        return order[here - steps : here] if 0 < steps <= here else []

    def _complain(self, words: str, message: str, *, note: bool = False) -> None:
        place = f"{self.article.key}#{self._provision_id()}"
        self.found.append(
            Finding(
                "reference-unresolved", place, f"「{words}」{message}", "note" if note else "error"
            )
        )

    def _provision_id(self) -> str:
        places = self.lookup.places.items()
        here = (t.provision for t, p in places if t.article == self.article.key and p == self.path)
        return next(here, None) or ""
