"""What a person typed into a row: tidied, bounded, and known again when it comes back."""

import zlib

from common.errors import Refused

NOTE_LIMIT = 4000
EVIDENCE_LIMIT = 300


def tidy(text: str) -> str:
    """`text` with \\n line ends, without control characters and outer space.

    Browsers send \\r\\n; PostgreSQL refuses NUL.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or c >= " " and c != "\x7f").strip()


def stamp(revision: int, *texts: str) -> str:
    """`revision-checksum`: what a row was when it was shown.

    The checksum tells rows that somebody touched from rows that merely came along when the
    whole table was sent, so that those never undo what a colleague has saved meanwhile.
    """
    return f"{revision}-{_checksum(texts)}"


def read_stamp(text: str) -> tuple[int, str]:
    """(revision, checksum) of a stamp that came back; (-1, "") when it is not one."""
    revision, _, checksum = text.partition("-")
    if not (revision.isascii() and revision.isdigit() and len(revision) <= 9):
        return -1, ""
    return int(revision), checksum


def untouched(checksum: str, *texts: str) -> bool:
    """Whether these texts are still those that were shown."""
    return checksum == _checksum(texts)


def check_length(text: str, limit: int, name: str) -> None:
    """Raises Refused when `text` is longer than `limit` characters; nothing is cut off."""
    if len(text) > limit:
        raise Refused(f"{name}は{limit:,}字以内で入力してください（現在{len(text):,}字）。")


def _checksum(texts: tuple[str, ...]) -> str:
    return f"{zlib.crc32(chr(31).join(texts).encode()):x}"
