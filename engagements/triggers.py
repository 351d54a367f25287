"""The database refuses to change decisions that were approved, chosen or contracted, and what the
register of firms keeps."""

from common.triggers import Freeze
from engagements.models import (
    AlternativeMeasure,
    Certification,
    Condition,
    Contract,
    Criteria,
    Delivery,
    DespiteSuspension,
    EditionDecision,
    Engagement,
    FormerName,
    Inquiry,
    Override,
    Selection,
    Settlement,
    Suspension,
    Tailoring,
    ToldRequirements,
    UnmetDecision,
    Vendor,
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
    Freeze(
        UnmetDecision,
        when="TRUE",
        message="a decision about an unmet item is frozen",
        mutable=("is_current",),
    ),
    Freeze(Criteria, when='OLD."fixed_at" IS NOT NULL', message="fixed criteria are frozen"),
    Freeze(ToldRequirements, when="TRUE", message="requirements that were told are frozen"),
    Freeze(Delivery, when="TRUE", message="a record of delivery is frozen"),
    Freeze(Inquiry, when='OLD."published_at" IS NOT NULL', message="a published answer is frozen"),
    Freeze(Condition, when="TRUE", message="a condition is frozen", mutable=("is_current",)),
    Freeze(Settlement, when="TRUE", message="a settlement is frozen", mutable=("is_current",)),
    Freeze(Contract, when='OLD."fixed_at" IS NOT NULL', message="a fixed contract is frozen"),
    Freeze(
        Vendor,
        when='OLD."merged_into_id" IS NOT NULL',
        message="a merged vendor is frozen",
        # What it was merged into may itself be merged into another.
        mutable=("merged_into_id",),
        refuse='OLD."merged_into_id" IS NOT NULL AND NEW."merged_into_id" IS NULL',
    ),
    Freeze(FormerName, when="TRUE", message="a former name is frozen"),
    Freeze(
        Certification,
        when="TRUE",
        message="a certification is frozen; a correction is a new row",
        mutable=("is_current", "ended_reason"),
        refuse='NOT OLD."is_current" AND (NEW."is_current"'
        ' OR OLD."ended_reason" <> NEW."ended_reason")',
    ),
    Freeze(
        Suspension,
        when="TRUE",
        message="a suspension is frozen; it may be lifted once",
        mutable=("lifted_on", "lifted_reason", "lifted_at", "lifted_by_id"),
        refuse='OLD."lifted_at" IS NOT NULL AND (NEW."lifted_at" IS NULL'
        ' OR OLD."lifted_at" <> NEW."lifted_at" OR OLD."lifted_on" <> NEW."lifted_on"'
        ' OR OLD."lifted_reason" <> NEW."lifted_reason")',
    ),
    Freeze(DespiteSuspension, when="TRUE", message="a reason to go on is frozen"),
)
