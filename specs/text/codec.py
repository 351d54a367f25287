"""Tree ↔ JSON: what the database stores. It holds no number; references are keys."""

from typing import Any

from specs.text.tree import (
    AnnexRef,
    Article,
    Blank,
    FormRef,
    Inline,
    Item,
    Paragraph,
    Party,
    Ref,
    SelfName,
    Sentence,
    Target,
    Text,
)


def to_json(article: Article) -> dict[str, Any]:
    """The article as plain data."""
    return {
        "key": article.key,
        "caption": article.caption,
        "branch_of": article.branch_of,
        "paragraphs": [_provision(paragraph) for paragraph in article.paragraphs],
    }


def _provision(provision: Paragraph | Item) -> dict[str, Any]:
    return {
        "id": provision.id,
        "sentences": [
            {
                "kind": sentence.kind,
                "inlines": [inline_to_json(piece) for piece in sentence.inlines],
            }
            for sentence in provision.sentences
        ],
        "items": [_provision(item) for item in provision.items],
    }


def inline_to_json(piece: Inline) -> Any:
    """One piece of a sentence as plain data."""
    match piece:
        case Text(value):
            return value
        case Party(role):
            return {"party": role}
        case SelfName():
            return {"self": True}
        case Blank(key):
            return {"blank": key}
        case AnnexRef(key):
            return {"annex": key}
        case FormRef(key):
            return {"form": key}
        case Ref(targets, form, word):
            linked = [[target.article, target.provision] for target in targets]
            return {"ref": linked, "as": form, "word": word}


def from_json(data: dict[str, Any]) -> Article:
    """The article that to_json wrote. Raises KeyError or TypeError for other data."""
    paragraphs = tuple(
        Paragraph(p["id"], _sentences(p), tuple(_item(i) for i in p["items"]))
        for p in data["paragraphs"]
    )
    return Article(data["key"], data["caption"], paragraphs, data["branch_of"])


def _item(data: dict[str, Any]) -> Item:
    return Item(data["id"], _sentences(data), tuple(_item(item) for item in data["items"]))


def _sentences(data: dict[str, Any]) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(s["kind"], tuple(inline_from_json(piece) for piece in s["inlines"]))
        for s in data["sentences"]
    )


def inline_from_json(data: Any) -> Inline:
    """The piece that inline_to_json wrote. Raises KeyError or TypeError for other data."""
    if isinstance(data, str):
        return Text(data)
    if "ref" in data:
        targets = tuple(Target(article, provision) for article, provision in data["ref"])
        return Ref(targets, data["as"], data["word"])
    if "party" in data:
        return Party(data["party"])
    if "blank" in data:
        return Blank(data["blank"])
    if "annex" in data:
        return AnnexRef(data["annex"])
    return FormRef(data["form"]) if "form" in data else SelfName()
