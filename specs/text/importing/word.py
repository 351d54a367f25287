"""A Word file → lines of text, each paragraph one line, with its automatic number written out.

What is no running text (tables, notes, headers, text boxes) comes as lines that say so, so that
nothing is dropped. Nothing in the file is run, and its size is bounded before it is read.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx import Document as open_docx
from lxml import etree

from common.errors import Refused
from specs.text.importing.openings import Openings
from specs.text.importing.word_archive import BROKEN, check_archive
from specs.text.importing.word_numbering import Numbers

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAKEN = {
    _W + name
    for name in (
        "ins",
        "moveTo",
        "hyperlink",
        "smartTag",
        "sdt",
        "sdtContent",
        "fldSimple",
        "customXml",
        "dir",
        "bdo",
    )
}
_DELETED = {_W + name for name in ("del", "moveFrom")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BESIDE = {
    "header": "〔ヘッダー〕",
    "footer": "〔フッター〕",
    "footnotes": "〔脚注〕",
    "endnotes": "〔脚注〕",
    "comments": "〔コメント〕",
}
_CONTENTS_STYLE = re.compile(r"TOC\s?\d|目次\s?\d", re.IGNORECASE)


@dataclass
class WordText:
    """The lines, and what the person should know about how the file was read."""

    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)

    def note(self, words: str) -> None:
        """Tell something once."""
        if words not in self.notes:
            self.notes.append(words)


def read_word(data: bytes) -> WordText:
    """Read a .docx file. Raises Refused, with what to do, for anything else."""
    check_archive(data)
    try:
        document = open_docx(io.BytesIO(data))
        reader = _Reader(document)
        reader.read()
    except Refused:
        raise
    except Exception as error:
        # A broken part fails in many ways inside lxml, zipfile and python-docx.
        raise Refused(BROKEN) from error
    return reader.found


class _Reader:
    """Walks the body in order."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.numbers = Numbers(document)
        self.found = WordText()
        self.boxes: list[str] = []

    def read(self) -> None:
        """Fill `found`."""
        body = self.document.element.body
        self._blocks(body)
        if self._is_all_table() and next(body.iter(_W + "tbl"), None) is not None:
            # A frame drawn as a table round the whole text.
            self.found.lines.clear()
            self.numbers = Numbers(self.document)
            self._blocks(body, open_tables=True)
            self.found.note("文章が表の中にあるので、表の枠を外して読みました。")
        self._beside()

    def _is_all_table(self) -> bool:
        """Whether no article stands outside the tables, and one stands inside."""
        outside = [line for line in self.found.lines if not line.startswith("〔表〕")]
        inside = [re.sub("^〔表〕|｜.*$", "", line) for line in self.found.lines]
        return not any(map(Openings.looks_open, outside)) and any(map(Openings.looks_open, inside))

    def _blocks(self, parent: Any, *, open_tables: bool = False) -> None:
        for block in parent:
            if block.tag == _W + "p":
                self._paragraph(block)
            elif block.tag == _W + "tbl":
                single = len(list(block.iter(_W + "tc"))) == 1
                if single or open_tables:
                    for cell in block.iter(_W + "tc"):
                        self._blocks(cell, open_tables=open_tables)
                else:
                    self._table(block)
            elif block.tag == _W + "sdt":
                for content in block.findall(_W + "sdtContent"):
                    self._blocks(content, open_tables=open_tables)
            elif block.tag in _TAKEN:
                self._blocks(block, open_tables=open_tables)

    def _paragraph(self, paragraph: Any) -> None:
        text = self._text(paragraph)
        number = self.numbers.of(paragraph)
        style = self.numbers.style_name(paragraph)
        if number and text.strip():
            text = f"{number}　{text}"
            self.found.note("自動で付いた番号を、文字にして読みました。")
        if _CONTENTS_STYLE.match(style) and text.strip():
            text = f"〔目次〕{text}"
        self.found.lines += text.split("\n") if text.strip() else [""]
        self.found.lines += [f"〔図形の文字〕{box}" for box in self.boxes]
        self.boxes.clear()

    def _table(self, table: Any) -> None:
        self.found.note("表は条文に入れず、文字を版の枠に残します。")
        for row in table.iter(_W + "tr"):
            cells = [
                " ".join(self._text(p).strip() for p in cell.iter(_W + "p")).strip()
                for cell in row.findall(_W + "tc")
            ]
            self.found.lines.append("〔表〕" + "｜".join(cells).replace("\n", " "))

    def _text(self, paragraph: Any) -> str:
        return "".join(self._words(paragraph))

    def _words(self, parent: Any) -> Iterator[str]:
        for node in parent:
            tag = node.tag
            if tag in _DELETED:
                self.found.note(
                    "変更履歴のうち、削除された文字は読まず、挿入された文字を読みました。"
                )
            elif tag == _W + "r":
                yield from self._run(node)
            elif tag in _TAKEN:
                if tag in (_W + "ins", _W + "moveTo"):
                    self.found.note(
                        "変更履歴のうち、削除された文字は読まず、挿入された文字を読みました。"
                    )
                yield from self._words(node)

    def _run(self, run: Any) -> Iterator[str]:
        hidden = run.find(f"{_W}rPr/{_W}vanish")
        if hidden is not None and hidden.get(_W + "val") not in ("0", "false"):
            self.found.note("隠し文字は読みませんでした。必要なら、Wordで表示に直してください。")
            return
        for node in run:
            match etree.QName(node).localname if isinstance(node.tag, str) else "":
                case "t":
                    yield node.text or ""
                case "tab":
                    yield "　"
                case "br" | "cr":
                    yield "\f" if node.get(_W + "type") == "page" else "\n"
                case "noBreakHyphen":
                    yield "-"
                case "sym":
                    yield self._symbol(node)
                case "ruby":
                    self.found.note("ふりがなは読みませんでした。")
                    for base in node.iter(_W + "rubyBase"):
                        yield from self._words(base)
                case "footnoteReference" | "endnoteReference":
                    pass  # the notes themselves are read in _beside
                case "AlternateContent" | "pict" | "drawing" | "object":
                    self._box(node)

    def _symbol(self, node: Any) -> str:
        self.found.note("記号フォントの文字がありました。「□」として読みました。")
        return "□"

    def _box(self, node: Any) -> None:
        """The words in a drawing, kept until the paragraph is done."""
        for fallback in node.iter(_FALLBACK):
            fallback.getparent().remove(fallback)
        for box in node.iter(_W + "txbxContent"):
            for paragraph in box.iter(_W + "p"):
                if words := self._text(paragraph).strip():
                    self.boxes.append(words.replace("\n", " "))

    def _beside(self) -> None:
        """Headers, footers, notes and comments."""
        told = set(_BESIDE.values())  # an empty paragraph is its label alone
        for relation in self.document.part.rels.values():
            kind = relation.reltype.rsplit("/", 1)[-1]
            label = _BESIDE.get(kind)
            if label is None or relation.is_external:
                continue
            root = etree.fromstring(
                relation.target_part.blob, etree.XMLParser(resolve_entities=False)
            )
            for paragraph in root.iter(_W + "p"):
                words = label + self._text(paragraph).strip().replace("\n", " ")
                if words not in told:
                    told.add(words)
                    self.found.lines.append(words)
                    self.found.note(f"{label[1:-1]}の文字は条文に入れません。")
