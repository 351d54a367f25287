"""An edition as the linter sees it, and what the linter says of it, with the reasons recorded."""

from dataclasses import dataclass

from django.utils import timezone

from checklists.models import CheckItem, Preset
from specs.models import (
    Annex,
    Clause,
    ClauseFate,
    Edition,
    Form,
    LegalReference,
    WarningReason,
    WordingRule,
)
from specs.printing import document_of, skin_of
from specs.text.lint import (
    AnnexFacts,
    BlankFacts,
    ClauseFacts,
    FateFacts,
    ItemFacts,
    LawFacts,
    LintFinding,
    PresetFacts,
    Rule,
    Subject,
    lint,
)
from specs.text.tree import Article, Document

# What a person is asked: these hold no examples, which may say 「○○」.
QUESTIONS = (("before", "契約前の質問"), ("after", "契約後の質問"))

# The fields of a clause that say something of its drafting; explanations are long and don't.
READ = (
    "key",
    "code",
    "caption",
    "tree",
    "level",
    "omission",
    "applies_when",
    "unchecked_reason",
    "legal_basis",
    "blanks",
)


@dataclass(frozen=True)
class Report:
    """What the linter says of an edition. `reasoned` are warnings that may stay, each with why."""

    errors: list[LintFinding]
    warnings: list[LintFinding]
    reasoned: list[tuple[LintFinding, WarningReason]]
    notices: list[LintFinding]

    @property
    def obstacles(self) -> list[LintFinding]:
        """What stands in the way of publication."""
        return [*self.errors, *self.warnings]

    def of_clause(self, key: str) -> list[LintFinding]:
        """What is said of one clause, reasons or not."""
        kept = [finding for finding, _ in self.reasoned]
        everything = [*self.errors, *self.warnings, *kept, *self.notices]
        return [finding for finding in everything if finding.clause == key]


def subject_of(edition: Edition) -> Subject:
    """Everything about an edition that the linter looks at.

    Eight queries, and one for the clauses of the edition it was made from; the municipality is
    read from `edition` (select_related it).
    """
    clauses = list(Clause.objects.filter(edition=edition).only(*READ).order_by("position"))
    annexes = list(Annex.objects.filter(edition=edition).order_by("position"))
    forms = list(Form.objects.filter(edition=edition).order_by("number"))
    return Subject(
        document_of(clauses, annexes, forms),
        skin_of(edition.municipality),
        clauses=tuple(clause_facts(clause) for clause in clauses),
        items=_items(edition),
        laws=tuple(
            LawFacts(*row)
            for row in LegalReference.objects.filter(edition=edition)
            .order_by("key")
            .values_list("key", "law", "article")
        ),
        presets=tuple(
            PresetFacts(key, title, tuple(codes))
            for key, title, codes in Preset.objects.filter(edition=edition)
            .order_by("position")
            .values_list("key", "title", "codes")
        ),
        annexes=tuple(
            AnnexFacts(
                annex.key,
                annex.title,
                annex.clause_key,
                tuple(str(cell) for row in annex.rows for cell in row),
            )
            for annex in annexes
        ),
        rules=rules_of(edition.municipality_id),
        fates=tuple(
            FateFacts(key, caption, tuple(into))
            for key, caption, into in ClauseFate.objects.filter(edition=edition)
            .order_by("clause_key")
            .values_list("clause_key", "caption", "into")
        ),
        before=_before(edition),
        on=edition.effective_on or timezone.localdate(),
    )


def clause_facts(clause: Clause) -> ClauseFacts:
    """One clause without its text."""
    return ClauseFacts(
        key=clause.key,
        code=clause.code,
        caption=clause.caption,
        level=clause.level,
        omission=clause.omission,
        applies_when=clause.applies_when,
        unchecked_reason=clause.unchecked_reason,
        laws=tuple(basis["key"] for basis in clause.legal_basis),
        blanks=tuple(BlankFacts(b["key"], b["label"], b["default"]) for b in clause.blanks),
    )


def rules_of(municipality_id: int) -> tuple[Rule, ...]:
    """The municipality's own 言葉の決まり that are in use. One query."""
    rows = WordingRule.objects.filter(municipality_id=municipality_id, is_active=True)
    return tuple(
        Rule(words, instead, since, why)
        for words, instead, since, why in rows.order_by("words").values_list(
            "words", "instead", "since", "explanation"
        )
    )


def _items(edition: Edition) -> tuple[ItemFacts, ...]:
    rows = CheckItem.objects.filter(edition=edition).order_by("code")
    return tuple(
        ItemFacts(
            row["code"],
            row["clause__key"],
            tuple((name, row[field]) for field, name in QUESTIONS if row[field]),
        )
        for row in rows.values("code", "clause__key", *(field for field, _ in QUESTIONS))
    )


def _before(edition: Edition) -> Document | None:
    """The document of the edition that this one was made from."""
    if edition.based_on_id is None:
        return None
    rows = Clause.objects.filter(edition=edition.based_on_id).only("key", "tree")
    return document_of(rows.order_by("position"))


def lint_edition(edition: Edition) -> Report:
    """Lint an edition, and set aside the warnings whose reason is recorded."""
    return report(edition, lint(subject_of(edition)))


def lint_draft_clause(edition: Edition, key: str, article: Article) -> list[LintFinding]:
    """What the linter would say of one clause, were its text `article`: for the live editor."""
    found = lint(subject_of(edition).with_article(article))
    return report(edition, found).of_clause(key)


def report(edition: Edition, found: list[LintFinding]) -> Report:
    """Findings by what they mean for publication. One query."""
    reasons = {
        (each.code, each.place): each
        for each in WarningReason.objects.filter(edition=edition).select_related("given_by")
    }
    warnings = [finding for finding in found if finding.severity == "warning"]
    return Report(
        errors=[finding for finding in found if finding.severity == "error"],
        warnings=[f for f in warnings if (f.code, f.place) not in reasons],
        reasoned=[(f, reasons[f.code, f.place]) for f in warnings if (f.code, f.place) in reasons],
        notices=[finding for finding in found if finding.severity == "notice"],
    )
