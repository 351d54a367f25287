"""From a kind and its subject to one document: text first, then bytes."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import Municipality
from common.canonical import dumps, sha256_hex
from documents.kinds import DocumentKind
from documents.paper import Paper
from documents.rendering import BASE_STYLESHEET, Attachment, render_pdf, stylesheet

PREVIEW_STYLESHEET = "documents/preview.css"
# Stands in the text until the text is hashed, since the code is made from that hash. From the
# private use area, which no cleaned text of a user is shown with.
CODE_MARK = "\uf8ffcode\uf8ff"
# Stands where the QR code will be drawn, which leads to the page of 照合 and so holds the code.
# Drawn after the hash, so that a server that moves doesn't make every document look outdated.
QR_MARK = "\uf8ffqr\uf8ff"
QR_MM = 17
QUIET_MODULES = 4


@dataclass(frozen=True)
class Composed:
    """A document before layout. `inputs` is the hash of what it says, and of its template's
    version: a mended stylesheet alone makes no issued document look outdated."""

    html: str
    stylesheets: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    inputs: str
    verification_code: str

    def pdf(self) -> bytes:
        """The bytes. Raises DocumentFailed."""
        return render_pdf(self.html, stylesheets=self.stylesheets, attachments=self.attachments)


def compose(
    kind: DocumentKind, subject: Any, *, number: str, at: datetime, is_preview: bool = False
) -> Composed:
    """The page of a document. Tests read its `html`; few need the PDF itself."""
    paper = paper_for(kind, subject, number=number, at=at, is_preview=is_preview)
    marks = {"document": paper, "qr_mark": "" if is_preview else QR_MARK}
    context = {**kind.context(subject, at=paper.issued_at), **marks}
    html: str = render_to_string(kind.template_name, context)
    names = [BASE_STYLESHEET, *kind.stylesheets, *([PREVIEW_STYLESHEET] if is_preview else [])]
    stylesheets = tuple(stylesheet(name) for name in names)
    attachments = tuple(kind.attachments(subject, at=paper.issued_at))
    inputs = sha256_hex(
        dumps(
            [
                kind.slug,
                kind.template_version,
                html,
                [(each.name, sha256_hex(each.content)) for each in attachments],
            ]
        )
    )
    code = "" if is_preview else verification_code(paper.municipality, number, inputs)
    if code:
        html = html.replace(QR_MARK, qr_svg(verification_address(code)))
    return Composed(html.replace(CODE_MARK, code), stylesheets, attachments, inputs, code)


def paper_for(
    kind: DocumentKind,
    subject: Any,
    *,
    number: str,
    at: datetime,
    code: str = CODE_MARK,
    is_preview: bool = False,
) -> Paper:
    """What will be printed about the document; time is cut to the second, as PDF dates are."""
    municipality, department = kind.owner(subject)
    return Paper(
        title=kind.heading(subject),
        case_name=kind.case_name(subject),
        number="" if is_preview else number,
        verification_code="" if is_preview else code,
        issued_at=timezone.localtime(at).replace(microsecond=0),
        municipality=municipality,
        department=department,
        is_preview=is_preview,
    )


def verification_code(municipality: Municipality, number: str, inputs: str) -> str:
    """照合番号, e.g. K7QD-2XMA-55TC: sixty bits that only this installation can make.

    Made from what the document is made from, so equal data gives equal bytes.
    """
    message = dumps([municipality.code, number, inputs]).encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).digest()
    text = base64.b32encode(digest).decode()
    return "-".join(text[start : start + 4] for start in (0, 4, 8))


def verification_address(code: str) -> str:
    """What the QR code holds: the page of 照合 with the code filled in; the code alone where no
    SITE_URL says what this server is called."""
    base = settings.SITE_URL.rstrip("/")
    return f"{base}{reverse('documents:document-verify')}?code={code}" if base else code


def qr_svg(text: str) -> str:
    """A QR code as SVG, QR_MM millimetres wide with its quiet zone (JIS X 0510: four modules)."""
    qr = segno.make_qr(text, error="m")
    modules, _ = qr.symbol_size(border=QUIET_MODULES)
    svg: str = qr.svg_inline(
        scale=QR_MM / modules, unit="mm", border=QUIET_MODULES, svgclass=None, lineclass=None
    )
    return svg


def preview(kind: DocumentKind, subject: Any, *, at: datetime, format: str = "pdf") -> bytes:
    """The document as it would be, marked 案, without number; nothing is recorded."""
    if format != "pdf":
        paper = paper_for(kind, subject, number="", at=at, is_preview=True)
        return kind.write(format, subject, paper=paper)
    return compose(kind, subject, number="", at=at, is_preview=True).pdf()
