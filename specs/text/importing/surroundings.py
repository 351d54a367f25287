"""What stands around the articles: the title, a preamble, 附則, 別表, 様式, tables and notes."""

import re
from collections.abc import Sequence

from specs.text.importing.joining import closed_up
from specs.text.importing.lines import Aside, Kind, Line
from specs.text.importing.openings import HEADING, is_caption_only
from specs.text.importing.placed import Part, Placed
from specs.text.markers import ANY_FIGURES, BLANKS

_S = f"[{BLANKS}]*"
# 別記　個人情報取扱特記事項: what a title may have before it on its line.
_LABEL = re.compile(
    rf"[（(【〔]?別{_S}[表記紙添](?:{_S}第?{_S}{ANY_FIGURES}{_S}号?)?[）)】〕]?[{BLANKS}]+(?=\S)"
)
# What a file that is not plain text has besides its lines; the reader of the file marks it so.
FOREIGN = {
    "〔表〕": "表です。条文には入れず、版の枠に残します。",
    "〔図形の文字〕": "図形又はテキストボックスの中の文字です。",
    "〔脚注〕": "脚注です。",
    "〔コメント〕": "コメントです。",
    "〔ヘッダー〕": "ヘッダーの文字です。",
    "〔フッター〕": "フッターの文字です。",
    "〔目次〕": "目次です。",
}
_TITLE = re.compile(
    r"(?:特記|仕様|事項|契約|覚書|協定|基準|要領|要綱|規程|規則|特則|取扱い?|条項|約款|遵守)"
)
_NOT_TITLE = re.compile(
    rf"[（(【〔]?(?:別{_S}[表記紙添]|様{_S}式|資料|参考|添付)|[（(].*関係[）)]$|.*(?:令和|平成|年)\S*[月日]|改正|.*印$"
)
_PREAMBLE = "条の前にある文です。条文には入れず、版の枠に残します。"
_CHAPTER = "章や節の見出しです。条文には入れず、版の枠に残します。"


def place_preamble(lines: Sequence[Line], placed: Placed) -> None:
    """The title among the lines before the first article; the others are carried."""
    candidates = [line for line in lines if _may_be_title(line.text)]
    named = [line for line in candidates if _TITLE.search(closed_up(line.text))]
    title = next(iter(named or candidates), None)
    for line in lines:
        if line is title:
            label = _LABEL.match(line.text)
            placed.title = [Part(line.number, line.text[label.end() if label else 0 :])]
            if label:
                placed.asides.append(
                    Aside(line.number, label[0].strip(BLANKS), "carried", _PREAMBLE)
                )
                placed.between[line.number] = 0
            continue
        why = _CHAPTER if HEADING.match(line.text) else _PREAMBLE
        kind: Kind = "carried"
        if not placed.pieces:
            kind, why = "unplaced", "条が見付からないため、読み取れません。"
        placed.asides.append(Aside(line.number, line.text, kind, why))
        placed.between[line.number] = 0


def _may_be_title(text: str) -> bool:
    shown = closed_up(_LABEL.sub("", text))
    return (
        2 < len(shown) <= 80
        and not re.search("。", shown)
        and _NOT_TITLE.match(shown) is None
        and HEADING.match(shown) is None
        and not is_caption_only(shown)
    )


def title_of(placed: Placed) -> str:
    """The name of the text; empty when it bears none."""
    words = "".join(part.words for part in placed.title)
    return re.sub(r"(?<=[^ -~])[ \t]+(?=[^ -~])", "", closed_up(words))
