"""照合: what the public page says of a code or a file, and how often one may ask."""

import re
import time
import unicodedata
from dataclasses import dataclass

from django.core.cache import cache

from documents.models import IssuedDocument
from documents.verification import Identified, check, identified

CODE = re.compile(r"[A-Z2-7]{12}")
# Base32 has no 0, 1 and 8, so whoever types one has misread a letter.
MISREAD = str.maketrans("018", "OIB")

WINDOW_SECONDS = 900
# Of each server process. Behind a proxy all visitors may share one address.
TRIES_OF_ONE = 300
TRIES_OF_ALL = 3000


@dataclass(frozen=True)
class Checked:
    """What a visitor is told of a document that was issued here."""

    found: Identified
    is_intact: bool

    @property
    def document(self) -> IssuedDocument:
        """The document."""
        return self.found.document

    @property
    def hash_groups(self) -> list[str]:
        """The SHA-256 of the file as it was issued, eight characters a group."""
        digest = self.document.sha256
        return [digest[start : start + 8] for start in range(0, len(digest), 8)]


def plain_code(typed: str) -> str:
    """A 照合番号 as it is stored, K7QD-2XMA-55TC, from what somebody typed; "" for what can't be
    one. Width, case, hyphens and blanks don't matter."""
    text = unicodedata.normalize("NFKC", typed).upper()
    text = "".join(each for each in text if each.isalnum()).translate(MISREAD)
    if not CODE.fullmatch(text):
        return ""
    return "-".join(text[start : start + 4] for start in (0, 4, 8))


def check_code(code: str) -> Checked | None:
    """The document with this 照合番号 (as plain_code gives it), or None. Three queries."""
    return _checked(identified(IssuedDocument.objects.filter(verification_code=code)))


def check_sha256(sha256: str) -> Checked | None:
    """The document whose file has just this SHA-256, or None. Three queries."""
    return _checked(identified(IssuedDocument.objects.filter(sha256=sha256)))


def may_ask(address: str) -> bool:
    """Count one question from a network address; False once there were too many.

    Sixty bits can't be guessed at any rate: the limit keeps the server free for others. It is
    counted in each server process, in windows of a quarter of an hour.
    """
    window = int(time.time()) // WINDOW_SECONDS
    asked = [
        (_count(f"documents.check:{window}:{address}"), TRIES_OF_ONE),
        (_count(f"documents.check:{window}"), TRIES_OF_ALL),
    ]
    return all(count <= most for count, most in asked)


def _count(key: str) -> int:
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        return cache.incr(key)
    except ValueError:  # thrown out in between, when the cache was full
        cache.set(key, 1, WINDOW_SECONDS)
        return 1


def _checked(found: Identified | None) -> Checked | None:
    return None if found is None else Checked(found, is_intact=check(found.document) is None)
