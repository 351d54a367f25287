"""The rows of a draft from an imported text, and from what it takes over from the master."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from checklists.drafting.codes import free_code
from checklists.drafting.contents import Contents, nothing
from checklists.drafting.upstream import number_positions, take_clause
from specs.models import Clause, Level, Omission
from specs.text.codec import from_json, to_json
from specs.text.importing.understanding import FRAME
from specs.text.restructure import retarget
from specs.text.tree import (
    AnnexRef,
    Article,
    Document,
    FormRef,
    Inline,
    Path,
    Ref,
    Sentence,
    Target,
    inlines_of,
    provisions,
    rewritten,
)

CAPTION_LIMIT = Clause._meta.get_field("caption").max_length or 60
# Codes of the clauses that the master doesn't have: 独自の条.
_OWN_CODE = "A01"
_OWN_CLAUSE: Mapping[str, Any] = {
    "level": Level.STANDARD.value,
    "omission": Omission.APPROVAL.value,
    "applies_when": "",
    "unchecked_reason": "",
    "rationale": "",
    "guidance": "",
    "omission_note": "",
    "alternative": "",
    "precedents": "",
    "legal_basis": [],
}


@dataclass(frozen=True)
class Choices:
    """What a person chose: which article stands for which clause of the master (by key), whose
    check items are taken over, and which missing clauses are added.

    A paired clause bears the master's key, so that later editions of the master can be followed;
    not so in a law (`keep_keys`), whose frame names the articles by their own.
    """

    pairs: Mapping[str, str] = field(default_factory=dict)
    items: frozenset[str] = frozenset()
    added: Sequence[str] = ()
    keep_keys: bool = False

    def key_of(self, article: str) -> str:
        """The key of an article in the draft."""
        return article if self.keep_keys else self.pairs.get(article, article)


def draft_contents(document: Document, choices: Choices, master: Contents) -> Contents:
    """The rows. What an added clause refers to and the text doesn't have stays to be mended."""
    contents = nothing()
    keys = {article.key: choices.key_of(article.key) for article in document.articles}
    moved = _moved(document, keys)
    for position, article in enumerate(document.articles, 1):
        own = replace(
            retarget(article, moved),
            key=keys[article.key],
            branch_of=keys.get(article.branch_of or ""),
        )
        pair = choices.pairs.get(article.key, "")
        row = _clause(own, position, master["clauses"].get(pair), contents)
        contents["clauses"][own.key] = row
        for basis in row["legal_basis"]:
            if basis["key"] in master["laws"]:
                contents["laws"][basis["key"]] = deepcopy(master["laws"][basis["key"]])
        if pair in choices.items:
            _take_items(contents, master, pair, own.key)
    for key in sorted(choices.added, key=lambda each: master["clauses"][each]["position"]):
        if key not in contents["clauses"]:
            take_clause(contents, master, key)
            _take_attachments(contents, master, key)
            # The next one goes behind this one.
            number_positions(contents)
    _shorten_references(contents, choices.added)
    _take_presets(contents, master)
    return contents


def _moved(document: Document, keys: Mapping[str, str]) -> dict[Target, Target]:
    """Where every reference of the text leads under the new keys."""
    moved = {}
    for article in document.articles:
        new = keys[article.key]
        moved[Target(article.key)] = Target(new)
        for _, provision in provisions(article):
            moved[Target(article.key, provision.id)] = Target(new, provision.id)
    return moved


def _clause(
    article: Article, position: int, pair: dict[str, Any] | None, contents: Contents
) -> dict[str, Any]:
    row = deepcopy(pair) if pair else {**deepcopy(dict(_OWN_CLAUSE)), "code": _OWN_CODE}
    taken = {each["code"] for each in contents["clauses"].values()}
    caption = article.caption
    if len(caption) > CAPTION_LIMIT:
        caption = caption[: CAPTION_LIMIT - 1] + "…"
    return {
        **row,
        "key": article.key,
        "code": free_code(row["code"], taken),
        "position": position,
        "caption": caption,
        "tree": to_json(article),
        "typed": "",
        # The master's blanks stand in the master's own words.
        "blanks": [],
    }


def _take_items(contents: Contents, master: Contents, pair: str, key: str) -> None:
    for code, row in master["items"].items():
        if row["clause__key"] == pair:
            free = free_code(code, contents["items"].keys())
            contents["items"][free] = {**deepcopy(row), "code": free, "clause__key": key}


def _take_attachments(contents: Contents, master: Contents, key: str) -> None:
    """The forms and tables that an added clause names, though they belong to others."""
    article = from_json(contents["clauses"][key]["tree"])
    for _, provision in provisions(article):
        for piece in inlines_of(provision):
            part = {FormRef: "forms", AnnexRef: "annexes"}.get(type(piece))
            name = getattr(piece, "key", "")
            if part and name in master[part] and name not in contents[part]:
                contents[part][name] = {**deepcopy(master[part][name]), "clause_key": key}


def _shorten_references(contents: Contents, added: Sequence[str]) -> None:
    """In added clauses, name a whole article where the text has not the provision."""
    known = {
        key: {provision.id for _, provision in provisions(from_json(row["tree"]))}
        for key, row in contents["clauses"].items()
    }

    def target(each: Target) -> Target:
        ids = known.get(each.article)
        gone = ids is not None and each.provision is not None and each.provision not in ids
        return Target(each.article) if gone else each

    def shortened(piece: Inline) -> Inline:
        if not isinstance(piece, Ref):
            return piece
        targets = tuple(dict.fromkeys(map(target, piece.targets)))
        if piece.form in ("list", "range"):
            targets = tuple(t for t in targets if t.article in known) or targets
        if targets == piece.targets:
            return piece
        return Ref(targets, "list" if len(targets) > 1 else "auto")

    def rewrite(sentences: tuple[Sentence, ...], path: Path) -> tuple[Sentence, ...]:
        return tuple(replace(s, inlines=tuple(map(shortened, s.inlines))) for s in sentences)

    for key in added:
        if row := contents["clauses"].get(key):
            row["tree"] = to_json(rewritten(from_json(row["tree"]), rewrite))


def _take_presets(contents: Contents, master: Contents) -> None:
    """The presets, with the items that there are; none without items to choose from."""
    for name, row in master["presets"].items():
        codes = [code for code in row["codes"] if code in contents["items"]]
        if contents["items"] and (codes or not row["codes"]):
            contents["presets"][name] = {**deepcopy(row), "codes": codes}


def draft_frame(frame: Mapping[str, Any] | None, choices: Choices) -> dict[str, Any] | None:
    """What surrounds the articles, under the keys of the draft."""
    if frame is None or frame.get("format") != FRAME:
        return dict(frame) if frame else None
    carried = [
        {**line, "before": choices.key_of(line["before"]) if line["before"] else None}
        for line in frame["carried"]
    ]
    return {**frame, "carried": carried}
