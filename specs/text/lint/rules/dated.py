"""D1xx, D2xx: words that the law or the municipality no longer uses (wording.toml, own rules)."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from specs.text.lint.codes import FOLDER
from specs.text.lint.context import Context, mend_text
from specs.text.lint.finding import LintFinding, Mend
from specs.text.lint.subject import Rule
from specs.text.lint.words import Words

# Matters of style, which hold for the text of a contract and not for a question to a clerk.
_STYLE = ("D105", "D106")
_CERTAINTY = {"V": "", "P": "（一部を確認した事実です。）", "U": "（表記の好みによります。）"}


@dataclass(frozen=True)
class Entry:
    """Words that are dated, from when, and what to write instead."""

    code: str
    words: tuple[str, ...]
    why: str
    instead: str = ""
    since: date | None = None
    drop_in: bool = False
    certainty: str = "U"
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@cache
def shipped() -> tuple[Entry, ...]:
    """The entries of wording.toml."""
    data = tomllib.loads((FOLDER / "wording.toml").read_text(encoding="utf-8"))
    return tuple(Entry(**_fields(entry)) for entry in data["wording"])


def _fields(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in entry.items()}


def _own(rule: Rule) -> Entry:
    return Entry(
        code="D201",
        words=(rule.words,),
        why=rule.why,
        instead=rule.instead,
        since=rule.since,
        drop_in=bool(rule.instead),
        certainty="V",
    )


@cache
def _pattern(entries: tuple[Entry, ...]) -> tuple[re.Pattern[str], dict[str, Entry]]:
    """One pattern for all words, the longest first; and the entry of each word."""
    owner = {word: entry for entry in reversed(entries) for word in entry.words if word}
    longest = sorted(owner, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)) or "(?!)"), owner


def check(context: Context) -> Iterator[LintFinding]:
    """Dated words in provisions, captions, tables and questions; one finding a word and place."""
    on = context.subject.on
    entries = tuple(
        entry
        for entry in (*map(_own, context.subject.rules), *shipped())
        if entry.since is None or on is None or entry.since <= on
    )
    pattern, owner = _pattern(entries)
    seen: set[tuple[int, str]] = set()
    for words, start, match in context.matches(pattern):
        entry = owner[match[0]]
        if (id(words), match[0]) in seen or not _applies(entry, words.text, start, match[0]):
            continue
        seen.add((id(words), match[0]))
        mend = _in_text(words, entry, match[0])
        yield context.find(
            *_said(entry, match[0]), words=words, about=match[0], why=_why(entry), mend=mend
        )
    for article in context.document.articles:
        yield from _captioned(context, article.key, article.caption, pattern, owner)
    yield from _around(context, pattern, owner)


def _applies(entry: Entry, text: str, start: int, word: str) -> bool:
    end = start + len(word)
    if any(text.endswith(before, 0, start) for before in entry.not_before):
        return False
    if any(text.startswith(after, end) for after in entry.not_after):
        return False
    if any(word_ in text for word_ in entry.unless):
        return False
    # 「取扱」→「取扱い」: what is written already has the right form.
    inside = entry.instead.find(word)
    return inside < 0 or not text.startswith(entry.instead, max(0, start - inside))


def _said(entry: Entry, word: str) -> tuple[str, str]:
    to = f"「{entry.instead}」に改めてください。" if entry.instead else "言葉を改めてください。"
    return entry.code, f"「{word}」が使われています。{to}"


def _why(entry: Entry) -> str:
    return f"{entry.why}{_CERTAINTY.get(entry.certainty, '')}"


def _in_text(words: Words, entry: Entry, word: str) -> Mend | None:
    if not entry.drop_in:
        return None
    changes = [
        (m.start(), m.end(), entry.instead)
        for m in re.finditer(re.escape(word), words.text)
        if _applies(entry, words.text, m.start(), word)
    ]
    return mend_text(f"「{entry.instead}」に改める", words, words.rewritten(changes))


def _captioned(
    context: Context, key: str, caption: str, pattern: re.Pattern[str], owner: dict[str, Entry]
) -> Iterator[LintFinding]:
    for match in pattern.finditer(caption):
        entry, word = owner[match[0]], match[0]
        if not _applies(entry, caption, match.start(), word):
            continue
        mend = None
        if entry.drop_in:
            new = caption.replace(word, entry.instead)
            mend = Mend(f"「{entry.instead}」に改める", key, caption=new)
        code, message = _said(entry, word)
        about = f"見出し:{word}"
        where = f"{context.printed(key)}の見出し"
        yield context.find(
            code, message, clause=key, about=about, where=where, why=_why(entry), mend=mend
        )


def _around(
    context: Context, pattern: re.Pattern[str], owner: dict[str, Entry]
) -> Iterator[LintFinding]:
    """Words in the cells of tables and in the questions of check items."""
    texts = [
        (annex.clause, f"annex:{annex.key}", f"別表「{annex.title}」", cell)
        for annex in context.subject.annexes
        for cell in annex.cells
    ]
    texts += [
        (item.clause, f"{item.code}:{name}", f"確認項目{item.code}の{name}", text)
        for item in context.subject.items
        for name, text in item.questions
    ]
    for clause, about, where, text in texts:
        for match in pattern.finditer(text):
            entry, word = owner[match[0]], match[0]
            if entry.code not in _STYLE and _applies(entry, text, match.start(), word):
                code, message = _said(entry, word)
                about_word = f"{about}:{word}"
                yield context.find(
                    code, message, clause=clause, about=about_word, where=where, why=_why(entry)
                )
