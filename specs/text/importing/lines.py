"""Bytes or pasted text → numbered lines without the traces that files and PDF copies leave.

What is changed here is how a character is encoded, never which character it is.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from common.errors import Refused
from specs.text.markers import BLANKS

Kind = Literal["removed", "carried", "unplaced"]

MAX_CHARACTERS = 600_000
MAX_LINES = 40_000

TOO_LONG = (
    f"文字数が多すぎます（{MAX_CHARACTERS:,}字まで、{MAX_LINES:,}行まで）。"
    "特記仕様書の部分だけにしてください。"
)
# Zero-width spaces, soft hyphens, marks of direction and other characters that nobody sees.
_UNSEEN = re.compile(
    "[\\x00-\\x08\\x0e-\\x1f\\x7f\\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f]"
)
# PDF fonts name some characters by their radical: ⼈ is 人. U+2F00 has compatibility mappings.
_RADICALS = re.compile("[\u2f00-\u2fd5]")
_SUPPLEMENT = str.maketrans("⺠⻁⻄⻆⻑⻘⻝⻤⻨⻩⻫⻭⻯⻲⺟", "民虎西角長青食鬼麦黄斉歯竜亀母")
_VOICED = re.compile("[\u3041-\u30ff][\u3099\u309a]")
# The blanks that keyboards and word processors make; the engine knows four of them.
_OTHER_BLANKS = re.compile("[\u2000-\u200a\u202f\u205f]")


@dataclass(frozen=True)
class Line:
    """One line, without blanks at its ends. `opens_page`: a page break stands before it."""

    number: int
    text: str
    opens_page: bool = False


@dataclass(frozen=True)
class Mend:
    """What was put right in one line (0: in many), so that the person can look."""

    line: int
    what: str


@dataclass(frozen=True)
class Aside:
    """A line that is not in the articles. removed: the page's own; carried: kept with the
    edition, outside its articles; unplaced: a person has to look."""

    line: int
    text: str
    kind: Kind
    why: str


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16, JIS or Shift_JIS (CP932). Raises Refused."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text
    raise Refused(
        "文字を読み取れませんでした。UTF-8又はShift_JISのテキストとして保存し直すか、"
        "文章を画面に貼り付けてください。"
    )


def _is_text(text: str) -> bool:
    """Whether these are words, and not the bytes of a program or a picture."""
    head = text[:20_000]
    odd = sum(unicodedata.category(c) in ("Cc", "Cn", "Co") and c not in "\n\r\t\f" for c in head)
    return odd * 20 <= len(head)


def _encodings(data: bytes) -> list[str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    if data.startswith(b"\xef\xbb\xbf"):
        return ["utf-8-sig"]
    if data[1:2000:2].count(0) > len(data[:2000]) // 20:
        return ["utf-16-le"]
    if data[0:2000:2].count(0) > len(data[:2000]) // 20:
        return ["utf-16-be"]
    if b"\x1b$" in data or b"\x1b(" in data:
        return ["iso2022_jp_ext"]
    return ["utf-8", "cp932"]


def split_lines(text: str) -> tuple[list[Line], list[Mend]]:
    """The lines that are not blank, numbered as an editor shows them, and what was mended.

    Raises Refused for a text that is too long.
    """
    if len(text) > MAX_CHARACTERS:
        raise Refused(TOO_LONG)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for mark in "\u2028\u2029\x85":
        text = text.replace(mark, "\n")
    if text.count("\n") > MAX_LINES:
        raise Refused(TOO_LONG)
    lines: list[Line] = []
    mends: list[Mend] = []
    opens_page = False
    for number, whole in enumerate(text.split("\n"), 1):
        for index, part in enumerate(re.split("[\f\v]", whole)):
            opens_page = opens_page or index > 0
            seen, what = tidy_characters(part)
            if stripped := seen.strip(BLANKS):
                lines.append(Line(number, stripped, opens_page))
                opens_page = False
                mends += [Mend(number, each) for each in what]
    return lines, mends


def tidy_characters(text: str) -> tuple[str, list[str]]:
    """The text with each character in its usual encoding, and what was put right."""
    what: list[str] = []

    def put(pattern: re.Pattern[str], by: str | Callable[[re.Match[str]], str], why: str) -> None:
        nonlocal text
        changed = pattern.sub(by, text)
        if changed != text and why:
            what.append(why)
        text = changed

    put(_UNSEEN, "", "目に見えない文字を取り除きました。")
    put(_OTHER_BLANKS, " ", "")
    put(
        _RADICALS,
        lambda match: unicodedata.normalize("NFKC", match[0]),
        "部首の形で入っていた漢字を、普通の漢字にしました。",
    )
    if (plain := text.translate(_SUPPLEMENT)) != text:
        what.append("部首の形で入っていた漢字を、普通の漢字にしました。")
        text = plain
    put(
        _VOICED,
        lambda match: unicodedata.normalize("NFC", match[0]),
        "離れていた濁点・半濁点を、かなと一つの文字にしました。",
    )
    # Braces mark tokens in the stored text.
    put(
        re.compile("[{}]"),
        lambda match: "｛" if match[0] == "{" else "｝",
        "波括弧を全角にしました。",
    )
    return text, list(dict.fromkeys(what))
