"""The database refuses to change published items, submitted answers and finished judgements."""

from checklists.models import (
    Answer,
    CheckItem,
    Checklist,
    Evidence,
    FormerSubmission,
    Judgement,
    Preset,
)
from common.triggers import Freeze
from specs.triggers import freeze_with_edition


def _when(row: str, column: str) -> str:
    """SQL: the table that `row` (OLD or NEW) belongs to has a time in `column`."""
    # Both words are ours.
    stamped = f"SELECT c.id FROM checklists_checklist c WHERE c.{column} IS NOT NULL"  # noqa: S608
    return f'{row}."checklist_id" IN ({stamped})'


# A submission may be taken back while the table is sealed, once it is kept as a former one.
TAKEN_BACK = (
    'NEW."submitted_at" IS NULL AND OLD."opens_at" IS NOT NULL AND OLD."opened_at" IS NULL '
    'AND EXISTS (SELECT 1 FROM checklists_formersubmission f WHERE f.checklist_id = OLD."id" '
    'AND f.number = OLD."submission_number" AND f.frozen_sha256 = OLD."frozen_sha256")'
)
# A seal is never taken off or brought forward, and broken once.
SEAL_BROKEN = (
    'OLD."opens_at" IS NOT NULL AND (NEW."opens_at" IS NULL OR NEW."opens_at" < OLD."opens_at") '
    'OR OLD."opened_at" IS NOT NULL AND NEW."opened_at" IS NULL '
    'OR OLD."opened_at" IS NOT NULL AND NEW."opened_at" <> OLD."opened_at" '
    # A table that was replaced is not taken up again.
    'OR OLD."replaced_at" IS NOT NULL AND (NEW."replaced_at" IS NULL '
    'OR NEW."submitted_at" IS NOT NULL AND OLD."submitted_at" IS NULL)'
)

FREEZES = (
    freeze_with_edition(CheckItem),
    freeze_with_edition(Preset),
    Freeze(
        Checklist,
        when='OLD."submitted_at" IS NOT NULL',
        message="a submitted checklist is frozen, and a seal is not taken off",
        mutable=(
            "judged_at",
            "judged_by_id",
            "judged_sha256",
            "opens_at",
            "opened_at",
            "opened_by_id",
            "replaced_at",
        ),
        unless=TAKEN_BACK,
        refuse=SEAL_BROKEN,
    ),
    Freeze(FormerSubmission, when="TRUE", message="a former submission is frozen"),
    Freeze(
        Answer,
        when=_when("OLD", "submitted_at"),
        insert_when=_when("NEW", "submitted_at"),
        message="a submitted answer is frozen",
    ),
    Freeze(
        Evidence,
        when=_when("OLD", "submitted_at"),
        insert_when=_when("NEW", "submitted_at"),
        message="evidence of a submitted table is frozen",
    ),
    Freeze(
        Judgement,
        when=_when("OLD", "judged_at"),
        insert_when=_when("NEW", "judged_at"),
        message="a finished judgement is frozen",
    ),
)
