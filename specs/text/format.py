"""Tree → the stored plain text: what officials write, with ○ for the number of the article."""

from specs.text import markers
from specs.text.inline import write
from specs.text.tree import Article, Ref, Sentence, generated_id, provisions
from specs.text.within import word_for


def format_article(article: Article) -> str:
    """The text that parse.parse_article reads back as the same tree. No final line break."""
    lines = [f"（{article.caption}）"] if article.caption else []
    for path, provision in provisions(article):
        mark = "第○条" if path == (0,) else markers.marker(len(path) - 1, path[-1])
        if path == (0,) and article.branch_of is not None:
            mark = "第○条の2"
        label = "" if provision.id == generated_id(path) else f"{{#{provision.id}}}"
        text = _sentences(provision.sentences, path, article)
        lines.append(f"{mark}{markers.SPACE}{label}{text}")
    return "\n".join(lines)


def _sentences(sentences: tuple[Sentence, ...], path: tuple[int, ...], article: Article) -> str:
    written = []
    for sentence in sentences:
        for piece in sentence.inlines:
            if isinstance(piece, Ref) and piece.form == "relative" and not piece.word:
                ids = [t.provision for t in piece.targets if t.article == article.key]
                if len(ids) == len(piece.targets) and all(ids):
                    word = word_for([str(id_) for id_ in ids], path, article)
                    if word:
                        written.append(f"{{参照:{word}}}")
                        continue
            written.append(write(piece, article.key))
    return "".join(written)
