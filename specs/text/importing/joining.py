"""Whether a line without a marker goes on with the line before, and joining without a seam."""

import re
import unicodedata
from collections.abc import Sequence

from specs.text.importing.levels import goes_on
from specs.text.importing.lines import Line
from specs.text.importing.marks import marks_of
from specs.text.importing.openings import OPEN_END, Openings, is_bare_heading
from specs.text.markers import BLANKS

_JAPANESE = "\u3000-\u30ff\u4e00-\u9fff々〇！-｠￠-￦"
# Words that are not finished, though they may be a noun: 取扱い|して, 申|立て.
_MAY_GO_ON = re.compile(r"(?:[もやへかしりれてばずっくけせきち]|場合|前|次|同|その他|各|本|し|ー)$")
# 保存するものとす|る。 No sentence begins so.
_IN_A_WORD = re.compile(
    r"[、。，）」』ーっゃゅょぁぃぅぇぉァィゥェォッャュョ]|(?!ただし|なお|この|その|これ|それ|また|おって|ここ|あらかじめ|いずれ)[ぁ-ん]"
)
_NOTE = re.compile(r"[※＊*]|[（(]?注[0-9０-９]*[）)]?[\s　：:]")
# A line this much of the longest one is full: 禁則処理 takes a few characters from it.
_FULL = 0.86
_B = f"[{BLANKS}]"
_HALF = "[ \t\xa0]"
_NUMBERED = re.compile(
    rf"第{_B}+(?=[0-9０-９一二三四五六七八九十])|(?<=[0-9０-９一二三四五六七八九十]){_B}+(?=[条項号](?!目))"
)
_YEARS = re.compile(
    rf"(?<=[0-9０-９]){_HALF}+(?=[年月日時分回件名人か箇ヶ週円％%])|(?<=[令成和昭年月第約]){_HALF}+(?=[0-9０-９])"
)
_STOPS = re.compile(rf"(?<=[、。，]){_B}+|{_B}+(?=[、。，）」』])|(?<=[（「『]){_B}+")
_BETWEEN = re.compile(
    rf"(?<=[{_JAPANESE}]){_HALF}+(?=[ぁ-ん])|(?<=[ぁ-ん]){_HALF}+(?=[{_JAPANESE}])"
)
_LETTERED = re.compile(rf"(?<=[{_JAPANESE}]){_HALF}+(?=[{_JAPANESE}])")


def width(text: str) -> int:
    """How wide a line prints, in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _after_number(text: str) -> str:
    return re.sub(rf"^\S+[{BLANKS}]+", "", text)


class Wrapping:
    """How a text is broken over lines: `full(text)` says whether a line reaches the margin."""

    def __init__(self, lines: Sequence[Line]) -> None:
        broken = sorted(
            width(line.text)
            for line, after in zip(lines, lines[1:], strict=False)
            if goes_on(line.text)
            and re.match(r"[ぁ-ん一-龥、。]", after.text)
            and not (marks_of(after.text) or Openings.looks_open(after.text))
            and not (Openings.looks_open(line.text) and is_bare_heading(_after_number(line.text)))
        )
        widest = broken[int(len(broken) * 0.9)] if broken else 0
        # One long line may tell the margin; short ones only when there are several.
        self.width = widest if widest >= (30 if len(broken) > 2 else 56) else 0

    def full(self, text: str) -> bool:
        """Whether the line was broken because there was no more room."""
        return bool(self.width) and width(text) >= self.width * _FULL


def reason_against_joining(
    text: str, *, before: str, last_line: str, depth: int, wrapping: Wrapping
) -> str:
    """Why an unmarked line is not the rest of the provision before; empty when it is.

    `before` are the provision's words so far, `last_line` the line they end with, `depth` 0 for
    a 項 without items.
    """
    if _NOTE.match(text):
        return "注記のようです。条文に入れるときは、項又は号の文に書き込んでください。"
    full = wrapping.full(last_line)
    if not goes_on(before):
        if full and _is_sentence(text):
            return ""
        if depth:
            return "号の後に続く文です。前の号の続きなら号の文に、項の文なら項の文に書き込んでください。"
        if _is_sentence(text) or wrapping.full(text):
            return ""
        return "項や号の番号がなく、文でもない行です。必要なら条文に書き込んでください。"
    unclosed = before.count("（") > before.count("）") or before.count("「") > before.count("」")
    sure = full or unclosed or OPEN_END.search(before) or _IN_A_WORD.match(text)
    if sure or not depth:
        return ""
    if _MAY_GO_ON.search(before) and not re.search("(?:持出し|取扱い|引渡し|貸出し)$", before):
        return ""
    return "前の行の続きか、別の文かを決められません。続きなら、前の行とつなげてください。"


def _is_sentence(text: str) -> bool:
    return "。" in text or OPEN_END.search(text) is not None


def joined(parts: Sequence[str]) -> str:
    """Lines as one text: nothing is put between them."""
    return "".join(part.strip(BLANKS) for part in parts)


def tidy_blanks(text: str, *, lettered: bool = False) -> str:
    """The text without the blanks that PDF copying and word processors leave in Japanese text.

    A full-width blank between words stays, for it parts a term from its meaning. `lettered`: the
    text has half-width blanks everywhere, so that all of them go.
    """
    for pattern in (_NUMBERED, _YEARS, _STOPS, _BETWEEN):
        text = pattern.sub(lambda match: match[0].strip(BLANKS), text)
    return _LETTERED.sub("", text) if lettered else text


def is_lettered(texts: Sequence[str]) -> bool:
    """Whether half-width blanks stand between so many characters that they mean nothing."""
    whole = "\n".join(texts)
    return len(_LETTERED.findall(whole)) * 12 > len(whole) > 0


def closed_up(text: str) -> str:
    """Words spaced out for their looks (目　的, 総 則) closed up; others as they are."""
    words = re.split(f"{_B}+", text.strip(BLANKS))
    if len(words) > 1 and all(len(word) == 1 for word in words):
        return "".join(words)
    return text.strip(BLANKS)
