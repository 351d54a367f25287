"""Saving an imported text as a new specification with a draft edition."""

import re
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Municipality, User
from accounts.permissions import Permission, require
from checklists.drafting.contents import Contents, contents_of, nothing, write_contents
from checklists.drafting.opening import create_specification
from checklists.drafting.states import keep_state
from checklists.exporting.edition_json import EditionFile
from checklists.importing.composing import Choices, draft_contents, draft_frame
from common.errors import Refused
from ledger.actions import record
from specs.models import Edition, Specification
from specs.text.importing.telling import NO_ARTICLES
from specs.text.importing.understood import Understood

_TITLE_LIMIT = Specification._meta.get_field("title").max_length or 120
_DEFAULT_TITLE = "取り込んだ特記仕様書"


def save_import(
    municipality: Municipality,
    understood: Understood,
    choices: Choices,
    *,
    master: Edition | None,
    title: str,
    by: User | None,
    at: datetime,
    source_sha256: str = "",
) -> Edition:
    """A draft of a new specification from an understood text.

    `by` is None only at the console. Raises Refused for a text without articles, a title that is
    missing or taken, and a clause of the master that is chosen twice; nothing is written then.
    """
    if not understood.document.articles:
        raise Refused(NO_ARTICLES)
    known = set(master.clauses.values_list("key", flat=True)) if master else set()
    articles = {article.key for article in understood.document.articles}
    chosen = list(choices.pairs.values())
    if not (set(chosen) | set(choices.added) <= known and choices.pairs.keys() <= articles):
        raise Refused("対応する条は、標準の特記仕様書の条から選び直してください。")
    if doubled := {key for key in chosen if chosen.count(key) > 1}:
        raise Refused(_doubled(master, doubled))
    contents = draft_contents(
        understood.document, choices, contents_of(master) if master else nothing()
    )
    return _save(
        municipality,
        contents,
        frame=draft_frame(understood.frame, choices),
        title=title,
        by=by,
        at=at,
        source_sha256=source_sha256,
        told={
            "unplaced": len(understood.unplaced),
            "paired": sorted(chosen),
            "added": sorted(choices.added),
        },
    )


def _doubled(master: Edition | None, keys: set[str]) -> str:
    clauses = master.clauses.filter(key__in=keys).order_by("position") if master else ()
    words = "、".join(f"「{clause.caption}」" for clause in clauses)
    return f"標準の{words}に、二つ以上の条が対応しています。対応させる条を一つにしてください。"


def save_file(
    municipality: Municipality,
    file: EditionFile,
    *,
    title: str,
    by: User | None,
    at: datetime,
    source_sha256: str = "",
) -> Edition:
    """A draft of a new specification from an edition in Tokki's own JSON, as it is."""
    return _save(
        municipality,
        file.contents,
        frame=file.frame,
        title=title,
        purpose=file.purpose,
        note=file.change_note,
        by=by,
        at=at,
        source_sha256=source_sha256,
        told={},
    )


@transaction.atomic
def _save(
    municipality: Municipality,
    contents: Contents,
    *,
    frame: dict[str, Any] | None,
    title: str,
    by: User | None,
    at: datetime,
    source_sha256: str,
    told: dict[str, Any],
    purpose: str = "",
    note: str = "",
) -> Edition:
    if by is not None:
        require(by, Permission.EDITION_EDIT)
        if by.municipality_id != municipality.pk:
            raise Refused("ほかの自治体の特記仕様書は取り込めません。")
    if len(title.strip()) > _TITLE_LIMIT:
        raise Refused(f"名称は{_TITLE_LIMIT}字以内にしてください。")
    specification = create_specification(municipality, title, purpose=purpose[:200])
    edition = Edition.objects.create(
        municipality=municipality,
        specification=specification,
        number=1,
        change_note=note or "手持ちの特記仕様書を取り込んだ。",
        frame=frame,
        source_sha256=source_sha256,
        created_at=at,
        created_by=by,
    )
    write_contents(edition, contents)
    record(
        "specs.edition_imported",
        subject=edition,
        by=by,
        at=at,
        title=str(edition),
        sha256=source_sha256,
        clauses=len(contents["clauses"]),
        items=len(contents["items"]),
        **told,
    )
    keep_state(edition, "取り込んだ", by=by, at=at)
    return edition


def free_title(municipality: Municipality, wanted: str) -> str:
    """The title, shortened and with a number where another specification bears it."""
    base = (wanted.strip() or _DEFAULT_TITLE)[: _TITLE_LIMIT - 5]
    base = re.sub(r"（\d+）$", "", base) or base
    taken = set(
        Specification.objects.filter(municipality=municipality).values_list("title", flat=True)
    )
    title, number = base, 1
    while title in taken:
        number += 1
        title = f"{base}（{number}）"
    return title
