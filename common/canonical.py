"""One spelling for data that is hashed, so that equal data always has equal bytes."""

import hashlib
import json
from datetime import date, datetime
from typing import Any


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def dumps(data: Any) -> str:
    """`data` as JSON with sorted keys, no spaces and unescaped Japanese.

    Dates become ISO 8601 text. Raises TypeError for anything else that is not JSON.
    """
    return json.dumps(
        data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain
    )


def sha256_hex(data: str | bytes) -> str:
    """SHA-256 as 64 lower-case hexadecimal digits; text is hashed as UTF-8."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
