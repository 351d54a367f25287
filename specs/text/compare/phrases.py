"""What stays, goes and comes between two runs of units: the smallest phrase a person would mark.

Units are aligned by their longest common subsequence. What only happens to be alike between two
changes is then marked with them; an edit is moved to the nearest end of a sentence or comma;
and of a long run of kanji only the part that differs is marked, never one character of a word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from os.path import commonprefix

from diff_match_patch import diff_match_patch  # type: ignore[import-untyped]
from rapidfuzz.distance import Indel

from specs.text.compare.result import Span
from specs.text.compare.units import Script, Unit

# What is alike is marked as changed between changes that are this much longer.
_DROWNED = 4
# How many characters of a run must be alike at its end before only the rest is marked.
_ALIKE = {Script.KANJI: 2, Script.HIRAGANA: 3}
_FULL_STOP, _COMMA = "\n", " "  # what diff-match-patch takes for good places to cut
_FIRST_CODE = 0x4E00


@dataclass
class _Region:
    """Units of both sides that are alike, or that differ."""

    alike: bool
    old: list[Unit] = field(default_factory=list)
    new: list[Unit] = field(default_factory=list)

    @property
    def size(self) -> int:
        return max(len(_words(self.old)), len(_words(self.new)))


def spans(old: Sequence[Unit], new: Sequence[Unit]) -> tuple[Span, ...]:
    """The words of both sides in order. The `old` of all spans joined is the old text, the `new`
    the new one; the sides swapped give the same with added and removed swapped."""
    if [unit.meaning for unit in old] == [unit.meaning for unit in new]:
        return (Span("same", _words(old), _words(new)),) if old else ()
    if [unit.words for unit in old] > [unit.words for unit in new]:
        return tuple(flipped(spans(new, old)))
    regions = _joined(_trimmed(_joined(_regions(old, new))))
    found: list[Span] = []
    for region in regions:
        one, other = _words(region.old), _words(region.new)
        if region.alike:
            found.append(Span("same", one, other))
            continue
        if one:
            found.append(Span("removed", one, ""))
        if other:
            found.append(Span("added", "", other))
    return tuple(found)


def flipped(found: Iterable[Span]) -> list[Span]:
    """The spans with the sides swapped; what goes still stands before what comes."""
    turned: list[Span] = []
    for span in found:
        if span.kind == "same":
            turned.append(Span("same", span.new, span.old))
        elif span.kind == "removed":
            turned.append(Span("added", "", span.old))
        elif turned and turned[-1].kind == "added":
            turned.insert(-1, Span("removed", span.new, ""))
        else:
            turned.append(Span("removed", span.new, ""))
    return turned


def _words(run: Iterable[Unit]) -> str:
    return "".join(unit.words for unit in run)


def _regions(old: Sequence[Unit], new: Sequence[Unit]) -> list[_Region]:
    """The longest common subsequence, each edit moved to the best place to cut."""
    codes: dict[object, str] = {"。": _FULL_STOP, "、": _COMMA}
    one = "".join(codes.setdefault(u.meaning, chr(_FIRST_CODE + len(codes))) for u in old)
    other = "".join(codes.setdefault(u.meaning, chr(_FIRST_CODE + len(codes))) for u in new)
    diffs: list[tuple[int, str]] = []
    for step in Indel.opcodes(one, other):
        if step.tag == "equal":
            diffs.append((diff_match_patch.DIFF_EQUAL, one[step.src_start : step.src_end]))
        if step.tag in ("delete", "replace"):
            diffs.append((diff_match_patch.DIFF_DELETE, one[step.src_start : step.src_end]))
        if step.tag in ("insert", "replace"):
            diffs.append((diff_match_patch.DIFF_INSERT, other[step.dest_start : step.dest_end]))
    diff_match_patch().diff_cleanupSemanticLossless(diffs)
    found: list[_Region] = []
    here = there = 0
    for operation, run in diffs:
        alike = operation == diff_match_patch.DIFF_EQUAL
        if not run:
            continue
        if not found or found[-1].alike != alike:
            found.append(_Region(alike))
        if operation != diff_match_patch.DIFF_INSERT:
            found[-1].old += old[here : here + len(run)]
            here += len(run)
        if operation != diff_match_patch.DIFF_DELETE:
            found[-1].new += new[there : there + len(run)]
            there += len(run)
    return found


def _joined(regions: list[_Region]) -> list[_Region]:
    """Changes joined over what is alike between them, where that is drowned by both."""
    found = list(regions)
    index = 1
    while index < len(found) - 1:
        before, here, after = found[index - 1 : index + 2]
        if here.alike and here.size * _DROWNED <= min(before.size, after.size):
            found[index - 1 : index + 2] = [
                _Region(False, before.old + here.old + after.old, before.new + here.new + after.new)
            ]
            index = max(index - 1, 1)
        else:
            index += 1
    return found


def _trimmed(regions: list[_Region]) -> list[_Region]:
    """What is alike at the ends of a long run of kanji or hiragana taken out of the change."""
    found: list[_Region] = []
    for region in regions:
        if region.alike or not (region.old and region.new):
            _add(found, region)
            continue
        head = _alike_end(region.old[0], region.new[0], at_end=False)
        if head:
            _cut(region, head, at_end=False)
            _add(found, _piece(head))
        tail = ""
        if region.old and region.new:
            tail = _alike_end(region.old[-1], region.new[-1], at_end=True)
        if tail:
            _cut(region, tail, at_end=True)
        _add(found, region)
        if tail:
            _add(found, _piece(tail))
    return found


def _add(found: list[_Region], region: _Region) -> None:
    """Append a region; one that is alike joins the one before it if that is too."""
    if found and found[-1].alike and region.alike:
        last = found.pop()
        region = _Region(True, last.old + region.old, last.new + region.new)
    found.append(region)


def _alike_end(old: Unit, new: Unit, *, at_end: bool) -> str:
    """What two runs share at one end, when enough of it is shared and the rest can be read."""
    if old.script != new.script or old.script not in _ALIKE or old.words == new.words:
        return ""
    pair = [old.words, new.words]
    shared = commonprefix([w[::-1] for w in pair])[::-1] if at_end else commonprefix(pair)
    rest = min(len(words) - len(shared) for words in pair)
    if old.script is Script.HIRAGANA and not at_end and rest == 0:
        return shared  # 又はき損 and 又は毀損 share は
    readable = rest != 1 or old.script is Script.HIRAGANA
    return shared if len(shared) >= _ALIKE[old.script] and readable else ""


def _piece(words: str) -> _Region:
    return _Region(True, [Unit(words, words)], [Unit(words, words)])


def _cut(region: _Region, shared: str, *, at_end: bool) -> None:
    """Take the shared characters off the first or the last unit of both sides."""
    for side in (region.old, region.new):
        index = -1 if at_end else 0
        unit = side[index]
        rest = unit.words[: -len(shared)] if at_end else unit.words[len(shared) :]
        side[index : index + 1 or None] = [Unit(rest, rest, unit.script)] if rest else []
