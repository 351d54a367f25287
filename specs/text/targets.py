"""What a reference can be put to: every printed provision, by its number."""

from dataclasses import dataclass

from specs.text.render import Printer
from specs.text.tree import Target
from specs.text.wording import label

_SHOWN = 36


@dataclass(frozen=True)
class Choice:
    """A provision to refer to: the words to put in, from elsewhere and from the same article,
    and the beginning of its text. level 0 is the article."""

    article: str
    level: int
    words: str
    own_words: str
    caption: str
    beginning: str


def targets_of_document(printer: Printer) -> list[Choice]:
    """Every article and provision that has a number, in the order of the text."""
    found = []
    for article in printer.document.articles:
        if article.key not in printer.numbering.printed:
            continue
        whole = printer.numbering.article_label(article.key, printer.skin)
        single = article.key in printer.numbering.single
        found.append(Choice(article.key, 0, whole, whole, article.caption, ""))
        for line in printer.lines(article):
            if line.level == 0 and single:
                continue
            words = label(printer.numbering, Target(article.key, line.id), printer.skin)
            beginning = line.words[:_SHOWN] + ("…" if len(line.words) > _SHOWN else "")
            found.append(
                Choice(
                    article.key,
                    line.level + 1,
                    words,
                    words.removeprefix(whole) or whole,
                    article.caption,
                    beginning,
                )
            )
    return found
