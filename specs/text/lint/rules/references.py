"""R101–R105, R112: references that point at nothing, as printing finds them too."""

import re
from collections.abc import Iterator
from dataclasses import replace

from specs.text.lint.context import Context, mend_text
from specs.text.lint.finding import LintFinding, Mend
from specs.text.lint.words import Change, Words
from specs.text.references import findings
from specs.text.tree import Ref, Target

_CODES = {
    "reference-unresolved": "R102",
    "annex-unknown": "R103",
    "form-unknown": "R104",
    "range-reversed": "R105",
}
SURVIVES = re.compile("効力を有する|存続する")


def check(context: Context) -> Iterator[LintFinding]:
    """What specs.text.references finds, each with a mend where the rest of a list stands."""
    for each in findings(context.document):
        if each.level != "error":
            continue
        clause, _, provision = each.place.partition("#")
        words = context.by_target[Target(clause, provision)]
        code = _CODES.get(each.code, "R101")
        if code == "R101" and SURVIVES.search(words.text):
            code = "R112"
        mend = {"R101": _without, "R112": _without, "R105": _turned}.get(code)
        yield context.find(
            code,
            each.message,
            words=words,
            about=_named(each.message),
            mend=mend(context, words) if mend else None,
        )


def _named(message: str) -> str:
    """What is between the first 「 and 」: the thing that is missing."""
    return message.partition("「")[2].partition("」")[0]


def _without(context: Context, words: Words) -> Mend | None:
    """The provision without the missing targets, or with the clause that took their place."""
    into = {fate.clause: fate.into[0] for fate in context.subject.fates if len(fate.into) == 1}
    changes: list[Change] = []
    for start, piece in words.pieces():
        if isinstance(piece, Ref) and not piece.word:
            kept = dict.fromkeys(
                new for t in piece.targets if (new := _present(context, t, into)) is not None
            )
            if not kept or piece.form == "range":
                continue
            if tuple(kept) != piece.targets:
                form = piece.form if len(kept) > 1 or piece.form != "list" else "auto"
                changes.append(
                    (start, start + 1, (replace(piece, targets=tuple(kept), form=form),))
                )
    if not changes:
        return None
    return mend_text("ない規定を参照から除く", words, words.replaced(changes))


def _present(context: Context, target: Target, into: dict[str, str]) -> Target | None:
    if context.numbering.has(target):
        return target
    successor = into.get(target.article)
    return Target(successor) if successor in context.articles else None


def _turned(context: Context, words: Words) -> Mend | None:
    """The provision with its reversed ranges the right way round."""
    changes: list[Change] = []
    for start, piece in words.pieces():
        if isinstance(piece, Ref) and piece.form == "range" and len(piece.targets) == 2:
            one, two = piece.targets
            if context.numbering.knows(one) and context.numbering.knows(two):
                position = context.numbering.position
                if position(one) > position(two):
                    changes.append((start, start + 1, (replace(piece, targets=(two, one)),)))
    return (
        mend_text("始めと終わりを入れ替える", words, words.replaced(changes)) if changes else None
    )
