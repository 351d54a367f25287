"""Files of every kind, good and hostile, built here so that none is kept in the repository."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

import docx
import openpyxl
import pikepdf
from PIL import Image

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAM = b"MZ\x90\x00" + bytes(60) + b"This program cannot be run in DOS mode.\r\r\n$" + bytes(400)


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), **how: object) -> bytes:
    """A picture: its left half red, its right half blue."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def rotated_photograph() -> bytes:
    """A JPEG whose EXIF says "turn me clockwise", with a place and a maker in it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretMaker"
    return picture("JPEG", exif=exif.tobytes(), quality=95)


def png_chunk(name: bytes, content: bytes) -> bytes:
    """One chunk of a PNG with its checksum."""
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )


def png_bomb(side: int) -> bytes:
    """A one-bit PNG of side × side pixels, a thousandth of that in bytes."""
    row = b"\0" + bytes((side + 7) // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", packed)
        + png_chunk(b"IEND", b"")
    )


def jpeg_of_many_scans(side: int, scans: int) -> bytes:
    """A progressive JPEG which goes over all its pixels again and again."""
    plain = picture("JPEG", (side, side), progressive=True)
    starts = [found.start() for found in re.finditer(b"\xff\xda", plain)]
    last = plain[starts[-1] : -2]
    return plain[:-2] + last * scans + b"\xff\xd9"


def pdf(
    change: Callable[[pikepdf.Pdf], None] | None = None, pages: int = 2, **how: object
) -> bytes:
    """A PDF of blank pages with a line across, changed as asked."""
    document = pikepdf.new()
    for _ in range(pages):
        page = document.add_blank_page(page_size=(595, 842))
        page.Contents = document.make_stream(b"5 w 0 421 m 595 421 l S")
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out, **how)
    return out.getvalue()


def with_script(document: pikepdf.Pdf) -> None:
    """Open with a script."""
    document.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
    )


def with_launch(document: pikepdf.Pdf) -> None:
    """A link that starts a program."""
    document.pages[0].Annots = document.make_indirect(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=[0, 0, 9, 9],
                A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe")),
            )
        ]
    )


def with_attachment(document: pikepdf.Pdf) -> None:
    """A program as an attachment."""
    document.attachments["a.exe"] = PROGRAM


def with_data(document: pikepdf.Pdf) -> None:
    """JSON as an attachment, as the annex has it."""
    document.attachments["clauses.json"] = '{"条": "第1条"}'.encode()


def with_data_bomb(document: pikepdf.Pdf) -> None:
    """A hundred megabytes of nothing as an attachment of a tenth of one."""
    document.attachments["clauses.json"] = b" " * 100_000_000


def with_program_called_data(document: pikepdf.Pdf) -> None:
    """A program that says it is JSON."""
    document.attachments["clauses.json"] = PROGRAM


def with_data_called_program(document: pikepdf.Pdf) -> None:
    """A script's name on innocent text."""
    document.attachments["clauses.json.js"] = b"x"


def with_link(document: pikepdf.Pdf) -> None:
    """A link to a page of the web: harmless."""
    document.pages[0].Annots = document.make_indirect(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=[0, 0, 9, 9],
                A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://a.example/")),
            )
        ]
    )


def pdf_of(*objects: bytes) -> bytes:
    """A PDF written by hand; the first object is its catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def pdf_with_forgotten_script() -> bytes:
    """A script in an object that the table of objects leaves out."""
    plain = pdf()
    end = plain.rindex(b"startxref")
    return plain[:end] + b"99 0 obj\n<< /S /JavaScript /JS (a) >>\nendobj\n" + plain[end:]


def pdf_of_endless_drawing() -> bytes:
    """Forms that each draw the next a hundred times, ten deep."""
    forms = [
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject "
        b"<< /F %d 0 R >> >> /Length 600 >>\nstream\n%s\nendstream"
        % (n + 1, (b"/F Do\n" * 100).ljust(600))
        for n in range(4, 14)
    ]
    line = b"0 0 m 595 842 l S"
    leaf = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Length %d >>\nstream\n%s\nendstream"
    )
    return pdf_of(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /XObject << /F 5 0 R >> >> >>",
        *forms,
        leaf % (len(line), line),
    )


def word() -> bytes:
    """A Word document of one paragraph."""
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("作業の手順")
    document.save(out)
    return out.getvalue()


def excel() -> bytes:
    """An Excel book of one cell."""
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "点検の記録"
    book.save(out)
    return out.getvalue()


def office(
    main: str = "presentationml.presentation.main",
    part: str = "ppt/presentation.xml",
    extra: dict[str, bytes] | None = None,
    compression: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A package by hand: its main part, and whatever else is asked for."""
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="a/xml"/>'
        f'<Override PartName="/{part}" ContentType="application/'
        f'vnd.openxmlformats-officedocument.{main}+xml"/></Types>'
    )
    rels = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="{part}"/></Relationships>'
    )
    files = {"[Content_Types].xml": types.encode(), "_rels/.rels": rels.encode(), part: b"<a/>"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in (files | (extra or {})).items():
            archive.writestr(name, content)
    return out.getvalue()


def external(kind: str, target: str) -> dict[str, bytes]:
    """A relation to something outside the package."""
    rels = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )
    return {"ppt/_rels/presentation.xml.rels": rels.encode()}


def zipped(**files: bytes) -> bytes:
    """An ordinary archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def understated(package: bytes, part: bytes, size: int) -> bytes:
    """The package with a part whose directory entry claims fewer bytes than it unpacks to."""
    at = package.rfind(part) - 46
    return package[: at + 24] + struct.pack("<I", size) + package[at + 28 :]
