"""Word files for the tests, with real automatic numbering, tracked changes, notes and frames."""

import io
import zipfile
from collections.abc import Iterable

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

NUMBERING = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"

# (level, text): level 0 to 3 of the list, None for a paragraph without a number.
Lines = Iterable[tuple[int | None, str]]


def numbered(levels: list[tuple[str, str]], *, start: int = 1):
    """A document with one list: (number format, level text) from the top down."""
    document = Document()
    rows = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start if depth == 0 else 1}"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{words}"/></w:lvl>'
        for depth, (form, words) in enumerate(levels)
    )
    root = parse_xml(
        f"<w:numbering {nsdecls('w')}>"
        f'<w:abstractNum w:abstractNumId="7">{rows}</w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    package = document.part.package
    part = XmlPart(PackURI("/word/numbering2.xml"), NUMBERING, root, package)
    for relation in list(document.part.rels.values()):
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            del document.part.rels[relation.rId]
    document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return document


def add(document, lines: Lines) -> None:
    """Paragraphs, numbered by the list of `numbered`."""
    for level, text in lines:
        paragraph = document.add_paragraph(text)
        if level is not None:
            properties = paragraph._p.get_or_add_pPr()
            properties.append(
                parse_xml(
                    f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/>'
                    '<w:numId w:val="3"/></w:numPr>'
                )
            )


def saved(document) -> bytes:
    """The bytes of the file."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def nursery() -> bytes:
    """保育所の給食業務: every number is Word's own."""
    document = numbered(
        [
            ("decimalFullWidth", "第%1条"),
            ("decimalFullWidth", "%2"),
            ("decimal", "（%3）"),
            ("aiueoFullWidth", "%4"),
        ]
    )
    document.sections[0].header.paragraphs[0].text = "緑野町立保育所給食業務"
    add(
        document,
        [
            (None, "給食業務における個人情報取扱特記仕様書"),
            (None, ""),
            (None, "（目的）"),
            (
                0,
                "この特記仕様書は、緑野町（以下「甲」という。）が委託する給食業務における園児の個人情報の取扱いについて定める。",
            ),
            (None, "（守秘義務）"),
            (
                0,
                "受託者（以下「乙」という。）は、業務上知り得た園児及び保護者の個人情報を漏らしてはならない。",
            ),
            (None, "（アレルギーの情報の管理）"),
            (
                0,
                "乙は、園児のアレルギーに関する情報を取り扱うときは、次に掲げる措置を講じなければならない。",
            ),
            (2, "情報を記載した一覧表を、調理室の外に持ち出さないこと。"),
            (2, "一覧表を作り直したときは、古いものについて、次の措置を講ずること。"),
            (3, "全ての写しを回収すること。"),
            (3, "裁断して廃棄すること。"),
            (2, "一覧表を見ることができる者を、乙が指名した者に限ること。"),
            (None, "（再委託）"),
            (0, "乙は、甲の承諾を得ないで、業務を第三者に委託してはならない。"),
            # Word counts from 1 at every new article; a 第1項 with its number is how it prints.
            (None, "（事故の報告）"),
            (
                0,
                "乙は、第２条又は前条に違反する事実を知ったときは、直ちに甲に報告しなければならない。",
            ),
        ],
    )
    return saved(document)


def library() -> bytes:
    """図書館の窓口業務: （1）① from Word, tracked changes, a table, a note, a text box."""
    document = numbered(
        [("decimal", "第%1"), ("decimal", "（%2）"), ("decimalEnclosedCircle", "%3")]
    )
    add(
        document,
        [
            (None, "図書館窓口業務　個人情報取扱特記事項"),
            (0, "基本的事項"),
            (None, "受注者は、利用者の個人情報を適正に取り扱わなければならない。"),
            (0, "秘密の保持"),
            (None, "受注者は、利用者の読書の記録その他の個人情報を漏らしてはならない。"),
            (0, "管理の方法"),
            (None, "受注者は、次の方法により個人情報を管理する。"),
            (1, "登録申込書を施錠することができる棚に保管すること。"),
            (1, "端末について、次のとおりとすること。"),
            (2, "離席するときは画面を閉じること。"),
            (2, "私物の記録媒体をつながないこと。"),
            (0, "再委託の禁止"),
        ],
    )
    paragraph = document.add_paragraph("受注者は、発注者の")
    paragraph._p.append(
        parse_xml(
            f'<w:del {nsdecls("w")} w:id="1" w:author="x"><w:r><w:delText>口頭</w:delText></w:r></w:del>'
        )
    )
    paragraph._p.append(
        parse_xml(f'<w:ins {nsdecls("w")} w:id="2" w:author="x"><w:r><w:t>書面</w:t></w:r></w:ins>')
    )
    paragraph.add_run("による承認を得ないで、業務を再委託してはならない。")
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("区分", "保存期間"), ("登録申込書", "1年")), strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    _footnote(document, "承認は、館長が行う。")
    boxed = document.add_paragraph()
    boxed._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")}><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml">'
            "<w:txbxContent><w:p><w:r><w:t>取扱注意</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></w:pict></w:r>"
        )
    )
    return saved(document)


def _footnote(document, words: str) -> None:
    blob = (
        f"<w:footnotes {nsdecls('w')}><w:footnote w:id='2'><w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
        "</w:footnote></w:footnotes>"
    ).encode()
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def with_entry(data: bytes, name: str, content: bytes) -> bytes:
    """The file with one more entry in its archive, or another content for one."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry.filename, old.read(entry))
        new.writestr(name, content)
    return stream.getvalue()


WORD_FILES = {"14-word-numbering": nursery, "15-word-changes": library}
