"""The database refuses to change concluded inspections, closed findings and what was verified."""

from audits.models import CorrectiveAction, Disposal, Finding, Inspection
from common.triggers import Freeze

FREEZES = (
    Freeze(
        Inspection,
        when='OLD."concluded_at" IS NOT NULL',
        message="a concluded inspection is frozen",
    ),
    Freeze(
        Finding,
        when="TRUE",
        message="a finding is only followed by its correction",
        mutable=("closed_at", "closed_by_id"),
    ),
    Freeze(
        CorrectiveAction,
        when="OLD.\"result\" <> 'waiting'",
        message="a verified correction is frozen",
    ),
    Freeze(Disposal, when='OLD."verified_at" IS NOT NULL', message="a verified disposal is frozen"),
)
