"""Tree → the stored plain text: what officials write, with ○ for the number of the article."""

from specs.text import markers
from specs.text.inline import write
from specs.text.tree import Article, Inline, Ref, Sentence, generated_id, provisions
from specs.text.within import word_for


def format_article(article: Article) -> str:
    """The text that parse.parse_article reads back as the same tree. No final line break."""
    lines = [f"（{article.caption}）"] if article.caption else []
    for path, provision in provisions(article):
        mark = markers.marker(len(path) - 1, path[-1])
        label = "" if provision.id == generated_id(path) else f"{{#{provision.id}}}"
        if path == (0,):
            mark = "第○条" if article.branch_of is None else "第○条の○"
            label = f"{{枝番:{article.branch_of}}}{label}" if article.branch_of else label
        text = _sentences(provision.sentences, path, article)
        lines.append(f"{mark}{markers.SPACE}{label}{text}")
    return "\n".join(lines)


def _sentences(sentences: tuple[Sentence, ...], path: tuple[int, ...], article: Article) -> str:
    return "".join(
        _word(piece, path, article) or write(piece, article.key)
        for sentence in sentences
        for piece in sentence.inlines
    )


def _word(piece: Inline, path: tuple[int, ...], article: Article) -> str | None:
    """{参照:前項} for a relative link that stands where the word is true."""
    if not isinstance(piece, Ref) or piece.form not in ("relative", "each") or piece.word:
        return None
    ids = [t.provision for t in piece.targets if t.article == article.key and t.provision]
    if len(ids) != len(piece.targets):
        return None
    word = word_for(ids, path, article, piece.form)
    return f"{{参照:{word}}}" if word else None
