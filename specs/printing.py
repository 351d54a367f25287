"""An edition as it prints: its clauses as one document under a municipality's skin."""

import marshal
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property, lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from accounts.models import Municipality
from specs.models import Annex, Clause, Edition, Form
from specs.text import tree
from specs.text.codec import from_json
from specs.text.numbering import Gaps
from specs.text.references import Finding, findings
from specs.text.render import Printer, outline, render_article_html, render_html, render_plain
from specs.text.skin import Skin


def skin_of(municipality: Municipality) -> Skin:
    """The drafting skin that the municipality has chosen."""
    client, contractor = municipality.party_names
    return Skin(
        client=client,
        contractor=contractor,
        family="plain" if municipality.numbering_family == "plain" else "article",
        comma=municipality.comma,
    )


def document_of(
    clauses: Iterable[Clause],
    annexes: Iterable[Annex] = (),
    forms: Iterable[Form] = (),
    changed: Mapping[str, dict] | None = None,
) -> tree.Document:
    """Clauses in order as one document of the text engine.

    `changed` holds the tree of each clause (by key) that an engagement words differently.
    """
    changed = changed or {}
    return tree.Document(
        tuple(article_of(changed.get(clause.key) or clause.tree) for clause in clauses),
        tuple(tree.Annex(annex.key) for annex in annexes),
        tuple(tree.Form(f.key, f.number, f.title, f.clause_key) for f in forms),
    )


def article_of(stored: dict[str, Any]) -> tree.Article:
    """As from_json. The same stored text gives the same object: articles never change, and
    every page of an engagement reads the same thirty."""
    return _article_of(marshal.dumps(stored, 2))


@lru_cache(maxsize=2048)
def _article_of(written: bytes) -> tree.Article:
    return from_json(marshal.loads(written))  # noqa: S302


def default_blanks(clauses: Iterable[Clause]) -> dict[str, str]:
    """The master's own values for the blanks of these clauses."""
    return {blank["key"]: blank["default"] for clause in clauses for blank in clause.blanks}


class PrintedEdition:
    """The clauses of an edition, numbered, with omissions closed up."""

    def __init__(
        self,
        municipality: Municipality,
        clauses: Sequence[Clause],
        *,
        annexes: Sequence[Annex] = (),
        forms: Sequence[Form] = (),
        changed: Mapping[str, dict] | None = None,
        omitted: Set[str] = frozenset(),
        blanks: Mapping[str, str] | None = None,
        gaps: Gaps = "close",
    ) -> None:
        self.clauses = clauses
        self.skin = skin_of(municipality)
        self.document = document_of(clauses, annexes, forms, changed)
        self.omitted, self.gaps = omitted, gaps
        self.printer = Printer(
            self.document,
            self.skin,
            {**default_blanks(clauses), **(blanks or {})},
            omitted,
            gaps,
        )

    @classmethod
    def of(cls, edition: Edition) -> "PrintedEdition":
        """A whole edition with its tables and forms; three queries."""
        return cls(
            edition.municipality,
            list(edition.clauses.order_by("position")),
            annexes=list(edition.annexes.order_by("position")),
            forms=list(edition.forms.order_by("number")),
        )

    @cached_property
    def labels(self) -> dict[str, str]:
        """Clause key → 第9条, for the clauses that are printed."""
        return {key: label for key, label, _ in outline(self.printer)}

    @cached_property
    def labelled(self) -> list[tuple[Clause, str]]:
        """The printed clauses, each with its label."""
        return [(c, self.labels[c.key]) for c in self.clauses if c.key in self.labels]

    @cached_property
    def findings(self) -> list[Finding]:
        """What is wrong with the references, or was adapted in printing."""
        return findings(self.document, omitted=self.omitted, gaps=self.gaps)

    def related(self, clause_key: str) -> str:
        """（第9条関係）."""
        return self.printer.related(clause_key)

    def html(self, *, heading: str = "h2") -> SafeString:
        """All articles as HTML that the text engine has escaped."""
        return mark_safe(render_html(self.printer, heading=heading))  # noqa: S308

    def article_html(self, key: str, *, heading: str = "h3") -> SafeString:
        """One article as HTML that the text engine has escaped."""
        article = self.document.article(key)
        return mark_safe(render_article_html(self.printer, article, heading=heading))  # noqa: S308

    def wording(self, key: str) -> str:
        """One printed article as text, a provision a line."""
        lines = self.printer.lines(self.document.article(key))
        return "\n".join(f"{line.marker}\u3000{line.words}" for line in lines)

    def plain(self) -> str:
        """All articles as text."""
        return render_plain(self.printer)
