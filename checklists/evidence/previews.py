"""A file of evidence as a picture or some lines of text: never the sender's own bytes.

Pictures and pages are drawn anew in a confined child, so that a browser is handed pixels that
we wrote: no metadata, no script, no other format inside.
"""

from dataclasses import dataclass

from checklists.evidence import images, pdfs, texts
from checklists.evidence.kinds import Kind
from common.confined import Crashed, Overrun, run_confined

LINES = 200
WIDTH = 400


class NoPreview(Exception):
    """There is none, or it could not be made in time; the file can still be downloaded."""


@dataclass(frozen=True)
class Preview:
    """`png` is a picture (b"" for text), `text` the first lines (plain, to be escaped).

    `pages` counts the pages of a PDF, else 1; `is_cut` says that there is more text.
    """

    png: bytes
    pages: int = 1
    text: str = ""
    is_cut: bool = False


def preview(kind: Kind, data: bytes, page: int = 1) -> Preview:
    """A picture of one page (the first is 1), of an image, or the first lines of a text.

    Raises NoPreview for Office files, for a page that isn't there, and for what can't be drawn
    within the limits on time and memory.
    """
    match kind:
        case Kind.PNG | Kind.JPEG:
            drawn = _confined(
                "checklists.evidence.images:draw", data, images.SECONDS, images.MEMORY_MB
            )
            return Preview(drawn)
        case Kind.PDF:
            request = b"%d\n" % page + data
            drawn = _confined(
                "checklists.evidence.pdfs:draw", request, pdfs.SECONDS, pdfs.MEMORY_MB
            )
            pages, _, png = drawn.partition(b"\n")
            return Preview(png, pages=int(pages))
        case Kind.TEXT | Kind.CSV:
            encoding = texts.encoding_of(data)
            if not encoding:
                raise NoPreview("not a text")
            text, is_cut = texts.first_lines(data, encoding, lines=LINES, width=WIDTH)
            return Preview(b"", text=text, is_cut=is_cut)
        case _:
            raise NoPreview(kind)


def _confined(target: str, data: bytes, seconds: int, memory_mb: int) -> bytes:
    try:
        return run_confined(target, data, seconds=seconds, memory_mb=memory_mb)
    except (Overrun, Crashed) as error:
        raise NoPreview(target) from error
