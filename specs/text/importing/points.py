"""What each clause of the master set is about (points.toml), for telling what a text lacks."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("points.toml")


@dataclass(frozen=True)
class Point:
    """One thing that a clause provides for. `here` is looked for in the articles that belong to
    the clause, `any` in the whole text."""

    words: str
    here: re.Pattern[str] | None
    any: re.Pattern[str] | None

    def stands_in(self, own: str, whole: str) -> bool:
        """Whether a text provides for it."""
        return bool((self.here and self.here.search(own)) or (self.any and self.any.search(whole)))


@dataclass(frozen=True)
class About:
    """A clause: other captions it goes by, words that only it has, and its points. `alone`: the
    words tell, whatever stands above them."""

    captions: tuple[str, ...] = ()
    core: re.Pattern[str] | None = None
    points: tuple[Point, ...] = ()
    alone: bool = False


NOTHING_KNOWN = About()


@cache
def abouts() -> dict[str, About]:
    """By the clause's key in the shipped master set."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        each["key"]: About(
            tuple(each["captions"]),
            re.compile(each["core"]),
            tuple(
                Point(point["words"], _pattern(point.get("here")), _pattern(point.get("any")))
                for point in each["point"]
            ),
            each.get("alone", False),
        )
        for each in data["clause"]
    }


def _pattern(words: str | None) -> re.Pattern[str] | None:
    return re.compile(words) if words else None
