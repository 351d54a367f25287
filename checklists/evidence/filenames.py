"""The name under which a file is shown and downloaded; never one under which it is kept."""

import re
import unicodedata

NAME_LIMIT = 120
_EXTENSION = re.compile(r"\.([0-9A-Za-z]{1,10})\Z")
_BREAKS = re.compile(r"[\t\n\r\v\f\x85\u2028\u2029]+")
# What Windows doesn't allow in a name.
_RESERVED = re.compile(r'[<>:"|?*]')


def display_name(name: str) -> str:
    """`name` made fit to be shown: at most 120 characters, its ending kept.

    NFC; only what follows the last path separator; without control, format (right-to-left
    override, zero width) and surrogate characters, leading dots and outer space; "根拠資料"
    where nothing is left before the ending.
    """
    plain = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    plain = _BREAKS.sub(" ", plain)
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    plain = _RESERVED.sub("_", plain).lstrip(". ").rstrip(". ")
    ending = extension_of(plain)
    suffix = plain[len(plain) - len(ending) - 1 :] if ending else ""
    stem = plain[: len(plain) - len(suffix)][: NAME_LIMIT - len(suffix)].rstrip(". ")
    return (stem or "根拠資料") + suffix


def extension_of(name: str) -> str:
    """What follows the last dot, in lower case; "" when it can't be an extension."""
    found = _EXTENSION.search(name)
    return found[1].lower() if found else ""
