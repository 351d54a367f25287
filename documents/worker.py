"""The child process that lays pages out. The only module that imports WeasyPrint, and of ours only
`documents.tagging`.

Started by `documents.pool` as a script, in an environment without secrets, and killed when it
takes too long. It reads requests from its input and answers on its output; both are frames of
two lengths (big endian, four bytes each), a JSON head and a body. It fetches nothing: text in
a document can't make it read a file or call another machine.

Fonts come from the private fontconfig file that the parent wrote (`documents.fonts`), so no
font of the machine can slip in.
"""

# WeasyPrint has no annotations.
# mypy: disallow-untyped-calls=False

import base64
import gc
import json
import logging
import mimetypes
import os
import resource
import struct
import sys
from datetime import datetime
from functools import lru_cache
from typing import Any, BinaryIO

import pydyf  # type: ignore[import-untyped]
import weasyprint
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from documents import tagging

FRAME = struct.Struct(">II")
MEMORY_BYTES = 2 * 1024**3
# Layout recurses once a nested element. Templates need some forty levels.
RECURSION_LIMIT = 1500

# WeasyPrint declares one standard a file. The document keeps both, so the second is added,
# with the description that PDF/A asks for names it doesn't know.
UA_METADATA = b"""<rdf:Description rdf:about=""
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF>"""


class NothingFetched(URLFetcher):
    """Refuse every address, whatever its scheme."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        """Raises FatalURLFetchingError: any other exception would only be logged."""
        raise FatalURLFetchingError(f"a document may not load {url[:200]}")


FETCHER = NothingFetched(allowed_protocols=set(), allow_redirects=False)


class Typesetter:
    """What is kept between renders: one font configuration (a new one for each render grows
    the process) and the stylesheets already read."""

    def __init__(self) -> None:
        self.fonts = FontConfiguration()
        self.stylesheet = lru_cache(maxsize=32)(self._stylesheet)

    def _stylesheet(self, text: str) -> Any:
        return weasyprint.CSS(string=text, font_config=self.fonts, url_fetcher=FETCHER)

    def pdf(self, request: dict[str, Any]) -> bytes:
        """The PDF of a request: `html`, `stylesheets` (texts), `attachments`."""
        page = weasyprint.HTML(string=request["html"], url_fetcher=FETCHER)
        content: bytes = page.write_pdf(
            stylesheets=[self.stylesheet(text) for text in request["stylesheets"]],
            font_config=self.fonts,
            attachments=[_attachment(each) for each in request["attachments"]],
            pdf_variant="pdf/a-3a",
            finisher=finish,
        )
        return content


def _attachment(each: dict[str, str]) -> Any:
    # An Attachment object serves one render only. Without dates it would read the clock.
    at = datetime.fromisoformat(each["at"])
    return weasyprint.Attachment(
        string=base64.b64decode(each["content"]),
        name=each["name"],
        description=each["description"],
        relationship="Data",
        created=at,
        modified=at,
        url_fetcher=FETCHER,
    )


class Serialised(pydyf.Object):
    """A finished object as bytes, made once: pydyf serialises and compresses every object
    twice, to write it and for the hash that becomes the file's ID."""

    # Plain attributes in place of the properties that make both anew.
    compressible = False
    data = b""

    def __init__(self, made: Any) -> None:
        super().__init__()
        self.number, self.generation = made.number, made.generation
        self.compressible, self.data = made.compressible, made.data


def finish(document: Any, pdf: Any) -> None:
    """Complete the tags; declare PDF/UA-1 beside PDF/A-3a; name each attachment once; serialise."""
    tagging.give_scopes(document)
    tagging.take_margins_out(pdf)
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [part.replace(b"</rdf:RDF>", UA_METADATA) for part in metadata.stream]
    pdf.objects[:] = [each if each.free == "f" else Serialised(each) for each in pdf.objects]


class Warnings(logging.Handler):
    """Keeps what WeasyPrint says about one document."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the first twenty lines."""
        if len(self.lines) < 20:
            self.lines.append(record.getMessage()[:300])


def answer(typesetter: Typesetter, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """The head and body for one request; a failure is a head with `error`."""
    limit_cpu(request["cpu_seconds"])
    try:
        return {}, typesetter.pdf(request)
    except MemoryError:
        return {"error": "memory"}, b""
    except RecursionError:
        return {"error": "nesting"}, b""
    except FatalURLFetchingError as error:
        return {"error": "address", "detail": str(error)}, b""
    except Exception as error:  # the parent names it; the next document starts afresh
        return {"error": "layout", "detail": f"{type(error).__name__}: {error}"[:500]}, b""


def limit_cpu(seconds: int) -> None:
    """Let the kernel end this process after so many more seconds of work.

    The parent's clock does it first; this is for the day the parent itself was killed.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def read_request(source: BinaryIO) -> dict[str, Any] | None:
    """The next request; None when the parent has closed the pipe."""
    lengths = source.read(FRAME.size)
    if len(lengths) < FRAME.size:
        return None
    head, _ = FRAME.unpack(lengths)
    request: dict[str, Any] = json.loads(source.read(head))
    return request


def main() -> None:
    """Answer requests until the parent closes the pipe or memory ran out."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    sys.setrecursionlimit(RECURSION_LIMIT)
    # An attachment's type comes from its name, by Python's own list: the machine's differs.
    mimetypes.init(files=[])
    # Whatever a library prints must not end up between the frames.
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    LOGGER.handlers.clear()
    typesetter = Typesetter()
    gc.disable()
    gc.freeze()
    while (request := read_request(sys.stdin.buffer)) is not None:
        warnings = Warnings()
        LOGGER.addHandler(warnings)
        head, body = answer(typesetter, request)
        LOGGER.removeHandler(warnings)
        encoded = json.dumps({**head, "warnings": warnings.lines}).encode()
        output.write(FRAME.pack(len(encoded), len(body)) + encoded + body)
        output.flush()
        if head.get("error") == "memory":
            return
        # Collected while nobody waits, instead of in the middle of a layout.
        del request, body
        gc.collect()


if __name__ == "__main__":
    main()
