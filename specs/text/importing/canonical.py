"""The placed lines as one clean text that specs.text.parse reads, and the way back to the lines."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from specs.text import markers
from specs.text.importing.joining import closed_up, is_lettered, tidy_blanks
from specs.text.importing.placed import Node, Piece, Placed
from specs.text.literals import Family, mentions
from specs.text.markers import BLANKS

# No list has more; the rest of イロハ would be taken for words.
_IROHA = markers.IROHA[:23]
# 同号ロ may be of another law, named long before.
_SAME_ITEM = re.compile(rf"同号[{_IROHA}](?![ァ-ヶー])")
# イ又はロに掲げる: bare signs of a list in the words.
_BARE = re.compile(
    rf"(?<![{markers.KATAKANA}ーぁ-んA-Za-z号])([{_IROHA}])"
    r"(?=から[ァ-ヶ]まで|又は[ァ-ヶ]|及び[ァ-ヶ]|若しくは[ァ-ヶ]|、[ァ-ヶ](?:及び|又は|、)"
    r"|に(?:掲げ|規定|定め|該当|より)|の(?:規定|いずれ)|(?:から|及び|又は)?まで)"
    rf"|(?<=(?:又は|及び|から))([{_IROHA}])(?=[にのをがは、。，）]|まで)|(?<=若しくは)([{_IROHA}])(?=[にのをがは、。，）])"
    rf"|(?<=[前次]号)([{_IROHA}])(?![ァ-ヶー])"
)


@dataclass
class Canonical:
    """`text` has one line a caption or provision; `nodes` are the provisions in its order;
    `lines` tells for each of its lines (from 1) the line of the source."""

    text: str
    family: Family
    nodes: list[tuple[Piece, Node]] = field(default_factory=list)
    lines: dict[int, int] = field(default_factory=dict)
    mends: list[tuple[int, str]] = field(default_factory=list)


def canonical(placed: Placed, mark: Callable[[str], str]) -> Canonical:
    """Write the text. `mark` puts tokens ({発注者}) in the words of a provision."""
    family: Family = "article" if placed.style == "article" else "plain"
    found = Canonical("", family)
    lettered = is_lettered([node.words for piece in placed.pieces for node in piece.nodes])
    signs = _iroha_series(placed)
    lines: list[str] = []

    def put(words: str, source: int) -> None:
        lines.append(words)
        found.lines[len(lines)] = source

    for piece in placed.pieces:
        if piece.caption:
            put(f"（{caption_of(piece)}）", piece.caption_parts[0].line)
        counts: dict[int, int] = {}
        for node in piece.nodes:
            counts = {depth: n for depth, n in counts.items() if depth <= node.depth}
            index = counts.get(node.depth, -1) + 1
            counts[node.depth] = index
            words = tidy_blanks(node.words, lettered=lettered)
            if signs:
                words = _with_kana(words, family, node.line, found)
            sign = markers.marker(node.depth, index)
            if node is piece.nodes[0]:
                sign = _number(piece, family)
            text = mark(words)
            put(f"{sign}{markers.SPACE}{text}" if text else sign, node.line)
            found.nodes.append((piece, node))
    found.text = "\n".join(lines)
    return found


def caption_of(piece: Piece) -> str:
    """The caption without the blanks that only spread it out."""
    return tidy_blanks(closed_up(piece.caption))


def _number(piece: Piece, family: Family) -> str:
    branch = f"の{piece.number.branch}" if piece.number.branch else ""
    return f"第{piece.number.number}{'条' if family == 'article' else ''}{branch}"


def _iroha_series(placed: Placed) -> bool:
    """Whether a text counts イロハ where ours prints アイウ."""
    for piece in placed.pieces:
        before = ""
        for node in piece.nodes:
            sign = node.marker.strip("（）()" + BLANKS + ".．")
            if sign == "ロ" and before == "イ":
                return True
            before = sign
    return False


def _with_kana(words: str, family: Family, line: int, found: Canonical) -> str:
    """第1号ロ → 第1号イ, as the list below prints アイウ; references to other laws stay."""
    changed = words
    for mention in mentions(words, family=family):
        kana = mention["kana"]
        if kana and kana in _IROHA and not mention.elsewhere:
            at = mention.words.end("kana") - 1
            changed = changed[:at] + markers.KATAKANA[_IROHA.index(kana)] + changed[at + 1 :]

    def bare(match: re.Match[str]) -> str:
        sign = next(group for group in match.groups() if group)
        return markers.KATAKANA[_IROHA.index(sign)]

    changed = _BARE.sub(bare, changed)
    if changed != words:
        pairs = [f"{a}→{b}" for a, b in zip(words, changed, strict=True) if a != b]
        found.mends.append(
            (line, f"イロハを、印刷される形のアイウに直しました（{'、'.join(pairs)}）。")
        )
    if same := _SAME_ITEM.search(changed):
        words = (
            f"「{same[0]}」は、そのままにしました。この特記仕様書の号なら、アイウに直してください。"
        )
        found.mends.append((line, words))
    return changed


def source_line(found: Canonical, line: int) -> int:
    """The line of the source for a line of the canonical text."""
    lines: Mapping[int, int] = found.lines
    return lines.get(line, 0)
