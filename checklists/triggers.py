"""The database refuses to change published items, submitted answers and finished judgements."""

from checklists.models import Answer, CheckItem, Checklist, Judgement, Preset
from common.triggers import Freeze
from specs.triggers import freeze_with_edition


def _when(row: str, column: str) -> str:
    """SQL: the table that `row` (OLD or NEW) belongs to has a time in `column`."""
    # Both words are ours.
    stamped = f"SELECT c.id FROM checklists_checklist c WHERE c.{column} IS NOT NULL"  # noqa: S608
    return f'{row}."checklist_id" IN ({stamped})'


FREEZES = (
    freeze_with_edition(CheckItem),
    freeze_with_edition(Preset),
    Freeze(
        Checklist,
        when='OLD."submitted_at" IS NOT NULL',
        message="a submitted checklist is frozen",
        mutable=("judged_at", "judged_by_id", "judged_sha256"),
    ),
    Freeze(
        Answer,
        when=_when("OLD", "submitted_at"),
        insert_when=_when("NEW", "submitted_at"),
        message="a submitted answer is frozen",
    ),
    Freeze(
        Judgement,
        when=_when("OLD", "judged_at"),
        insert_when=_when("NEW", "judged_at"),
        message="a finished judgement is frozen",
    ),
)
