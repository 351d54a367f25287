"""The database refuses to change decisions that were approved, chosen or contracted."""

from common.triggers import Freeze
from engagements.models import (
    AlternativeMeasure,
    Condition,
    Contract,
    Criteria,
    Delivery,
    EditionDecision,
    Inquiry,
    Selection,
    Settlement,
    Tailoring,
    ToldRequirements,
    UnmetDecision,
)

FREEZES = (
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
)
