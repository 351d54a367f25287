"""A file of any kind → text to be understood, or a document that needs no understanding.

What a file is, is seen from its first bytes; its name may be wrong.
"""

import re
from dataclasses import dataclass, field

from common.errors import Refused
from specs.text.importing.law import understand_law
from specs.text.importing.lines import decode
from specs.text.importing.understanding import understand
from specs.text.importing.understood import Understood
from specs.text.importing.word import read_word

MAX_BYTES = 10_000_000
TOO_BIG = "ファイルが大きすぎます（10MBまで）。特記仕様書の文章だけのファイルにしてください。"
_REFUSED = (
    (b"%PDF", "PDFはそのままでは取り込めません。PDFを開いて文章を選び、画面に貼り付けてください。"),
    (
        b"\xd0\xcf\x11\xe0",
        "古い形式（.docなど）か、パスワードの付いたファイルです。"
        "Wordで開き、パスワードを外して「.docx」の形式で保存し直してください。",
    ),
    (
        b"{\\rtf",
        "リッチテキスト（.rtf）は取り込めません。Wordで「.docx」の形式で保存し直してください。",
    ),
    (b"\x89PNG", "画像からは文字を読み取れません。文章のファイルを選んでください。"),
    (b"\xff\xd8\xff", "画像からは文字を読み取れません。文章のファイルを選んでください。"),
)


@dataclass(frozen=True)
class Source:
    """What a file holds: plain `text` (with what is to be told), or structured `data`."""

    kind: str
    text: str = ""
    notes: tuple[str, ...] = ()
    data: bytes = field(default=b"", repr=False)


def read_file(data: bytes) -> Source:
    """The source in a file. Raises Refused with what to do for what can't be read."""
    if len(data) > MAX_BYTES:
        raise Refused(TOO_BIG)
    if not data.strip():
        raise Refused("ファイルが空です。特記仕様書のファイルを選んでください。")
    for start, why in _REFUSED:
        if data.startswith(start):
            raise Refused(why)
    if data.startswith(b"PK"):
        word = read_word(data)
        return Source("docx", word.text, tuple(word.notes))
    head = data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<") and re.search(rb"<Law[\s>]", head):
        return Source("lawxml", data=data)
    if head.startswith(b"{"):
        return Source("json", data=data)
    if head.lower().startswith((b"<?xml", b"<!doctype", b"<html")):
        raise Refused("法令XMLではないXML又はHTMLです。画面に表示して、文章を貼り付けてください。")
    return Source("text", decode(data))


def understand_source(source: Source) -> Understood:
    """Understand a text or a law. Raises Refused for a law that can't be read, and for Tokki's
    own JSON, which holds a whole edition and needs no understanding (checklists.importing)."""
    if source.kind == "lawxml":
        return understand_law(source.data)
    if source.kind == "json":
        raise Refused("特記（Tokki）の版のファイルです。版のファイルとして取り込んでください。")
    return understand(source.text, notes=source.notes)
