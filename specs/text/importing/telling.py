"""Problems and mends in plain words: what the person should look at before saving."""

import re
from collections.abc import Mapping, Sequence

from specs.text.importing.canonical import Canonical, source_line
from specs.text.importing.fidelity import Faithful
from specs.text.importing.lines import Mend
from specs.text.parse import ParsedDocument
from specs.text.reading import Problem

NO_ARTICLES = (
    "条が見付かりません。「第1条」又は「第1」で始まる行があるか確かめてください。"
    "画像を貼り付けたファイルでは、文字を読み取れません。"
)
BARE_NUMBERS = "「第」の付かない番号の条なので、「第1」の形の条として読みました。"
_NO_PARTIES = (
    "発注者と受注者に当たる言葉を決められないので、文字のまま取り込みます。"
    "取り込んだ後に直してください。"
)
_BLANK = re.compile(r"[○〇●◯]{2,}|[＿_]{2,}|[（(][ 　]{2,}[）)]|(?:令和|平成)[ 　]+年")
_MARKS = re.compile(r"[①-⑳](?=[にのをから及又、])|[（(][ァ-ヶ][）)](?=[にのをから及又、])")


def parsed_problems(parsed: ParsedDocument, clean: Canonical) -> list[Problem]:
    """What the parser says, by the lines of the source."""
    if not clean.nodes:
        return []
    lines = clean.text.split("\n")
    told = [Problem(source_line(clean, p.line), p.message) for p in parsed.problems]
    # Nothing should be left over; if it is, it must be seen.
    told += [
        Problem(source_line(clean, p.line), f"条文に入りませんでした：{lines[p.line - 1]}")
        for p in parsed.unplaced
    ]
    return told


def word_problems(clean: Canonical) -> list[Problem]:
    """Blanks that wait to be filled, and signs of a list that will print as others."""
    found = []
    for _, node in clean.nodes:
        for part in node.parts:
            if match := _BLANK.search(part.words):
                message = (
                    f"「{match[0]}」は、契約ごとに記入する箇所のようです。文字のまま取り込みます。"
                )
                found.append(Problem(part.line, message))
            if match := _MARKS.search(part.words):
                message = (
                    f"文中の「{match[0]}」が号などを指すときは、「第2号」のような形に直してください。"
                    "号の印は、印刷するときに(1)、アの形になります。"
                )
                found.append(Problem(part.line, message))
    return found


def whole_problems(
    commas: Sequence[int], names: tuple[str, str] | None, clean: Canonical
) -> list[Problem]:
    """What is wrong with the text as a whole; `commas` count 、 and ，."""
    if not clean.nodes:
        return [Problem(0, NO_ARTICLES)]
    problems = []
    if all(commas):
        message = f"読点に「、」（{commas[0]}か所）と「，」（{commas[1]}か所）が混ざっています。"
        problems.append(Problem(0, message))
    if names is None:
        problems.append(Problem(0, _NO_PARTIES))
    return problems


def unlinked(kept: Faithful, origin: Mapping[str, int]) -> list[Problem]:
    """Words for provisions that stay words, because a link would print others."""
    return [
        Problem(
            origin.get(place, 0),
            f"「{words}」は、言葉のまま取り込みます（条や項に結び付けていません）。"
            "条や項の番号が変わるときは、ここも直してください。",
        )
        for place, words in kept.unlinked
    ]


def renumbered(kept: Faithful, origin: Mapping[str, int]) -> list[Mend]:
    """Where a reference prints another number, because the numbers of the text leave gaps."""
    return [
        Mend(
            origin.get(place, 0),
            f"条の番号が詰まるため、「{words}」は「{printed}」と印刷されます。",
        )
        for place, words, printed in kept.renumbered
    ]
