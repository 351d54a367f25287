"""P1xx: the names of the parties and of the document, where a token should stand."""

import re
from collections.abc import Iterator
from functools import cache

from specs.text.lint.context import Context, mend_text
from specs.text.lint.finding import LintFinding
from specs.text.lint.words import Change
from specs.text.parties import name_pattern
from specs.text.tree import CLIENT, CONTRACTOR, Inline, Party, SelfName

# The pairs in use in municipal contracts.
CLIENTS, CONTRACTORS = ("甲", "発注者", "委託者"), ("乙", "受注者", "受託者")
_OWN_NAMES = ("この特記仕様書", "本特記仕様書", "この特記事項", "本特記事項", "この仕様書")
_LABELS = {
    "P101": "当事者の名に結び付ける",
    "P102": "この特記仕様書の当事者名に改める",
    "P103": "この文書の名に結び付ける",
}
# 他の委託者, 別の発注者: somebody else.
_OTHERS = re.compile("(?:他|ほか|別|第三者|各)の?$")


def check(context: Context) -> Iterator[LintFinding]:
    """Plain words, one finding a provision and code, with all of them made tokens."""
    skin = context.subject.skin
    changes: dict[tuple[str, int], list[Change]] = {}
    named: dict[tuple[str, int], list[str]] = {}
    index = {id(words): n for n, words in enumerate(context.words)}
    for words, start, match in context.matches(_pattern(skin.client, skin.contractor)):
        word = match[0]
        if _OTHERS.search(words.text[max(0, start - 5) : start]):
            continue
        code, token = _meaning(word, skin.client, skin.contractor)
        key = (code, index[id(words)])
        changes.setdefault(key, []).append((start, start + len(word), (token,)))
        named.setdefault(key, []).append(word)
    for key, change in changes.items():
        code, n = key
        words = context.words[n]
        said = "、".join(f"「{each}」" for each in dict.fromkeys(named[key]))
        message = {
            "P101": f"{said}が、当事者の名に結び付いていません。",
            "P102": f"{said}は、この特記仕様書の当事者名（{skin.client}・{skin.contractor}）と違います。",
            "P103": f"{said}が、この文書の名に結び付いていません。",
        }[code]
        mend = mend_text(_LABELS[code], words, words.replaced(change))
        yield context.find(code, message, words=words, mend=mend)


def _meaning(word: str, client: str, contractor: str) -> tuple[str, Inline]:
    if word in (client, *CLIENTS):
        return ("P101" if word == client else "P102"), Party(CLIENT)
    if word in (contractor, *CONTRACTORS):
        return ("P101" if word == contractor else "P102"), Party(CONTRACTOR)
    return "P103", SelfName()


@cache
def _pattern(client: str, contractor: str) -> re.Pattern[str]:
    names = dict.fromkeys((client, contractor, *CLIENTS, *CONTRACTORS))
    return re.compile("|".join([*(re.escape(n) for n in _OWN_NAMES), *map(name_pattern, names)]))
