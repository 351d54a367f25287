"""Issuing at the press of a button: every page does it the same way."""

from typing import Any

from django.contrib import messages
from django.utils import timezone

from accounts.http import StaffRequest
from common.errors import Refused
from documents.actions import issue
from documents.kinds import DocumentKind
from documents.models import IssuedDocument


def issue_on_request(
    request: StaffRequest, kind: DocumentKind, subject: Any, *, format: str = "pdf"
) -> IssuedDocument | None:
    """The issued document, or None when it was refused; the reasons are then messages."""
    try:
        return issue(kind, subject, by=request.user, at=timezone.now(), format=format)
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return None


def issue_and_say(
    request: StaffRequest, kind: DocumentKind, subject: Any, *, format: str = "pdf"
) -> None:
    """As issue_on_request; what was issued is a message too."""
    document = issue_on_request(request, kind, subject, format=format)
    if document is not None:
        messages.success(request, f"「{document.title}」（{document.number}）を発行しました。")
