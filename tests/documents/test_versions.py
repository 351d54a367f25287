"""A template that says something else gets a new version; nothing that was issued changes.

The hashes of every template and stylesheet of a paper are kept in `versions.json`. Where one
differs, decide: if a paper now says something else, raise `template_version` of the kinds that the
message names; in any case write the table anew by

    WRITE_VERSIONS=1 python -m pytest tests/documents/test_versions.py
"""

import json
import os
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import get_template

from common.canonical import sha256_hex
from documents.kinds import all_kinds
from documents.rendering import BASE_STYLESHEET
from engagements.documents.forms.parts import Lines, Sentences, Table

TABLE = Path(__file__).with_name("versions.json")
OTHER = re.compile(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")


def parts() -> dict[str, set[str]]:
    """Each file that papers are printed with, and the kinds that use it."""
    used: dict[str, set[str]] = {}
    for kind in all_kinds():
        if not type(kind).__module__.startswith("tests"):
            found = templates(kind.template_name) | {BASE_STYLESHEET, *kind.stylesheets}
            for name in found:
                used.setdefault(name, set()).add(f"{kind.slug} {kind.template_version}")
    return used


def templates(name: str) -> set[str]:
    """A template with all it includes and extends."""
    text = text_of(name)
    found = {name}
    for other in OTHER.findall(text):
        found |= templates(other)
    if "{% include part.template %}" in text:
        found |= {part.template for part in (Lines, Table, Sentences)}
    return found


def text_of(name: str) -> str:
    """The text of a template or stylesheet."""
    path = finders.find(name) if name.endswith(".css") else get_template(name).origin.name
    return Path(str(path)).read_text(encoding="utf-8")


def table() -> dict[str, str]:
    """Hashes by file."""
    return {name: sha256_hex(text_of(name))[:16] for name in sorted(parts())}


def test_a_changed_template_asks_for_a_new_version() -> None:
    if os.environ.get("WRITE_VERSIONS"):
        TABLE.write_text(json.dumps(table(), indent=1, ensure_ascii=False) + "\n")
    kept = json.loads(TABLE.read_text())
    now = table()
    used = parts()
    changed = {n: sorted(used.get(n, ())) for n in now | kept if now.get(n) != kept.get(n)}
    assert not changed, (
        "These differ from tests/documents/versions.json. If a paper now says something else, "
        f"raise template_version of its kind (now: slug version): {changed}. Then run "
        "`WRITE_VERSIONS=1 python -m pytest tests/documents/test_versions.py`."
    )


def test_every_part_of_the_annex_is_watched() -> None:
    names = {name for name, kinds in parts().items() if any(k.startswith("annex ") for k in kinds)}
    assert {"documents/annex.html", "documents/_annex.html", "documents/base.html"} <= names
    assert {"documents/base.css", "documents/engagements.css"} <= names
