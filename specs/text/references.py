"""What a reference prints, and what is wrong with it.

A number is never wrong: a reference to something omitted prints REMOVED and is a finding.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Literal

from specs.text.numbering import Gaps, Numbering, number
from specs.text.skin import Skin
from specs.text.tree import (
    AnnexRef,
    Article,
    Document,
    FormRef,
    Place,
    Ref,
    Target,
    inlines_of,
    provisions,
)
from specs.text.within import word_for

REMOVED = "（削除された規定）"


@dataclass(frozen=True)
class Finding:
    """One thing to look at: a code, where (article#provision), and a sentence. Only errors
    must be mended before printing; notes tell what the printing adapted."""

    code: str
    place: str
    message: str
    level: Literal["error", "note"] = "error"


def label(numbering: Numbering, target: Target, skin: Skin, *, at: Place | None = None) -> str:
    """第9条第2項; from inside the same article 第2項. Raises KeyError when it isn't printed."""
    inside = at is not None and at.article == target.article
    part = numbering.provision_label(target)
    if inside and part:
        return part
    return numbering.article_label(target.article, skin) + part


def printed(ref: Ref, numbering: Numbering, skin: Skin, at: Place, article: Article) -> str:
    """The words of a reference at a place of `article`, under this numbering."""
    if ref.word:
        return REMOVED
    targets = _members(ref, numbering)
    if not targets:
        return REMOVED
    if ref.form == "relative" and len(targets) == len(ref.targets):
        word = _relative_word(targets, numbering, at, article)
        if word:
            return word
    return _joined(targets, numbering, skin, at)


def _members(ref: Ref, numbering: Numbering) -> list[Target]:
    """The targets that are printed; a range stands for every article between its ends."""
    members = _between(ref, numbering) if ref.form == "range" else list(ref.targets)
    return [target for target in members if numbering.has(target)]


def _between(ref: Ref, numbering: Numbering) -> list[Target]:
    """Every article of a range, printed or not; a range of provisions has only its ends."""
    if any(target.provision is not None for target in ref.targets):
        return list(ref.targets)
    order = numbering.order
    ends = [order.index(target.article) for target in ref.targets if target.article in order]
    return [Target(key) for key in order[ends[0] : ends[1] + 1]] if len(ends) == 2 else []


def _relative_word(
    targets: list[Target], numbering: Numbering, at: Place, article: Article
) -> str | None:
    if all(target.provision is None for target in targets):
        order, keys = numbering.printed, [target.article for target in targets]
        here = order.index(at.article) if at.article in order else -1
        size = len(keys)
        if here >= size and keys == order[here - size : here]:
            return f"前{size if size > 1 else ''}条"
        return "次条" if keys == order[here + 1 : here + 2] and here >= 0 else None
    if any(target.article != at.article for target in targets):
        return None
    return word_for([str(target.provision) for target in targets], at.path, article)


def _joined(targets: list[Target], numbering: Numbering, skin: Skin, at: Place) -> str:
    """Targets in words: runs of three or more neighbours become から…まで, the last joined by
    及び."""
    parts = []
    for run in _runs(targets, numbering):
        names = [label(numbering, target, skin, at=at) for target in run]
        if len(names) >= 3:
            parts.append(f"{names[0]}から{names[-1]}まで")
        else:
            parts.extend(names)
    if len(parts) == 1:
        return parts[0]
    return "、".join(parts[:-1]) + "及び" + parts[-1]


def _runs(targets: Sequence[Target], numbering: Numbering) -> list[list[Target]]:
    runs: list[list[Target]] = []
    for target in targets:
        if runs and _follows(runs[-1][-1], target, numbering):
            runs[-1].append(target)
        else:
            runs.append([target])
    return runs


def _follows(first: Target, second: Target, numbering: Numbering) -> bool:
    if first.provision is None and second.provision is None:
        order = numbering.printed
        return order.index(second.article) == order.index(first.article) + 1
    if first.article != second.article or None in (first.provision, second.provision):
        return False
    one, two = numbering.paths[first], numbering.paths[second]
    return one[:-1] == two[:-1] and two[-1] == one[-1] + 1


def findings(
    document: Document, *, omitted: Set[str] = frozenset(), gaps: Gaps = "close"
) -> list[Finding]:
    """Everything about the references of a document that a person must know."""
    numbering = number(document, omitted=omitted, gaps=gaps)
    known = {article.key for article in document.articles}
    everything = number(document)
    annexes = {annex.key for annex in document.annexes}
    forms = {form.key: form.article_key for form in document.forms}
    found: list[Finding] = []
    for article in document.articles:
        if article.key not in numbering.printed:
            continue
        for _, provision in provisions(article):
            if not numbering.has(Target(article.key, provision.id)):
                continue
            place = f"{article.key}#{provision.id}"
            for piece in inlines_of(provision):
                if isinstance(piece, Ref):
                    found += _ref_findings(piece, place, known, everything, numbering)
                elif isinstance(piece, AnnexRef) and piece.key not in annexes:
                    found.append(Finding("annex-unknown", place, f"別表「{piece.key}」がありません。"))
                elif isinstance(piece, FormRef) and piece.key not in forms:
                    found.append(Finding("form-unknown", place, f"様式「{piece.key}」がありません。"))
    return found


def _ref_findings(
    ref: Ref, place: str, known: set[str], everything: Numbering, numbering: Numbering
) -> list[Finding]:
    if ref.word:
        return [Finding("reference-unresolved", place, f"「{ref.word}」に当たる規定がありません。")]
    unknown = [
        t
        for t in ref.targets
        if t.article not in known or (t.provision is not None and t not in everything.paths)
    ]
    if unknown:
        names = "、".join(_name(target) for target in unknown)
        return [Finding("reference-unknown", place, f"参照先「{names}」がありません。")]
    gone = [target for target in ref.targets if not numbering.has(target)]
    if ref.form == "range" and not gone:
        gone = [t for t in _between(ref, numbering) if not numbering.has(t)]
    if not gone:
        return []
    names = "、".join(_name(target) for target in gone)
    if _members(ref, numbering) and ref.form in ("list", "range"):
        message = f"削除された「{names}」を除いて参照を表示しています。"
        return [Finding("reference-shrunk", place, message, "note")]
    return [Finding("reference-omitted", place, f"削除された規定「{names}」を参照しています。")]


def _name(target: Target) -> str:
    return target.article + (f"#{target.provision}" if target.provision else "")
