"""What is wrong with the references and blanks of a document under one set of omissions.

Printing (specs.text.wording) never prints a wrong number; what it could not print, or adapted,
is told here.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Literal

from specs.text.numbering import Gaps, Numbering, number
from specs.text.tree import (
    AnnexRef,
    Blank,
    Document,
    FormRef,
    Inline,
    Ref,
    Target,
    inlines_of,
    provisions,
)
from specs.text.wording import REMOVED, between, label, members, wanted

__all__ = ["REMOVED", "Finding", "findings", "label"]


@dataclass(frozen=True)
class Finding:
    """One thing to look at: a code, where (article#provision), and a sentence. Only errors
    must be mended before printing; notes tell what the printing adapted."""

    code: str
    place: str
    message: str
    level: Literal["error", "note"] = "error"


def findings(
    document: Document,
    *,
    omitted: Set[str] = frozenset(),
    gaps: Gaps = "close",
    blanks: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Everything about the references of a document that a person must know.

    With `blanks` also those that have no value in it (blank-unfilled).
    """
    numbering = number(document, omitted=omitted, gaps=gaps)
    checks = _Checks(document, numbering, blanks)
    found: list[Finding] = []
    for article in document.articles:
        for _, provision in provisions(article):
            target = Target(article.key, provision.id)
            if not numbering.has(target):
                continue
            place = f"{article.key}#{provision.id}"
            for piece in inlines_of(provision):
                found += checks.of(piece, place)
            if target in numbering.emptied:
                message = "この規定の号が全て外されています。文を改めるか、号を残してください。"
                found.append(Finding("list-emptied", place, message))
    return found


@dataclass(frozen=True)
class _Checks:
    """The checks of single pieces in one numbered document."""

    document: Document
    numbering: Numbering
    blanks: Mapping[str, str] | None

    def of(self, piece: Inline, place: str) -> Iterator[Finding]:
        """What is wrong with one piece."""
        match piece:
            case Ref():
                yield from self._ref(piece, place)
            case AnnexRef(key):
                if all(annex.key != key for annex in self.document.annexes):
                    yield Finding("annex-unknown", place, f"別表「{key}」がありません。")
            case FormRef(key):
                yield from self._form(key, place)
            case Blank(key):
                if self.blanks is not None and not self.blanks.get(key, "").strip():
                    message = f"記入事項「{key}」が記入されていません。"
                    yield Finding("blank-unfilled", place, message)

    def _form(self, key: str, place: str) -> Iterator[Finding]:
        form = next((form for form in self.document.forms if form.key == key), None)
        if form is None:
            yield Finding("form-unknown", place, f"様式「{key}」がありません。")
        elif is_gone(form.article_key, self.numbering):
            message = f"外した「{self.name(Target(form.article_key))}」の様式「{form.title}」を参照しています。"
            yield Finding("form-omitted", place, message)

    def _ref(self, ref: Ref, place: str) -> Iterator[Finding]:
        if ref.word or not ref.targets:
            message = f"「{ref.word}」に当たる規定がありません。"
            yield Finding("reference-unresolved", place, message)
            return
        if unknown := [t for t in ref.targets if not self.numbering.knows(t)]:
            yield Finding(
                "reference-unknown", place, f"参照先「{self.names(unknown)}」がありません。"
            )
            return
        if ref.form == "range" and between(ref, self.numbering) == []:
            message = f"範囲「{self.names(ref.targets)}」の始めと終わりの順序が逆です。"
            yield Finding("range-reversed", place, message)
            return
        yield from self._omitted(ref, place)

    def _omitted(self, ref: Ref, place: str) -> Iterator[Finding]:
        gone = [t for t in wanted(ref, self.numbering) if not self.numbering.has(t)]
        if not gone:
            return
        names = self.names(gone)
        if not members(ref, self.numbering):
            message = f"外した「{names}」を参照しています。文を改めるか、参照先を残してください。"
            yield Finding("reference-omitted", place, message)
        else:
            message = f"外した「{names}」を除いて参照を表示しています。"
            yield Finding("reference-shrunk", place, message, "note")

    def names(self, targets: list[Target] | tuple[Target, ...]) -> str:
        """Targets in words for a message."""
        return "、".join(self.name(target) for target in targets)

    def name(self, target: Target) -> str:
        """The caption of an article, and its provision; the key when there is no caption."""
        captions = {article.key: article.caption for article in self.document.articles}
        article = captions.get(target.article) or target.article
        if target.provision is None:
            return article
        path = self.numbering.places.get(target)
        if path is None:
            return f"{article}の「{target.provision}」"
        # The master's own position: the provision may have no number any more.
        item = f"第{path[1] + 1}号" if len(path) > 1 else ""
        return f"{article}第{path[0] + 1}項{item}"


def is_gone(key: str, numbering: Numbering) -> bool:
    """Whether an article of the document is omitted."""
    return key in numbering.order and key not in numbering.printed
