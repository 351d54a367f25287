"""What differs in the tables (別表) and forms (様式) of two editions, in sentences.

A 新旧対照表 compares the articles; that a table or form changed too must not go unsaid.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from specs.models import Edition


def attachment_changes(old: Edition, new: Edition) -> list[str]:
    """Sentences; four queries. Empty when tables and forms are the same."""
    return [
        *_sentences("別表", _tables(old), _tables(new)),
        *_sentences("様式", _forms(old), _forms(new)),
    ]


def _tables(edition: Edition) -> dict[str, tuple[str, Any]]:
    return {
        row.key: (f"別表「{row.title}」", (row.title, row.columns, row.rows, row.notes))
        for row in edition.annexes.order_by("position")
    }


def _forms(edition: Edition) -> dict[str, tuple[str, Any]]:
    return {
        row.key: (f"様式第{row.number}号（{row.title}）", (row.number, row.title))
        for row in edition.forms.order_by("number")
    }


def _sentences(
    what: str, old: Mapping[str, tuple[str, Any]], new: Mapping[str, tuple[str, Any]]
) -> Iterator[str]:
    for key, (name, content) in new.items():
        if key not in old:
            yield f"{name}を加えます。"
        elif old[key][1] != content:
            before = old[key][0]
            if before != name:
                yield f"{before}を{name}に改めます。"
            else:
                yield f"{name}の内容を改めます。新しい{what}を見てください。"
    for key, (name, _) in old.items():
        if key not in new:
            yield f"{name}を削ります。"
