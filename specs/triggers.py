"""The database refuses to change a published edition or anything in it."""

from django.db import models

from common.triggers import Freeze
from specs.models import (
    Annex,
    Clause,
    ClauseFate,
    Edition,
    Form,
    LegalReference,
    WarningReason,
)

MESSAGE = "a published edition is frozen"


def inside_published_edition(row: str) -> str:
    """SQL: the edition that `row` (OLD or NEW) belongs to is published."""
    published = "SELECT e.id FROM specs_edition e WHERE e.published_at IS NOT NULL"
    return f'{row}."edition_id" IN ({published})'


def freeze_with_edition(model: type[models.Model]) -> Freeze:
    """The rule for a model whose rows are part of an edition."""
    return Freeze(
        model,
        when=inside_published_edition("OLD"),
        insert_when=inside_published_edition("NEW"),
        message=MESSAGE,
    )


FROZEN_PARTS = (Clause, LegalReference, Annex, Form, ClauseFate, WarningReason)

FREEZES = (
    Freeze(Edition, when='OLD."published_at" IS NOT NULL', message=MESSAGE, mutable=("status",)),
    *(freeze_with_edition(model) for model in FROZEN_PARTS),
)
