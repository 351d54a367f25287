"""How a file is named on its way out."""

from urllib.parse import quote


def attachment(plain: str, name: str) -> str:
    """A Content-Disposition that saves and never shows; `plain` is for what can't read `name`.

    Source: RFC 6266, with filename*.
    """
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
