"""Generated clause trees, as parse would give them."""

from hypothesis import strategies as st

from specs.text.tree import (
    Article,
    Blank,
    Document,
    Item,
    Paragraph,
    Party,
    Ref,
    SelfName,
    Sentence,
    Target,
    Text,
    generated_id,
)

WORDS = st.sampled_from(
    ["は、", "記録する", "個人情報を", "（以下「台帳」という。）", "書面により", "遅滞なく", "ア社", "2人以上"]
)
PLAIN = st.one_of(
    WORDS.map(Text), st.sampled_from([Party("client"), Party("contractor"), SelfName(), Blank("b")])
)


def _tidy(pieces: list) -> list:
    """Neighbouring words as one piece, for that is how text is read."""
    tidy: list = []
    for piece in pieces:
        if tidy and isinstance(piece, Text) and isinstance(tidy[-1], Text):
            tidy[-1] = Text(tidy[-1].value + piece.value)
        else:
            tidy.append(piece)
    return tidy


@st.composite
def sentences(draw, refs: list[Ref]) -> tuple[Sentence, ...]:
    """One or two sentences, the second perhaps a ただし書."""
    found = []
    for index in range(draw(st.integers(1, 2))):
        pieces: list = [Text("受託した者は")] if index == 0 else []
        kind = "main" if index == 0 else "latter"
        if index and draw(st.booleans()):
            pieces, kind = [Text("ただし、")], "proviso"
        elif index:
            pieces = [Text("この場合において")]
        pieces += draw(st.lists(PLAIN, max_size=3))
        if refs and draw(st.booleans()):
            pieces.append(draw(st.sampled_from(refs)))
        pieces.append(Text("。"))
        found.append(Sentence(kind, tuple(_tidy(pieces))))
    return tuple(found)


@st.composite
def items(draw, path: tuple[int, ...], refs: list[Ref], depth: int) -> tuple[Item, ...]:
    """No items, or two to four of them."""
    if depth == 0 or not draw(st.booleans()):
        return ()
    found = []
    for index in range(draw(st.integers(2, 4))):
        here = (*path, index)
        below = draw(items(here, refs, depth - 1))
        found.append(Item(generated_id(here), draw(sentences(refs)), below))
    return tuple(found)


@st.composite
def articles(draw, key: str = "one", refs: list[Ref] | None = None) -> Article:
    """An article of one to four 項 with items down to ア or (ア)."""
    count = draw(st.integers(1, 4))
    own = [Ref((Target(key, generated_id((i,))),)) for i in range(count)]
    known = (refs or []) + own
    paragraphs = tuple(
        Paragraph(generated_id((i,)), draw(sentences(known)), draw(items((i,), known, 3)))
        for i in range(count)
    )
    return Article(key, "見出し", paragraphs)


@st.composite
def documents(draw) -> Document:
    """Three to seven articles that refer to each other, singly, as lists and as ranges."""
    keys = [f"clause-{letter}" for letter in "abcdefg"[: draw(st.integers(3, 7))]]
    refs = [Ref((Target(key),)) for key in keys]
    refs.append(Ref((Target(keys[0]), Target(keys[-1])), "range"))
    refs.append(Ref(tuple(Target(key) for key in keys[:3]), "list"))
    return Document(tuple(draw(articles(key, refs)) for key in keys))
