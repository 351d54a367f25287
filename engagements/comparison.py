"""新旧対照 of an engagement: the edition's own text, and the annex as tailored.

Only what is settled counts, as in the annex (engagements.annex). Blanks are filled on both sides
as the contract fills them: that a blank is filled is no change of the text.
"""

from collections.abc import Mapping
from typing import cast

from engagements.adoption import is_decided_anew
from engagements.annex import AnnexText, annex_of
from engagements.models import Engagement, Tailoring
from engagements.scope import facts_of
from engagements.tailoring import OMITTED, propose
from specs.comparison.editions import compare_printed
from specs.comparison.sheet import Sheet
from specs.models import Edition
from specs.printing import PrintedEdition
from specs.text.amend.running import keeping_numbers
from specs.text.compare import compare_documents


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


def amendment_of(engagement: Engagement, edition: Edition) -> Sheet:
    """What amending the contract to a newer edition would change in the signed annex.

    Decisions about clauses that stay as they are hold on; the rules decide about the others.
    Numbers of the contract stay: what goes leaves 「第7条　削除」, what comes bears a 枝番号.
    """
    annex = annex_of(engagement)
    clauses = list(edition.clauses.order_by("position"))
    old = {clause.key: clause for clause in annex.printed.clauses}
    same = {c.key for c in clauses if c.key in old and not is_decided_anew(old[c.key], c)}
    by_rule = {
        p.clause.key for p in propose(edition, facts_of(engagement)) if p.decision == OMITTED
    }
    newer = PrintedEdition(
        engagement.municipality,
        clauses,
        annexes=list(edition.annexes.order_by("position")),
        forms=list(edition.forms.order_by("number")),
        changed={k: row.tree for k, row in annex.tailorings.items() if row.tree and k in same},
        omitted=(frozenset(annex.printed.omitted) & same) | (by_rule - same),
        blanks=annex.printed.printer.blanks,
    )
    signed = annex.printed.printer
    return Sheet(
        engagement.municipality,
        str(engagement.title),
        f"変更後（第{edition.number}版による）",
        "変更前（契約した特記仕様書）",
        compare_documents(signed, keeping_numbers(signed, newer.printer)),
        has_wording=True,
    )


def _reasons(annex: AnnexText) -> Mapping[str, str]:
    """Clause key → 除外の理由, 変更の理由, with what is done instead."""
    found = {}
    for key, row in annex.tailorings.items():
        if row.decision != Tailoring.Decision.KEPT:
            instead = f"代替措置：{row.alternative}" if row.alternative else ""
            found[key] = f"{row.get_decision_display()}の理由：{row.reason}{instead}"
    return found
