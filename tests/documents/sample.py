"""A document about a department, and small pages to render."""

from datetime import datetime
from typing import Any

from django.utils.html import escape

from accounts.models import Department, Municipality
from documents.kinds import DocumentKind
from documents.paper import Paper


class SampleKind(DocumentKind):
    """通知書: shows the department's telephone."""

    slug, code, title = "sample", "D99", "見本の通知書"
    template_name = "documents/sample.html"
    subject_model = "accounts.Department"
    formats = ("pdf", "json")

    def context(self, subject: Department, *, at: datetime) -> dict[str, Any]:
        """The one line of the document."""
        return {"text": f"電話 {subject.phone}"}

    def owner(self, subject: Department) -> tuple[Municipality, Department | None]:
        """The department itself."""
        return subject.municipality, subject

    def number(self, subject: Department) -> str:
        """By the department's short name."""
        return f"R8-{subject.short_name}-0001"

    def write(self, format: str, subject: Department, *, paper: Paper) -> bytes:
        """JSON, the other format."""
        return f'{{"phone": "{subject.phone}", "code": "{paper.verification_code}"}}'.encode()


def page(text: str = "", *, html: str = "", style: str = "") -> str:
    """A page with escaped text, then raw HTML."""
    return (
        '<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>見本</title>'
        f'<meta name="dcterms.created" content="2026-04-01T10:00:00+09:00"><style>{style}</style>'
        f'</head><body data-case="案件" data-number="番号"><p>{escape(text)}</p>{html}</body></html>'
    )
