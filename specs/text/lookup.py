"""Numbers → keys of one document, for reading references that are written as numbers."""

from collections.abc import Mapping

from specs.text.literals import Mention
from specs.text.markers import KATAKANA, digits
from specs.text.numbering import ArticleNumber, Numbering
from specs.text.tree import Document, Target


class Lookup:
    """What the numbers of one document name. `written` replaces the computed article numbers."""

    def __init__(
        self,
        document: Document,
        numbering: Numbering,
        written: Mapping[ArticleNumber, str] | None,
    ) -> None:
        self.order = list(numbering.articles)
        self.keys = (
            {each: key for key, each in numbering.articles.items()} if written is None else written
        )
        self.targets = {(t.article, path): t for t, path in numbering.paths.items()}
        self.paths, self.places = numbering.paths, numbering.places
        self.forms = {form.number: form.key for form in document.forms}
        self.annexes = [annex.key for annex in document.annexes]

    def below(self, base: Target, mention: Mention) -> Target | None:
        """What 第2項第3号ア of a mention names in an article, or in the 項 that `base` is."""
        path = self.paths.get(base, ())
        if base.provision and not path:
            return None
        if mention["paragraph"]:
            path = (digits(mention["paragraph"]) - 1,)
        if mention["item"]:
            path = (*(path[:1] or (0,)), digits(mention["item"]) - 1)
        if mention["kana"]:
            path = (*path, KATAKANA.index(mention["kana"]))
        return self.targets.get((base.article, path)) if path else base
