"""Reading a clause file: headers, sections, and the check items under their codes.

The form is told in fixtures/master/README.md.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

SECTION = re.compile(r"== (.+)")
ITEM = re.compile(r"-- (K\d{3})")
HEADER = re.compile(r"([a-z]+):[ 　]*(.*)")

CLAUSE_HEADERS = {"key", "code", "caption", "level", "omission", "applies", "unchecked"}
ITEM_HEADERS = {
    "level",
    "phases",
    "about",
    "applies",
    "verifier",
    "method",
    "before",
    "after",
    "ok",
    "look",
    "evidence",
    "good",
    "bad",
}
SECTIONS = (
    "条文",
    "趣旨",
    "解説",
    "根拠法令",
    "記入事項",
    "外せる場合",
    "代替措置",
    "防げた事故",
    "確認項目",
)


@dataclass
class ItemFile:
    """One check item as written."""

    code: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)


@dataclass
class ClauseFile:
    """One clause file as written; `problems` are `file:line: what`."""

    path: Path
    headers: dict[str, str] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    text_line: int = 0
    items: list[ItemFile] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def say(self, line: int, message: str) -> None:
        """Note a problem."""
        self.problems.append(f"{self.path.name}:{line}: {message}")


def read_clause(path: Path) -> ClauseFile:
    """Read one file. Problems are collected, not raised."""
    clause = ClauseFile(path)
    section = ""
    body: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if match := SECTION.fullmatch(line):
            clause.sections[section] = "\n".join(body).strip()
            section, body = match[1].strip(), []
            if section not in SECTIONS:
                clause.say(number, f"「{section}」という見出しはありません。")
            if section == "条文":
                clause.text_line = number
        elif section == "":
            _header(clause, clause.headers, CLAUSE_HEADERS, number, line)
        elif section == "確認項目":
            _item_line(clause, number, line)
        else:
            body.append(line)
    clause.sections[section] = "\n".join(body).strip()
    for name in SECTIONS:
        if name not in clause.sections:
            clause.say(1, f"「== {name}」がありません。")
    return clause


def _header(
    clause: ClauseFile, into: dict[str, str], allowed: set[str], number: int, line: str
) -> None:
    if not line.strip():
        return
    match = HEADER.fullmatch(line)
    if match is None or match[1] not in allowed:
        clause.say(number, f"「{line[:20]}」は読めない行です。")
    elif match[1] in into:
        clause.say(number, f"「{match[1]}」が二つあります。")
    else:
        into[match[1]] = match[2].strip()


def _item_line(clause: ClauseFile, number: int, line: str) -> None:
    if match := ITEM.fullmatch(line.strip()):
        clause.items.append(ItemFile(match[1], number))
    elif clause.items:
        _header(clause, clause.items[-1].fields, ITEM_HEADERS, number, line)
    elif line.strip():
        clause.say(number, "確認項目は「-- K001」のような行で始めてください。")


def pairs(text: str) -> list[tuple[str, str]]:
    """Lines `key: note` of a section."""
    found = []
    for line in text.splitlines():
        key, separator, note = line.partition(":")
        if separator:
            found.append((key.strip(), note.strip()))
    return found


def blanks(text: str) -> list[dict[str, str]]:
    """Lines `key | label | default` of 記入事項."""
    found = []
    for line in text.splitlines():
        parts = [part.strip() for part in line.split("|")]
        if len(parts) == 3:
            found.append({"key": parts[0], "label": parts[1], "default": parts[2]})
    return found
