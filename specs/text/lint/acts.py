"""Laws whose articles the linter knows, from acts.toml. lists of articles are made by
specs.text.lint.act_articles.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from specs.text.lint.codes import FOLDER


@dataclass(frozen=True)
class Law:
    """A law by its title and the short names that texts use without defining them.

    `articles`: article → how many 項 it has; empty when they are not known.
    """

    title: str
    names: tuple[str, ...] = ()
    as_of: str = ""
    articles: Mapping[str, int] = field(default_factory=dict)


@cache
def known() -> tuple[Law, ...]:
    """The laws of acts.toml."""
    data = tomllib.loads((FOLDER / "acts.toml").read_text(encoding="utf-8"))
    return tuple(
        Law(
            each["title"],
            tuple(each.get("names", [])),
            each.get("as_of", ""),
            dict(_pair(part) for part in each.get("articles", "").split()),
        )
        for each in data["law"]
    )


def _pair(part: str) -> tuple[str, int]:
    article, _, paragraphs = part.partition(":")
    return article, int(paragraphs)
