"""What may be sent as evidence, and what else a file may turn out to be.

Few readers, each well kept, are easier to defend than many:

- PDF, PNG and JPEG are what scanners, cameras and screens give everyone.
- WebP, TIFF, HEIC, GIF and BMP are refused: each would add a decoder that strangers can reach
  (HEIC also a patented one), and every device that writes them can write PNG, JPEG or PDF.
- Word, Excel and PowerPoint in today's formats, without macros. The old ones (.doc) can hold
  macros that nobody sees and have no reader here that could tell.
- Plain text, logs and CSV in UTF-8 or Shift_JIS.
- No archives: what is inside would be neither seen, scanned nor shown. Files go one by one.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A kind of evidence, named by what is in the file."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    TEXT = "text"
    CSV = "csv"


@dataclass(frozen=True)
class Format:
    """How a kind is called and what its names end in, the usual ending first."""

    label: str
    media_type: str
    extensions: tuple[str, ...]


_OOXML = "application/vnd.openxmlformats-officedocument."
FORMATS = {
    Kind.PDF: Format("PDF", "application/pdf", ("pdf",)),
    Kind.PNG: Format("PNG画像", "image/png", ("png",)),
    Kind.JPEG: Format("JPEG画像", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif")),
    Kind.DOCX: Format("Wordの文書", f"{_OOXML}wordprocessingml.document", ("docx",)),
    Kind.XLSX: Format("Excelのブック", f"{_OOXML}spreadsheetml.sheet", ("xlsx",)),
    Kind.PPTX: Format("PowerPointの資料", f"{_OOXML}presentationml.presentation", ("pptx",)),
    Kind.TEXT: Format("テキスト", "text/plain", ("txt", "log")),
    Kind.CSV: Format("CSV", "text/csv", ("csv",)),
}
ACCEPT = ",".join(f".{ending}" for each in FORMATS.values() for ending in each.extensions)
"""For the `accept` attribute of a file field."""

# What filetype.guess calls a file that is refused, by what a clerk would call it.
OTHERS = {
    "image/webp": "WebP画像",
    "image/tiff": "TIFF画像",
    "image/heic": "HEIC画像（iPhoneの写真など）",
    "image/avif": "AVIF画像",
    "image/gif": "GIF画像",
    "image/bmp": "BMP画像",
    "application/x-rar-compressed": "圧縮ファイル（RAR）",
    "application/x-7z-compressed": "圧縮ファイル（7z）",
    "application/gzip": "圧縮ファイル（gzip）",
    "application/x-tar": "圧縮ファイル（tar）",
    "application/x-bzip2": "圧縮ファイル（bzip2）",
    "application/x-xz": "圧縮ファイル（xz）",
    "application/vnd.ms-cab-compressed": "圧縮ファイル（cab）",
    "application/x-sqlite3": "データベースのファイル",
}
PROGRAMS = {
    "application/x-msdownload",
    "application/x-executable",
    "application/wasm",
    "application/x-shockwave-flash",
    "application/x-google-chrome-extension",
    "application/x-deb",
    "application/x-rpm",
    "application/x-unix-archive",
}
PROGRAM_STARTS = (
    b"MZ",  # Windows
    b"\x7fELF",  # Linux
    b"\xcf\xfa\xed\xfe",  # macOS, 64 bits
    b"\xce\xfa\xed\xfe",  # macOS, 32 bits
    b"\xca\xfe\xba\xbe",  # macOS universal, Java class
    b"L\x00\x00\x00\x01\x14\x02\x00",  # Windows shortcut
    b"dex\n",  # Android
)
SCRIPTS = re.compile(
    "bat|cmd|ps1|psm1|vbs|vbe|js|jse|mjs|wsf|wsh|hta|sh|bash|py|pyw|rb|pl|php|jar|reg|inf|url"
    "|scr|com|exe|msi|dll|lnk"
)
"""Endings of what runs when it is opened."""
