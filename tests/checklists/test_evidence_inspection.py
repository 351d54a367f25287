"""Each kind is taken, and each trap refused with its sentence."""

import hashlib
import io
import resource
import time

import pikepdf
import pytest

from checklists.evidence.inspection import inspect
from checklists.evidence.kinds import FORMATS, Kind
from checklists.evidence.refusals import EvidenceRefused
from tests.checklists import evidence_files as files

WORD = ("wordprocessingml.document.main", "word/document.xml")
MEGA = 1_000_000


def refused(name: str, data: bytes) -> EvidenceRefused:
    with pytest.raises(EvidenceRefused) as caught:
        inspect(name, data)
    return caught.value


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("点検.pdf", files.pdf(), Kind.PDF),
        ("点検.PDF", files.pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate), Kind.PDF),
        ("リンク.pdf", files.pdf(files.with_link), Kind.PDF),
        ("別記.pdf", files.pdf(files.with_data), Kind.PDF),
        ("画面.png", files.picture(), Kind.PNG),
        ("写真.jpg", files.picture("JPEG"), Kind.JPEG),
        ("写真.JPEG", files.rotated_photograph(), Kind.JPEG),
        ("白黒.png", files.png_bomb(3000), Kind.PNG),
        ("手順.docx", files.word(), Kind.DOCX),
        ("記録.xlsx", files.excel(), Kind.XLSX),
        ("説明.pptx", files.office(), Kind.PPTX),
        ("図表入り.pptx", files.office(extra={"ppt/embeddings/a.xlsx": files.excel()}), Kind.PPTX),
        ("別表.pptx", files.office(extra=files.external("hyperlink", "https://a.example")), "pptx"),
        (
            "様式.pptx",
            files.office(extra=files.external("attachedTemplate", "file:///C:/a")),
            "pptx",
        ),
        ("経過.txt", "作業の経過\r\n".encode(), Kind.TEXT),
        ("経過.log", "作業の経過①髙\r\n".encode("cp932"), Kind.TEXT),
        ("一覧.csv", '﻿番号,氏名\n="001",-5\n'.encode(), Kind.CSV),
        ("一覧.csv", "番号,氏名\r\n1,山田|太郎!\r\n".encode("cp932"), Kind.CSV),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_kind_is_taken(name, data, kind):
    found = inspect(name, data)
    assert (found.kind, found.size) == (kind, len(data))
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert found.media_type == FORMATS[found.kind].media_type
    assert found.extension == FORMATS[found.kind].extensions[0]
    assert found.filename == name


PROGRAM_IN_PART = {"ppt/media/image1.png": files.PROGRAM}
HOSTILE = {
    "nothing at all": ("a.pdf", b"", "empty"),
    "a program": ("請求書.pdf", files.PROGRAM, "program"),
    "a program of Linux": ("a.png", b"\x7fELF\x02\x01\x01" + bytes(100), "program"),
    "a shortcut": ("a.pdf", b"L\0\0\0\x01\x14\x02\0" + bytes(80), "program"),
    "a class": ("a.jpg", b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(80), "program"),
    "a script by name": ("a.ps1", b"Get-Process", "program"),
    "a name turned round": ("a\u202efdp.exe", files.pdf(), "program"),
    "a script by content": ("a.txt", b"#!/bin/sh\nrm -rf /\n", "program"),
    "a page": ("a.txt", b"<!DOCTYPE html><script>alert(1)</script>", "html"),
    "a page behind text": ("a.csv", b"a,b\n<script>alert(1)</script>\n", "html"),
    "a page as PDF": ("a.pdf", b"<html><body></body></html>", "html"),
    "a vector picture": ("a.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "html"),
    "a vector picture as XML": ("a.txt", b'\xef\xbb\xbf<?xml version="1.0"?><a/>', "html"),
    "PHP": ("a.txt", b"<?php system($_GET[0]); ?>", "html"),
    "rich text": ("a.txt", rb"{\rtf1\ansi x}", "rtf"),
    "a PDF in a text": ("a.txt", b"hello\n%PDF-1.4\n", "mixed"),
    "a PDF behind junk": ("a.pdf", b"\0\0junk" + files.pdf(), "mixed"),
    "a PDF behind a picture": ("a.png", files.picture()[:33] + files.pdf(), "mixed"),
    "a page in a PDF's header": (
        "a.pdf",
        files.pdf().replace(b"\n", b"\n%<script>alert(1)</script>\n", 1),
        "mixed",
    ),
    "a PDF of no version": ("a.pdf", b"%PDF-<html>" + files.pdf()[8:], "mixed"),
    "a PDF of a version that never was": ("a.pdf", files.pdf().replace(b"-1.", b"-7.", 1), "mixed"),
    "a PDF with a script that its table leaves out": (
        "a.pdf",
        files.pdf_with_forgotten_script(),
        "active",
    ),
    "an archive behind a PDF": ("a.pdf", files.pdf() + files.zipped(a_class=b"x"), "mixed"),
    "an archive inside a PDF": (
        "a.pdf",
        files.pdf() + files.zipped(a_class=b"x") + b"\n%%EOF\n",
        "mixed",
    ),
    "junk behind a PDF": ("a.pdf", files.pdf() + b"hidden", "mixed"),
    "an archive behind a PNG": ("a.png", files.picture() + files.zipped(a_class=b"x"), "mixed"),
    "junk behind a PNG": ("a.png", files.picture() + b"hidden", "mixed"),
    "an archive behind a JPEG": (
        "a.jpg",
        files.picture("JPEG") + files.zipped(a_class=b"x"),
        "mixed",
    ),
    "a RAR behind a JPEG": ("a.jpg", files.picture("JPEG") + b"Rar!\x1a\x07\0" + bytes(9), "mixed"),
    "a program behind a JPEG": ("a.jpg", files.picture("JPEG") + files.PROGRAM, "mixed"),
    "PHP in a JPEG's comment": (
        "a.jpg",
        files.picture("JPEG", comment=b"<?php system($_GET[0]); ?>"),
        "mixed",
    ),
    "a page far inside a PNG": (
        "a.png",
        files.picture()[:-12]
        + files.png_chunk(b"tEXt", b"a\0" + bytes(1500) + b"<script >")
        + files.picture()[-12:],
        "mixed",
    ),
    "a PDF that asks for a password": (
        "a.pdf",
        files.pdf(encryption=pikepdf.Encryption(user="a", owner="b")),
        "restricted",
    ),
    "a PDF that forbids printing": (
        "a.pdf",
        files.pdf(encryption=pikepdf.Encryption(user="", owner="b")),
        "restricted",
    ),
    "a PDF with a script": ("a.pdf", files.pdf(files.with_script), "active"),
    "a PDF with a script packed away": (
        "a.pdf",
        files.pdf(files.with_script, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "active",
    ),
    "a PDF with a script spelt otherwise": (
        "a.pdf",
        files.pdf(files.with_script)
        .replace(b"/JavaScript", b"/Java#53cript")
        .replace(b"/JS", b"/J#53"),
        "active",
    ),
    "a PDF that keeps the word apart": (
        "a.pdf",
        files.pdf_of(
            b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S 4 0 R /F (a) >> >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
            b"/L#61unch",
        ),
        "active",
    ),
    "a PDF that starts a program": ("a.pdf", files.pdf(files.with_launch), "active"),
    "a PDF with an attachment": ("a.pdf", files.pdf(files.with_attachment), "active"),
    "a PDF with a program called data": (
        "a.pdf",
        files.pdf(files.with_program_called_data),
        "active",
    ),
    "a PDF with data called a program": (
        "a.pdf",
        files.pdf(files.with_data_called_program),
        "active",
    ),
    "a PDF with a bomb attached": ("a.pdf", files.pdf(files.with_data_bomb), "broken"),
    "a PDF that draws without end": ("a.pdf", files.pdf_of_endless_drawing(), "heavy"),
    "a PDF without pages": ("a.pdf", files.pdf(pages=0), "broken"),
    "half a PDF": ("a.pdf", files.pdf()[:200] + b"\n%%EOF\n", "broken"),
    "a PDF nested to death": (
        "a.pdf",
        files.pdf_of(
            b"<< /Type /Catalog /Pages 2 0 R /X 4 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
            b"[" * 100_000 + b"]" * 100_000,
        ),
        "broken",
    ),
    "half a PNG": ("a.png", files.picture(size=(900, 900))[:-40], "broken"),
    "half a JPEG": ("a.jpg", files.picture("JPEG", (900, 900))[:2000], "broken"),
    "a PNG bomb": ("a.png", files.png_bomb(20_000), "pixels"),
    "an old or locked file": ("a.doc", files.OLE + bytes(600), "ole"),
    "a locked Word document": (
        "a.docx",
        files.OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "password",
    ),
    "an archive": ("a.zip", files.zipped(a_pdf=files.pdf()), "zip"),
    "an archive called Word": ("a.docx", files.zipped(a_pdf=files.pdf()), "zip"),
    "an empty archive": ("a.zip", files.zipped(), "zip"),
    "an OpenDocument": ("a.odt", files.zipped(mimetype=b"x", content_xml=b"<a/>"), "odf"),
    "a Java program": ("a.docx", files.zipped(**{"META-INF__MANIFEST_MF": b"x"}), "program"),
    "macros by part": ("a.docx", files.office(*WORD, {"word/vbaProject.bin": b"x"}), "macros"),
    "macros by type": (
        "a.docx",
        files.office("wordprocessingml.document.macroEnabled.main", WORD[1]),
        "macros",
    ),
    "macros of old Excel": (
        "a.xlsx",
        files.office(
            "spreadsheetml.sheet.main", "xl/workbook.xml", {"xl/macrosheets/a.xml": b"<a/>"}
        ),
        "macros",
    ),
    "macros one level down": (
        "a.pptx",
        files.office(
            extra={"ppt/embeddings/a.docx": files.office(*WORD, {"word/vbaProject.bin": b"x"})}
        ),
        "macros",
    ),
    "packages in packages": (
        "a.pptx",
        files.office(
            extra={
                "ppt/embeddings/a.pptx": files.office(
                    extra={"ppt/embeddings/a.xlsx": files.excel()}
                )
            }
        ),
        "embedded",
    ),
    "an object": ("a.pptx", files.office(extra={"ppt/embeddings/o.bin": files.OLE}), "embedded"),
    "a program as a picture": ("a.pptx", files.office(extra=PROGRAM_IN_PART), "embedded"),
    "an archive as a picture": (
        "a.pptx",
        files.office(extra={"ppt/media/a.png": files.zipped(a_js=b"x")}),
        "embedded",
    ),
    "a control": ("a.pptx", files.office(extra={"ppt/activeX/a.xml": b"<a/>"}), "embedded"),
    "a template from afar": (
        "a.pptx",
        files.office(extra=files.external("attachedTemplate", "https://a.example/t.dotm")),
        "remote",
    ),
    "an object from afar": (
        "a.pptx",
        files.office(extra=files.external("oleObject", "mhtml:http://a.example!x")),
        "remote",
    ),
    "entities": (
        "a.pptx",
        files.office(extra={"ppt/a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "doctype",
    ),
    "entities in UTF-16": (
        "a.pptx",
        files.office(extra={"ppt/a.xml": "<!DOCTYPE a><a/>".encode("utf-16")}),
        "doctype",
    ),
    "a template": ("a.docx", files.office("wordprocessingml.template.main", WORD[1]), "template"),
    "a bomb in Office": (
        "a.pptx",
        files.office(extra={"ppt/a.xml": b"<a>" + b" " * (20 * MEGA) + b"</a>"}),
        "bomb",
    ),
    "a bomb that understates itself": (
        "a.pptx",
        files.understated(
            files.office(extra={"ppt/z.xml": b"<a>" + b" " * (20 * MEGA) + b"</a>"}),
            b"ppt/z.xml",
            500,
        ),
        "broken",
    ),
    "thousands of parts": (
        "a.pptx",
        files.office(extra={f"ppt/{n}.xml": b"<a/>" for n in range(5001)}),
        "bomb",
    ),
    "a package behind junk": ("a.pptx", b"PK\x03\x04junk" + files.office(), "mixed"),
    "junk behind a package": ("a.pptx", files.office() + b"junk", "mixed"),
    "a part outside": ("a.pptx", files.office(extra={"../a.xml": b"<a/>"}), "broken"),
    "a part twice": (
        "a.pptx",
        files.office(extra={"ppt/A.xml": b"<a/>", "ppt/a.xml": b"<b/>"}),
        "broken",
    ),
    "half a package": ("a.pptx", files.office()[:-30], "broken"),
    "a damaged part": (
        "a.pptx",
        files.office(compression=0).replace(b"<a/>", b"<b/>"),
        "broken",
    ),
    "a part damaged far inside": (
        "a.pptx",
        files.office(extra={"ppt/b.xml": bytes(9000) + b"good"}, compression=0).replace(
            b"good", b"evil"
        ),
        "broken",
    ),
    "a main part that isn't XML": (
        "a.pptx",
        files.office(extra={"ppt/presentation.xml": b"<a>"}),
        "broken",
    ),
    "WebP": ("a.webp", files.picture("WEBP"), "kind"),
    "GIF": ("a.gif", files.picture("GIF"), "kind"),
    "TIFF": ("a.tiff", files.picture("TIFF"), "kind"),
    "HEIC": ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(50), "kind"),
    "RAR": ("a.rar", b"Rar!\x1a\x07\x01\0" + bytes(50), "kind"),
    "text in UTF-16": ("a.txt", "作業".encode("utf-16"), "encoding"),
    "bytes called text": ("a.txt", bytes(range(256)), "encoding"),
    "unknown bytes": ("a.pdf", bytes(range(256)), "unknown"),
    "a cell that commands": ("a.csv", b"a,b\n=cmd|'/C calc'!A0,1\n", "formula"),
    "a cell that commands in quotes": ("a.csv", b"a,\"@SUM(1)+cmd|' /C calc'!A0\"\n", "formula"),
    "a picture called PDF": ("a.pdf", files.picture(), "name"),
    "a PDF called Word": ("a.docx", files.pdf(), "name"),
    "a book called Word": ("a.docx", files.excel(), "name"),
    "a text called PDF": ("a.pdf", "作業".encode(), "name"),
    "a name without an ending": ("点検", files.pdf(), "name"),
}


@pytest.mark.parametrize("trap", HOSTILE)
def test_every_trap_is_refused(trap):
    name, data, code = HOSTILE[trap]
    found = refused(name, data)
    assert (found.code, found.status) == (code, 422)
    assert found.reasons[0].endswith("ください。")


def test_what_it_really_is_is_said():
    assert refused("点検.pdf", files.picture("JPEG")).reasons == [
        "ファイル名の末尾は「.pdf」ですが、中身はJPEG画像です。"
        "名前の末尾を「.jpg」に直すか、正しいファイルを選んでください。"
    ]
    assert refused("写真.heic", HOSTILE["HEIC"][1]).reasons == [
        "HEIC画像（iPhoneの写真など）は受け付けていません。PNG、JPEG又はPDFに保存し直してください。"
    ]
    assert "名前の末尾に「.pdf」を付けてください。" in refused("点検", files.pdf()).reasons[0]
    assert "パスワードを外して" in refused(*HOSTILE["a locked Word document"][:2]).reasons[0]


def test_a_file_is_read_no_further_than_allowed(settings):
    settings.EVIDENCE_MAX_BYTES = 1000
    source = io.BytesIO(b"a" * 1000)
    assert inspect("a.txt", source).size == 1000
    assert source.tell() == 0

    class Endless(io.RawIOBase):
        def seek(self, *_):
            return 0

        def read(self, size=-1):
            assert 0 < size <= 1001
            return b"a" * size

    with pytest.raises(EvidenceRefused) as caught:
        inspect("a.txt", Endless())
    assert (caught.value.code, caught.value.status) == ("large", 413)
    assert "0.001MBまで" in caught.value.reasons[0]


def test_many_scans_end_in_time():
    began = time.monotonic()
    # Ten thousand times over four million pixels.
    bomb = files.jpeg_of_many_scans(2000, 10_000)
    assert len(bomb) < 20 * MEGA
    assert refused("a.jpg", bomb).code == "heavy"
    assert time.monotonic() - began < 20


def test_a_picture_bomb_needs_neither_time_nor_memory():
    bomb = files.png_bomb(30_000)
    assert len(bomb) < MEGA / 4
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    began = time.monotonic()
    assert refused("a.png", bomb).code == "pixels"
    assert time.monotonic() - began < 5
    # Decoded it would be 900 MB. What the largest child ever needed is known in kilobytes.
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert after == before or after < 400_000
