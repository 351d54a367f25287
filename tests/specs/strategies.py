"""Generated clause trees, as parse would give them.

A document is grown from one number: drawing every word through hypothesis would take most of
the test run's time.
"""

from random import Random

from specs.text.tree import (
    Article,
    Blank,
    Document,
    Inline,
    Item,
    Paragraph,
    Party,
    Ref,
    SelfName,
    Sentence,
    Target,
    Text,
    generated_id,
    provisions,
)

WORDS = (
    "は、",
    "記録する",
    "個人情報を",
    "（以下「台帳」という。）",
    "書面により",
    "遅滞なく",
    "ア社",
    "2人以上で",
    "個人情報の保護に関する法律第66条第2項及び第67条に従い、",
    "次の各号に掲げる事前条件を",
)
# Before a reference: words that do not name another text; 及び joins it to the one before.
LINKS = ("は、", "この場合の", "のほか、", "及び", "又は", "、")
TOKENS: tuple[Inline, ...] = (Party("client"), Party("contractor"), SelfName(), Blank("b"))
KEYS = tuple(f"clause-{letter}" for letter in "abcdefg")


def grown(seed: int) -> Document:
    """Three to seven articles, some with 枝番号, that refer to each other in every form."""
    random = Random(seed)
    keys = KEYS[: random.randint(3, len(KEYS))]
    shapes: list[Article] = []
    for key in keys:
        parent = shapes[-1].branch_of or shapes[-1].key if shapes else None
        branch = parent if random.random() < 0.15 else None
        shapes.append(_shape(random, key, branch))
    return Document(_with_references(random, tuple(shapes)))


def omitted_from(document: Document, number: int) -> frozenset[str]:
    """Some articles and, for odd numbers, some 項 and 号 of a document."""
    random = Random(number)
    found = {a.key for a in document.articles if random.random() < 0.25}
    if number % 2:
        for article in document.articles:
            found |= {
                f"{article.key}#{p.id}" for _, p in provisions(article) if random.random() < 0.1
            }
    return frozenset(found)


def _shape(random: Random, key: str, branch_of: str | None = None) -> Article:
    """An article without words: its provisions and their ids."""

    def items(path: tuple[int, ...]) -> tuple[Item, ...]:
        if len(path) > 3 or random.random() > 0.4:
            return ()
        return tuple(
            Item(_id(random, (*path, i)), (), items((*path, i)))
            for i in range(random.randint(2, 4))
        )

    count = random.randint(1, 4)
    return Article(
        key,
        "見出し",
        tuple(Paragraph(_id(random, (i,)), (), items((i,))) for i in range(count)),
        branch_of,
    )


def _id(random: Random, path: tuple[int, ...]) -> str:
    label = "label-" + "-".join(map(str, path))
    return label if random.random() < 0.3 else generated_id(path)


def _with_references(random: Random, shapes: tuple[Article, ...]) -> tuple[Article, ...]:
    """The articles with sentences that refer to them."""

    def item(shape: Article, node: Item) -> Item:
        below = tuple(item(shape, child) for child in node.items)
        return Item(node.id, _sentences(random, shape, shapes), below)

    return tuple(
        Article(
            shape.key,
            shape.caption,
            tuple(
                Paragraph(
                    p.id,
                    _sentences(random, shape, shapes),
                    tuple(item(shape, child) for child in p.items),
                )
                for p in shape.paragraphs
            ),
            shape.branch_of,
        )
        for shape in shapes
    )


def _sentences(
    random: Random, article: Article, shapes: tuple[Article, ...]
) -> tuple[Sentence, ...]:
    found = []
    for index in range(random.randint(1, 2)):
        kind = "main" if index == 0 else random.choice(("latter", "proviso"))
        pieces: list[Inline] = [
            Text({"main": "", "latter": "この場合、", "proviso": "ただし、"}[kind])
        ]
        for _ in range(random.randint(0, 2)):
            pieces += [random.choice([Text(w) for w in WORDS] + list(TOKENS))]
        for _ in range(random.randint(0, 2)):
            pieces += [Text(random.choice(LINKS)), _reference(random, article, shapes)]
        pieces.append(Text("による。"))
        found.append(Sentence(kind, tuple(_tidy(pieces))))  # type: ignore[arg-type]
    return tuple(found)


def _reference(random: Random, article: Article, shapes: tuple[Article, ...]) -> Ref:
    """A reference to articles, to provisions of one list, or to some of each."""
    form = random.choice(("auto", "auto", "relative", "each", "same", "list", "range", "mixed"))
    other = article if random.random() < 0.5 else random.choice(shapes)
    row = random.choice(
        _rows(other) if random.random() < 0.6 else [[Target(s.key) for s in shapes]]
    )
    first = random.randrange(len(row))
    last = random.randrange(first, len(row))
    if form == "range" and last > first:
        return Ref((row[first], row[last]), "range")
    if form == "list" and len(row) > 1:
        return Ref(tuple(random.sample(row, random.randint(2, len(row)))), "list")
    if form == "mixed":
        everything = [Target(s.key) for s in shapes] + [t for r in _rows(other) for t in r]
        return Ref(tuple(random.sample(everything, 2)), "list")
    if form in ("relative", "each"):
        return Ref(tuple(row[first : last + 1]), form)  # type: ignore[arg-type]
    return Ref((row[first],), "same" if form == "same" else "auto")


def _rows(article: Article) -> list[list[Target]]:
    """The lists of an article down to ア: its 項, the 号 of each, what is under those."""
    rows = [[Target(article.key, p.id) for p in article.paragraphs]]
    for path, node in provisions(article):
        if len(path) < 3 and node.items:
            rows.append([Target(article.key, child.id) for child in node.items])
    return rows


def _tidy(pieces: list[Inline]) -> list[Inline]:
    """Neighbouring words as one piece, for that is how text is read."""
    tidy: list[Inline] = []
    for piece in pieces:
        if tidy and isinstance(piece, Text) and isinstance(tidy[-1], Text):
            tidy[-1] = Text(tidy[-1].value + piece.value)
        elif piece != Text(""):
            tidy.append(piece)
    return tidy
