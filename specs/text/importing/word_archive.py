"""What a .docx file must be before it is opened: its size, its parts, nothing that runs."""

import io
import zipfile

from common.errors import Refused

MAX_ENTRIES = 2_000
MAX_UNPACKED = 60_000_000
# Text compresses some tenfold; a part that grows a hundredfold is no text.
MAX_RATIO = 150
BROKEN = (
    "Wordのファイルとして開けませんでした。Wordで開いて「名前を付けて保存」をし直すか、"
    "文章を画面に貼り付けてください。"
)
_TOO_BIG = "ファイルの中身が大きすぎます。特記仕様書の文章だけのファイルにしてください。"
_MACROS = "マクロを含むファイルは取り込めません。Wordで「.docx」の形式で保存し直してください。"
_DOCTYPE = "宣言（DOCTYPE）を含むファイルは取り込めません。Wordで保存し直してください。"


def check_archive(data: bytes) -> None:
    """Look at a .docx file before anything of it is unpacked.

    Raises Refused for an archive that is broken, encrypted, too big when unpacked, or no Word
    document, and for macros.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Refused(BROKEN) from error
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(
            "暗号化されたファイルは取り込めません。パスワードを外して保存し直してください。"
        )
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused(_TOO_BIG)
    if any(e.file_size > 1_000_000 and e.file_size > MAX_RATIO * e.compress_size for e in entries):
        raise Refused(_TOO_BIG)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(_MACROS)
    if "word/document.xml" not in names:
        raise Refused(
            "Wordの文書（.docx）ではありません。Word、テキスト、法令XMLのファイルを選んでください。"
        )
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            _check_part(archive, entry)


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    try:
        with archive.open(entry) as part:
            head = part.read(2_000)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as error:
        raise Refused(BROKEN) from error
    except Exception as error:  # zlib.error has no common base with the others
        raise Refused(BROKEN) from error
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise Refused(_DOCTYPE)
    if entry.filename == "[Content_Types].xml" and b"macroEnabled" in head:
        raise Refused(_MACROS)
