"""The municipal texts of tests/data/imports, all of invented towns, and what is to come of them."""

import json
from pathlib import Path
from typing import Any

from specs.text.importing.understood import Understood
from specs.text.importing.upload import read_file, understand_source
from specs.text.numbering import number
from specs.text.tree import provisions
from tests.specs.word_files import WORD_FILES

FOLDER = Path(__file__).resolve().parent.parent / "data" / "imports"
NAMES = sorted([path.stem for path in FOLDER.glob("*.txt")] + list(WORD_FILES))


def data_of(name: str) -> bytes:
    """The bytes of a file."""
    if name in WORD_FILES:
        return WORD_FILES[name]()
    return (FOLDER / f"{name}.txt").read_bytes()


def understood(name: str) -> Understood:
    """What is understood of a file."""
    return understand_source(read_file(data_of(name)))


def expected(name: str) -> dict[str, Any]:
    """What is to be understood, as people read it (tests/data/imports/NAME.json)."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def outline(found: Understood) -> dict[str, Any]:
    """An understood text in the form of the expectations."""
    labels = number(found.document).articles
    return {
        "title": found.title,
        "family": found.family,
        "parties": list(found.names or ()),
        "articles": [
            [
                f"{labels[article.key].number}"
                + (f"-{labels[article.key].branch}" if labels[article.key].branch else ""),
                article.caption,
                *(sum(len(path) == n for path, _ in provisions(article)) for n in (1, 2)),
                sum(len(path) > 2 for path, _ in provisions(article)),
            ]
            for article in found.document.articles
        ],
        "asides": [[aside.line, aside.kind, aside.text] for aside in found.asides],
        "problems": sorted({problem.line for problem in found.problems}),
        "mended": sorted({mend.line for mend in found.mended}),
    }
