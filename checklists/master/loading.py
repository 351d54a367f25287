"""Building Edition 1 from the files: rows, links between provisions, publication."""

import hashlib
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.models import Municipality, User
from checklists.actions.publishing import publish_edition
from checklists.master.building import (
    build_annexes,
    build_clauses,
    build_forms,
    build_items,
    build_laws,
    build_presets,
)
from checklists.master.reading import read_clause
from common.errors import Refused
from specs.models import Edition, Specification

KEY = "personal-data"
UPSTREAM = "personal-data-shipped"


def fingerprint(folder: Path) -> str:
    """SHA-256 over the names and contents of every file of the master set."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".txt", ".toml")):
        digest.update(f"{path.relative_to(folder)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@transaction.atomic
def load_master(
    municipality: Municipality, folder: Path, *, by: User | None, at: datetime
) -> tuple[Edition, bool]:
    """Load the master set as a published edition; (edition, whether it is new).

    Where the municipality has editions of its own, a newer set doesn't take their place: it
    becomes the upstream, whose changes are taken over clause by clause. Does nothing when this
    very set was loaded before. Raises Refused with `file:line: what`
    for every problem; nothing is written then.
    """
    source = fingerprint(folder)
    present = Edition.objects.filter(
        municipality=municipality, specification__key__in=(KEY, UPSTREAM), source_sha256=source
    ).first()
    if present is not None:
        return present, False
    about = _toml(folder / "edition.toml")
    specification = _specification(municipality, about["title"])
    last = specification.editions.order_by("-number").first()
    edition = Edition.objects.create(
        municipality=municipality,
        specification=specification,
        number=last.number + 1 if last else 1,
        change_note=about["change_note"],
        effective_on=about["effective_on"],
        source_sha256=source,
        created_at=at,
        created_by=by,
    )
    _fill(edition, folder)
    publish_edition(edition, by=by, at=at)
    edition.refresh_from_db()
    return edition, True


def _specification(municipality: Municipality, title: str) -> Specification:
    """Where the set goes: the municipality's own specification as long as it holds nothing but
    shipped sets, else the one that it follows."""
    own, _ = Specification.objects.get_or_create(
        municipality=municipality, key=KEY, defaults={"title": title}
    )
    if not own.editions.filter(source_sha256="").exists():
        return own
    upstream, _ = Specification.objects.get_or_create(
        municipality=municipality, key=UPSTREAM, defaults={"title": f"{title}（配布された標準）"}
    )
    if own.upstream is None:
        own.upstream = upstream
        own.save(update_fields=["upstream"])
    return upstream


def _fill(edition: Edition, folder: Path) -> None:
    files = [read_clause(path) for path in sorted((folder / "clauses").glob("*.txt"))]
    problems = [problem for file in files for problem in file.problems]
    if not files:
        problems.append(f"{folder}: 条のファイルがありません。")
    laws = build_laws(edition, _toml(folder / "laws.toml"))
    forms = build_forms(edition, _toml(folder / "forms.toml"))
    annexes = build_annexes(edition, sorted((folder / "annexes").glob("*.toml")))
    law_keys = {law.key for law in laws}
    clauses = build_clauses(edition, files, annexes, forms, law_keys, problems)
    items = build_items(edition, files, clauses, problems)
    build_presets(edition, _toml(folder / "presets.toml"), items, problems)
    if problems:
        raise Refused(problems)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Refused(f"{path.name}: ファイルがありません。") from error
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{path.name}: {error}") from error
