"""Whether clause and item make a pair everywhere, so that an edition can be published."""

from checklists.models import CheckItem
from specs.models import Edition
from specs.printing import PrintedEdition


def reasons_against_publishing(edition: Edition) -> list[str]:
    """Why an edition can't be published, as sentences. Empty means it can.

    Every clause has a check item or a recorded reason; no reference dangles.
    """
    clauses = list(edition.clauses.order_by("position"))
    paired = set(CheckItem.objects.filter(edition=edition).values_list("clause_id", flat=True))
    reasons = [
        f"「{clause.code} {clause.caption}」に確認項目がなく、置かない理由も書かれていません。"
        for clause in clauses
        if clause.pk not in paired and not clause.unchecked_reason
    ]
    if not clauses:
        reasons.append("条が一つもありません。")
    printed = PrintedEdition.of(edition)
    reasons += [f"{finding.place}：{finding.message}" for finding in printed.findings]
    return reasons
