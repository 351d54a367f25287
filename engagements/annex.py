"""特記仕様書 of one engagement: the edition's clauses as tailored, numbered and printed.

Only what is settled counts: an omission or change that waits for approval isn't in it yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString

from checklists.labels import OMITTED
from common.errors import Refused
from engagements.models import Contract, Engagement, Tailoring
from engagements.progress import LONG
from specs.models import Annex, Clause
from specs.printing import PrintedEdition, default_blanks, skin_of
from specs.text import tree
from specs.text.codec import from_json
from specs.text.numbering import Numbering, number
from specs.text.references import Finding
from specs.text.render import unfilled


@dataclass(frozen=True)
class AnnexForm:
    """A 様式 as listed: its key and stable number, its title, （第9条関係）, 第9条."""

    key: str
    number: int
    title: str
    label: str
    article: str


@dataclass(frozen=True)
class Deviation:
    """A clause that was left out or worded differently, as the papers list it."""

    name: str
    word: str
    reason: str
    alternative: str

    @property
    def is_long(self) -> bool:
        """Whether the row may break across pages, else it would leave much of one empty."""
        return max(len(self.reason), len(self.alternative)) > LONG


@dataclass(frozen=True)
class AnnexText:
    """The text of an engagement's annex. Built by `annex_of`."""

    printed: PrintedEdition
    tailorings: dict[str, Tailoring]
    tables: list[Annex]

    @property
    def numbering(self) -> Numbering:
        """The numbers of articles and provisions."""
        return self.printed.printer.numbering

    @cached_property
    def labels(self) -> dict[str, str]:
        """Clause key → 第9条; 「（除外）」 for the clauses that were left out."""
        left_out = dict.fromkeys(self.printed.omitted, OMITTED)
        return {**self.printed.labels, **left_out}

    @property
    def kept(self) -> list[tuple[Clause, str, bool]]:
        """The clauses in force: clause, 第9条, whether its wording was changed."""
        return [
            (clause, label, self._decision(clause) == Tailoring.Decision.CHANGED)
            for clause, label in self.printed.labelled
        ]

    @property
    def omitted(self) -> list[tuple[Clause, str]]:
        """The clauses left out, each with the reason."""
        return [
            (clause, self.tailorings[clause.key].reason)
            for clause in self.printed.clauses
            if clause.key in self.printed.omitted
        ]

    @property
    def changed(self) -> list[tuple[Clause, str, str]]:
        """The clauses worded differently: clause, 第9条, the reason."""
        return [
            (clause, label, self.tailorings[clause.key].reason)
            for clause, label, changed in self.kept
            if changed
        ]

    @property
    def deviations(self) -> list[Deviation]:
        """What was left out, then what was changed, in the order of the clauses."""
        left_out = [(clause, clause.caption, "除外", reason) for clause, reason in self.omitted]
        reworded = [
            (clause, f"{label}（{clause.caption}）", "変更", reason)
            for clause, label, reason in self.changed
        ]
        return [
            Deviation(name, word, reason, self.tailorings[clause.key].alternative)
            for clause, name, word, reason in left_out + reworded
        ]

    @property
    def forms(self) -> list[AnnexForm]:
        """The forms of the clauses in force, by number."""
        forms = sorted(self.printed.document.forms, key=lambda form: form.number)
        return [found for form in forms if (found := self.form(form.key))]

    def form(self, key: str) -> AnnexForm | None:
        """One form; None when the edition has no such form or its clause was left out."""
        for form in self.printed.document.forms:
            if form.key == key and (label := self.printed.related(form.article_key)):
                article = self.printed.labels[form.article_key]
                return AnnexForm(key, form.number, form.title, label, article)
        return None

    @property
    def findings(self) -> list[Finding]:
        """References that point at something left out."""
        return self.printed.findings

    @property
    def faults(self) -> list[str]:
        """What must be mended before the annex is signed, as sentences."""
        captions = {clause.key: clause.caption for clause in self.printed.clauses}
        found: dict[str, None] = {}
        for finding in self.findings:
            key = finding.place.partition("#")[0]
            if finding.level == "error":
                message = _named(finding.message, captions)
                found[f"{self.labels.get(key, key)}（{captions.get(key, key)}）：{message}"] = None
        return list(found)

    @property
    def unfilled(self) -> list[str]:
        """Keys of blanks that have no value."""
        return unfilled(self.printed.printer)

    def html(self, *, heading: str = "h2") -> SafeString:
        """All articles as escaped HTML."""
        return self.printed.html(heading=heading)

    def plain(self) -> str:
        """All articles as text."""
        return self.printed.plain()

    def _decision(self, clause: Clause) -> str:
        row = self.tailorings.get(clause.key)
        return row.decision if row else Tailoring.Decision.KEPT


def annex_of(engagement: Engagement, current: Iterable[Tailoring] | None = None) -> AnnexText:
    """The annex as it is now; five queries, four where the `current` tailorings are given.

    Raises Refused while no edition is chosen.
    """
    edition = engagement.edition
    if edition is None:
        raise Refused("先に、特記仕様書の版を選んでください。")
    if current is None:
        current = engagement.tailorings.in_force()
    rows = {row.clause.key: row for row in current if row.is_settled}
    contract = Contract.objects.filter(engagement=engagement).only("blanks").first()
    tables = list(edition.annexes.order_by("position"))
    printed = PrintedEdition(
        engagement.municipality,
        list(edition.clauses.order_by("position")),
        annexes=tables,
        forms=list(edition.forms.order_by("number")),
        changed={key: row.tree for key, row in rows.items() if row.tree},
        omitted=_omitted(rows),
        blanks=contract.blanks if contract else {},
    )
    return AnnexText(printed, rows, tables)


def labels_by_id(engagement_id: int) -> dict[str, str]:
    """Clause key → 第9条 or 「（除外）」, without reading any text; three queries."""
    engagement = Engagement.objects.select_related("municipality", "edition").get(pk=engagement_id)
    clauses = Clause.objects.filter(edition=engagement.edition).order_by("position")
    articles = tuple(
        tree.Article(key, "", (tree.Paragraph("p1", ()),), branch)
        for key, branch in clauses.values_list("key", "tree__branch_of")
    )
    omitted = _omitted({row.clause.key: row for row in engagement.tailorings.in_force()})
    numbering = number(tree.Document(articles), omitted=omitted)
    skin = skin_of(engagement.municipality)
    return {
        article.key: OMITTED
        if article.key in omitted
        else numbering.article_label(article.key, skin)
        for article in articles
    }


def wording(annex: AnnexText, key: str, changed: dict[str, Any] | None = None) -> str:
    """One clause as it would print if it stood in the annex: in the master's words, or those
    of the tree `changed`. A provision a line."""
    printed = annex.printed
    clause = next(clause for clause in printed.clauses if clause.key == key)
    article = from_json(changed or clause.tree)
    printer = replace(
        printed.printer,
        document=printed.document.with_article(article),
        omitted=frozenset(printed.omitted) - {key},
    )
    return "\n".join(f"{line.marker}\u3000{line.words}" for line in printer.lines(article))


def blanks_of(annex: AnnexText) -> list[dict[str, str]]:
    """The blanks of the clauses in force, in order: key, label, default, and the 条."""
    defaults = default_blanks(annex.printed.clauses)
    return [
        {**blank, "clause": f"{label}（{clause.caption}）", "default": defaults[blank["key"]]}
        for clause, label, _ in annex.kept
        for blank in clause.blanks
    ]


def _omitted(rows: dict[str, Tailoring]) -> frozenset[str]:
    gone = Tailoring.Decision.OMITTED
    return frozenset(key for key, row in rows.items() if row.decision == gone)


def _named(message: str, captions: dict[str, str]) -> str:
    """A finding's sentence with captions in place of keys."""
    for key, caption in sorted(captions.items(), key=lambda pair: -len(pair[0])):
        message = message.replace(f"「{key}", f"「{caption}")
    return message
