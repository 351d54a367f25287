"""Issuing: number, render, store, register, record."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.actors import Actor, user_of
from accounts.models import User
from accounts.permissions import Permission, require
from accounts.respondents import Respondent
from common.canonical import sha256_hex
from common.errors import Refused
from documents import storage
from documents.composing import compose, paper_for, verification_code
from documents.kinds import DocumentKind
from documents.models import WHOLE, IssuedDocument, IssuedDocumentQuerySet
from documents.rendering import engine
from documents.sanitise import clean, missing_characters
from ledger.actions import record, subject_of
from ledger.models import LedgerEvent

ATTEMPTS = 3
UNSAFE = re.compile(r'[\\/:*?"<>|\s]+')


@dataclass(frozen=True)
class Made:
    """A document that is ready to be registered."""

    content: bytes
    inputs: str
    verification_code: str
    missing: list[str]


def issue(
    kind: DocumentKind,
    subject: Any,
    *,
    by: User,
    at: datetime,
    format: str = "pdf",
    again: bool = False,
) -> IssuedDocument:
    """Issue a document, or return the newest one when it would say the same.

    The new one supersedes it otherwise, or when `again` asks for one. Layout takes its time
    before the transaction begins, so no writer waits for it. Raises Refused for a user who
    may not, DocumentFailed when no file could be made.
    """
    require(by, Permission.DOCUMENT_ISSUE)
    municipality, department = kind.owner(subject)
    if by.municipality_id != municipality.pk:
        raise Refused("ほかの自治体の文書は発行できません。")
    if department and not by.sees_whole_municipality and by.department_id != department.pk:
        raise Refused("ほかの課の文書は発行できません。")
    about_all = department is None and kind.subject_name(subject).startswith(WHOLE)
    if about_all and not by.sees_whole_municipality:
        raise Refused("全庁の文書は発行できません。自分の課の文書を発行してください。")
    return _issue(kind, subject, by=by, at=at, format=format, again=again)


def issue_to_firm(
    kind: DocumentKind, subject: Any, *, by: Respondent, at: datetime
) -> IssuedDocument:
    """As `issue`, for a firm at its page. Raises Refused for what no firm may have made.

    The caller has found `subject` by the firm's own link.
    """
    if not kind.for_firms or by.municipality_id != kind.owner(subject)[0].pk:
        raise Refused("この文書は発行できません。")
    return _issue(kind, subject, by=by, at=at, format="pdf", again=False)


def issue_from_console(
    kind: DocumentKind,
    subject: Any,
    *,
    by: User,
    at: datetime,
    format: str = "pdf",
    again: bool = False,
) -> IssuedDocument:
    """As `issue`, for whoever runs the server: no role is asked for, a name is.

    Raises Refused when `by` is of another municipality.
    """
    if by.municipality_id != kind.owner(subject)[0].pk:
        raise Refused("ほかの自治体の職員の名では発行できません。")
    return _issue(kind, subject, by=by, at=at, format=format, again=again)


def _issue(
    kind: DocumentKind, subject: Any, *, by: Actor, at: datetime, format: str, again: bool
) -> IssuedDocument:
    if format not in kind.formats:
        raise Refused(f"「{kind.title}」は{'・'.join(kind.formats)}の形式で発行できます。")
    for _ in range(ATTEMPTS):
        former = _issued(kind, subject).filter(format=format).first()
        if former and not again and _says_the_same(kind, subject, former):
            return former
        number = _next_number(kind, subject)
        made = _make(kind, subject, number=number, at=at, format=format)
        try:
            return _register(
                kind, subject, made, number=number, former=former, format=format, by=by, at=at
            )
        except IntegrityError:
            continue  # somebody else took the number while the pages were laid out
    raise Refused("同じ文書がほかの職員によって発行されています。画面を開き直してください。")


def _issued(kind: DocumentKind, subject: Any) -> IssuedDocumentQuerySet:
    municipality, _ = kind.owner(subject)
    rows: IssuedDocumentQuerySet = IssuedDocument.objects.filter(municipality=municipality)
    return rows.about(kind.subject_name(subject), kind.slug)


def _next_number(kind: DocumentKind, subject: Any) -> str:
    """Owner's base, code, running number: R8-税務-0001-D2-01."""
    running = _issued(kind, subject).count() + 1
    return f"{kind.number(subject)}-{kind.code}-{running:02d}"


def _make(kind: DocumentKind, subject: Any, *, number: str, at: datetime, format: str) -> Made:
    if format == "pdf":
        page = compose(kind, subject, number=number, at=at)
        missing = missing_characters(page.html)
        return Made(page.pdf(), page.inputs, page.verification_code, missing)
    inputs = _inputs(kind, subject, number=number, at=at, format=format)
    code = verification_code(kind.owner(subject)[0], number, inputs)
    paper = paper_for(kind, subject, number=number, at=at, code=code)
    return Made(kind.write(format, subject, paper=paper), inputs, code, [])


def _inputs(kind: DocumentKind, subject: Any, *, number: str, at: datetime, format: str) -> str:
    """The hash of what a document would be made from."""
    if format == "pdf":
        return compose(kind, subject, number=number, at=at).inputs
    return sha256_hex(
        kind.write(format, subject, paper=paper_for(kind, subject, number=number, at=at))
    )


def is_current(kind: DocumentKind, subject: Any, document: IssuedDocument) -> bool:
    """Whether an issued document still says what would be printed now."""
    return _says_the_same(kind, subject, document)


def _says_the_same(kind: DocumentKind, subject: Any, former: IssuedDocument) -> bool:
    inputs = _inputs(kind, subject, number=former.number, at=former.issued_at, format=former.format)
    same: bool = inputs == former.made_from["inputs"]
    return same


@transaction.atomic
def _register(
    kind: DocumentKind,
    subject: Any,
    made: Made,
    *,
    number: str,
    former: IssuedDocument | None,
    format: str,
    by: Actor,
    at: datetime,
) -> IssuedDocument:
    municipality, department = kind.owner(subject)
    name = UNSAFE.sub("_", clean(f"{kind.filename(subject)}_{number}"))
    document = IssuedDocument(
        municipality=municipality,
        department=department,
        kind=kind.slug,
        code=kind.code,
        number=number,
        title=kind.heading(subject),
        format=format,
        filename=f"{name}.{format}",
        subject=kind.subject_name(subject),
        sha256=sha256_hex(made.content),
        size=len(made.content),
        storage_key=storage.put(made.content),
        template_version=kind.template_version,
        made_from={
            **kind.made_from(subject),
            "inputs": made.inputs,
            "engine": engine() if format == "pdf" else "",
            "missing_characters": made.missing,
        },
        verification_code=made.verification_code,
        issued_at=at.replace(microsecond=0),
        issued_by=user_of(by),
        issued_as="" if user_of(by) else str(by),
        supersedes=former,
    )
    document.save()
    record(
        "documents.issued",
        subject=document,
        context=kind.event_context(subject),
        by=by,
        at=at,
        kind=kind.slug,
        title=document.title,
        number=number,
        format=format,
        sha256=document.sha256,
        size=document.size,
        about=document.subject,
        supersedes=former.number if former else "",
    )
    return document


@transaction.atomic
def report_altered(document: IssuedDocument, *, found: str, by: User, at: datetime) -> None:
    """Record that a stored file is not what was issued; once for each state it is found in."""
    events = LedgerEvent.objects.filter(
        municipality_id=document.municipality_id,
        subject=subject_of(document),
        verb="documents.altered",
    )
    last = events.order_by("-seq").first()
    if last is None or last.data["found"] != found:
        record(
            "documents.altered",
            subject=document,
            by=by,
            at=at,
            number=document.number,
            expected=document.sha256,
            found=found,
        )
