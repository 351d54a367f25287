"""Generated specifications, printed in a random municipality's style and spoilt as files spoil
them: what is understood must be what was printed.
"""

from dataclasses import dataclass, field
from random import Random

from specs.text.importing.marks import IROHA
from specs.text.markers import KATAKANA

WORDS = (
    "受注者は、",
    "個人情報を",
    "書面により",
    "（以下「台帳」という。）",
    "遅滞なく、",
    "1年以上",
    "発注者の承認を受けて",
    "適正に",
    "従事者に",
    "２人以上の者が",
    "施錠のできる保管庫に",
)
ENDS = ("取り扱わなければならない。", "保存するものとする。", "返還してはならない。")
NOUNS = ("氏名", "住所及び電話番号", "保管の場所", "作業の手順の確認", "記録媒体の種類及び数量")
CAPTIONS = ("目的", "秘密の保持", "再委託の制限", "資料の返還等", "事故が生じたときの報告", "検査")
KANJI = "〇一二三四五六七八九十"


@dataclass
class Given:
    """A provision: its words and what stands under it."""

    words: str
    below: list["Given"] = field(default_factory=list)


@dataclass
class Style:
    """How one municipality writes."""

    family: str
    figures: str
    caption: str
    first: bool  # whether the first 項 bears its number
    paragraph: str
    items: tuple[str, str, str]
    blank: str
    width: int  # 0: a provision a line
    pages: str
    contents: bool
    newline: str


def specification(random: Random) -> list[tuple[str, list[Given]]]:
    """Captions and 項, three to eight articles."""
    return [
        (random.choice(CAPTIONS), [_paragraph(random) for _ in range(random.randint(1, 3))])
        for _ in range(random.randint(3, 8))
    ]


def _paragraph(random: Random) -> Given:
    if random.random() < 0.5:
        return Given(_sentence(random) + ("ただし、" + _sentence(random)) * random.randint(0, 1))
    return Given("受注者は、次に掲げる事項を守らなければならない。", _list(random, 1))


def _list(random: Random, depth: int) -> list[Given]:
    sentences = random.random() < 0.5
    found = []
    for _ in range(random.randint(2, 4)):
        words = _sentence(random) if sentences else random.choice(NOUNS)
        if depth < 3 and random.random() < 0.2:
            found.append(Given(words, _list(random, depth + 1)))
        else:
            found.append(Given(words))
    return found


def _sentence(random: Random) -> str:
    return "".join(random.choices(WORDS, k=random.randint(2, 6))) + random.choice(ENDS)


def style(random: Random) -> Style:
    """A style that exists somewhere."""
    items = random.choice(
        [
            ("(1)", "ア", "(ア)"),
            ("（１）", "①", "ア"),
            ("①", "(1)", "ア"),
            ("ア", "(1)", "①"),
            ("一", "イロハ", "(1)"),
            ("(1)", "a", "(a)"),
            ("(1)", "(ア)", "i"),
            ("１．", "(1)", "ア") if random.random() < 0.5 else ("(一)", "イロハ", "a"),
        ]
    )
    return Style(
        family=random.choice(("article", "plain")),
        figures=random.choice(("half", "full", "kanji")),
        caption=random.choice(("above", "after", "attached", "below", "bare")),
        first=items[0] != "１．" and random.random() < 0.3,
        paragraph=random.choice(("2", "２", "２．")) if items[0] != "１．" else "②",
        items=items,
        blank=random.choice(("　", " ", "　　")),
        width=random.choice((0, 0, 36, 41)),
        pages=random.choice(("", "dash", "feed", "slash")),
        contents=random.random() < 0.3,
        newline=random.choice(("\n", "\r\n", "\r")),
    )


def figure(value: int, figures: str) -> str:
    """A number in figures of a kind."""
    if figures == "half":
        return str(value)
    if figures == "full":
        return str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    tens, ones = divmod(value, 10)
    return (
        (KANJI[tens] if tens > 1 else "") + ("十" if tens else "") + (KANJI[ones] if ones else "")
    )


def sign(kind: str, index: int) -> str:
    """The marker of the index-th member of a list."""
    number = index + 1
    match kind:
        case "(1)":
            return f"({number})"
        case "（１）":
            return f"（{figure(number, 'full')}）"
        case "①" | "②":
            return chr(0x2460 + index)
        case "ア":
            return KATAKANA[index]
        case "(ア)":
            return f"({KATAKANA[index]})"
        case "イロハ":
            return IROHA[index]
        case "a":
            return "abcdef"[index]
        case "(a)":
            return f"({'abcdef'[index]})"
        case "i":
            return ("i", "ii", "iii", "iv")[index]
        case "(一)":
            return f"({KANJI[number]})"
        case "一":
            return KANJI[number]
        case "２" | "１．" | "２．":
            return figure(number, "full") + kind[1:]
    return str(number)


def printed(given: list[tuple[str, list[Given]]], how: Style, random: Random) -> str:
    """The text as the file has it."""
    lines = ["個人情報取扱特記仕様書", ""]
    if how.contents:
        lines.append("目　次")
        for index, (caption, _) in enumerate(given):
            lines.append(f"{_number(index, how)}（{caption}）・・・・・・{index // 3 + 1}")
    for index, (caption, paragraphs) in enumerate(given):
        lines += _article(index, caption, paragraphs, how)
    if how.width:
        lines = [part for line in lines for part in _broken(line, how.width)]
    lines = [
        random.choice(("", "", " ", "　")) + line + random.choice(("", "", " ")) for line in lines
    ]
    return how.newline.join(_paged(lines, how))


def _number(index: int, how: Style) -> str:
    return f"第{figure(index + 1, how.figures)}{'条' if how.family == 'article' else ''}"


def _article(index: int, caption: str, paragraphs: list[Given], how: Style) -> list[str]:
    number = _number(index, how)
    first = paragraphs[0]
    mark = sign(how.paragraph, 0) + how.blank if how.first else ""
    match how.caption:
        case "above":
            lines = [f"（{caption}）", f"{number}{how.blank}{mark}{first.words}"]
        case "attached":
            lines = [f"{number}（{caption}）", f"{mark}{first.words}"]
        case "below":
            lines = [number, f"（{caption}）", f"{mark}{first.words}"]
        case "bare":
            lines = [f"{number}{how.blank}{caption}", f"{mark}{first.words}"]
        case _:
            lines = [f"{number}{how.blank}（{caption}）", f"{mark}{first.words}"]
    # On the number's own line a first 項 bears no number of its own.
    if how.caption == "above" and how.first and len(paragraphs) == 1:
        lines[-1] = f"{number}{how.blank}{first.words}"
    for position, paragraph in enumerate(paragraphs):
        if position:
            lines.append(f"{sign(how.paragraph, position)}{how.blank}{paragraph.words}")
        lines += _below(paragraph.below, 0, how)
    return lines


def _below(items: list[Given], depth: int, how: Style) -> list[str]:
    lines = []
    for index, item in enumerate(items):
        lines.append(f"{'　' * depth}{sign(how.items[depth], index)}{how.blank}{item.words}")
        lines += _below(item.below, depth + 1, how)
    return lines


def _broken(line: str, width: int) -> list[str]:
    """The line as a PDF viewer copies it: cut at the margin, no stop at a line's beginning."""
    parts = []
    while len(line) > width:
        cut = width
        while line[cut] in "、。）」":
            cut -= 1
        parts.append(line[:cut])
        line = line[cut:]
    return [*parts, line]


def _paged(lines: list[str], how: Style) -> list[str]:
    if not how.pages:
        return lines
    found = []
    pages = [lines[at : at + 30] for at in range(0, len(lines), 30)]
    for page, part in enumerate(pages, 1):
        number = {"dash": f"- {page} -", "slash": f"{page}/{len(pages)}", "feed": f"{page}"}
        head = "個人情報取扱特記仕様書"
        if page > 1:
            found.append(("\f" if how.pages == "feed" else "") + head)
        found += [*part, number[how.pages]]
    return found
