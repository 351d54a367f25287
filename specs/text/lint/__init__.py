"""The linter: what is wrong with the drafting of an edition, why, and what to do about it.

subject   what is looked at            finding   what is said, and mends
codes     every code (codes.toml)      words     a provision as one string
context   what all rules share         rules/    one file a family of rules
engine    lint, lint_clause

Data that changes with the law: wording.toml, vocabulary.toml, mynumber.toml, acts.toml.
"""

from specs.text.lint.codes import SEVERITY_WORDS, codes, reference
from specs.text.lint.engine import lint, lint_clause
from specs.text.lint.finding import SEVERITIES, LintFinding, Mend, Severity, apply_mend
from specs.text.lint.subject import (
    AnnexFacts,
    BlankFacts,
    ClauseFacts,
    FateFacts,
    ItemFacts,
    LawFacts,
    PresetFacts,
    Rule,
    Subject,
)

__all__ = [
    "SEVERITIES",
    "SEVERITY_WORDS",
    "AnnexFacts",
    "BlankFacts",
    "ClauseFacts",
    "FateFacts",
    "ItemFacts",
    "LawFacts",
    "LintFinding",
    "Mend",
    "PresetFacts",
    "Rule",
    "Severity",
    "Subject",
    "apply_mend",
    "codes",
    "lint",
    "lint_clause",
    "reference",
]
