"""The database refuses to change decisions that were approved, chosen or contracted."""

from common.triggers import Freeze
from engagements.models import (
    AlternativeMeasure,
    Contract,
    Criteria,
    EditionDecision,
    Engagement,
    Override,
    Selection,
    Tailoring,
)

_SOURCES_MUNICIPALITY = (
    '(SELECT "municipality_id" FROM "engagements_engagement" WHERE "id" = NEW."copied_from_id")'
)

FREEZES = (
    # What an engagement was copied from is said once, and never crosses a municipality.
    Freeze(
        Engagement,
        when="FALSE",
        insert_when=f'NEW."copied_from_id" IS NOT NULL'
        f' AND NEW."municipality_id" <> {_SOURCES_MUNICIPALITY}',
        refuse='COALESCE(OLD."copied_from_id", 0) <> COALESCE(NEW."copied_from_id", 0)',
        message="what an engagement was copied from is frozen",
    ),
    Freeze(Override, when="TRUE", message="a choice of staff is frozen", mutable=("is_current",)),
    Freeze(
        Tailoring,
        when="OLD.\"approval\" <> 'waiting'",
        message="a decided tailoring is frozen",
        mutable=("is_current",),
    ),
    Freeze(
        AlternativeMeasure,
        when="OLD.\"approval\" <> 'waiting'",
        message="a decided alternative measure is frozen",
        mutable=("is_current",),
    ),
    Freeze(EditionDecision, when="TRUE", message="a decision about an edition is frozen"),
    Freeze(Selection, when="TRUE", message="a selection is frozen", mutable=("is_current",)),
    Freeze(Criteria, when='OLD."fixed_at" IS NOT NULL', message="fixed criteria are frozen"),
    Freeze(Contract, when='OLD."fixed_at" IS NOT NULL', message="a fixed contract is frozen"),
)
