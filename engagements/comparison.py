"""新旧対照 of an engagement: the edition's own text, and the annex as tailored.

Only what is settled counts, as in the annex (engagements.annex). Blanks are filled on both sides
as the contract fills them: that a blank is filled is no change of the text.
"""

from collections.abc import Mapping
from typing import cast

from engagements.annex import AnnexText, annex_of
from engagements.models import Engagement, Tailoring
from specs.comparison.editions import compare_printed
from specs.comparison.sheet import Sheet
from specs.models import Edition
from specs.printing import PrintedEdition


def compare_engagement(engagement: Engagement) -> Sheet:
    """The standard text as the old side, the annex as the new one; six queries.

    Raises Refused while no edition is chosen.
    """
    annex = annex_of(engagement)
    edition = cast(Edition, engagement.edition)  # annex_of refuses without one
    standard = PrintedEdition(
        engagement.municipality,
        annex.printed.clauses,
        annexes=annex.tables,
        forms=list(edition.forms.order_by("number")),
        blanks=annex.printed.printer.blanks,
    )
    return Sheet(
        engagement.municipality,
        str(engagement.title),
        "変更後（この案件の特記仕様書）",
        f"標準の条文（第{edition.number}版）",
        compare_printed(standard, annex.printed),
        reasons=_reasons(annex),
    )


def _reasons(annex: AnnexText) -> Mapping[str, str]:
    """Clause key → 除外の理由, 変更の理由, with what is done instead."""
    found = {}
    for key, row in annex.tailorings.items():
        if row.decision != Tailoring.Decision.KEPT:
            instead = f"代替措置：{row.alternative}" if row.alternative else ""
            found[key] = f"{row.get_decision_display()}の理由：{row.reason}{instead}"
    return found
