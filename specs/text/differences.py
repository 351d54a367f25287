"""The phrases in which two texts differ, for people: never half a figure."""

import re
from difflib import SequenceMatcher

_UNIT = re.compile(r"[0-9０-９]+|[ァ-ヶー]+|[A-Za-z]+|.", re.DOTALL)


def spans(old: str, new: str) -> list[tuple[str, str]]:
    """(kind, words) in the order of the text: "same", "removed" from `old`, "added" in `new`."""
    before, after = _UNIT.findall(old), _UNIT.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found: list[tuple[str, str]] = []
    for _, i1, i2, j1, j2 in matcher.get_opcodes():
        same = before[i1:i2] == after[j1:j2]
        if same:
            found.append(("same", "".join(before[i1:i2])))
            continue
        found += [("removed", "".join(before[i1:i2])), ("added", "".join(after[j1:j2]))]
    return [(kind, words) for kind, words in found if words]
