"""Whether an edition can be published: clause and item are a pair, and its drafting is sound."""

from checklists.linting import lint_edition
from specs.models import Edition


def reasons_against_publishing(edition: Edition) -> list[str]:
    """Why an edition can't be published, as sentences. Empty means it can.

    Errors of the linter, and warnings for which no reason is recorded.
    """
    report = lint_edition(edition)
    reasons = [f"{finding.where}：{finding.message}" for finding in report.errors]
    return reasons + [
        f"{finding.where}：{finding.message}そのままでよいときは、点検の画面で理由を書いてください。"
        for finding in report.warnings
    ]
