"""Which documents exist. Feature apps declare theirs in their `documents.py`.

@register
class AnnexKind(DocumentKind):
    slug, code, title = "annex", "D2", "個人情報取扱特記仕様書"
    template_name = "documents/annex.html"
    subject_model = "engagements.Engagement"

    def context(self, subject, *, at): ...
    def number(self, subject): ...
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from django.apps import apps
from django.db import models

from accounts.models import Department, Municipality
from documents.paper import Paper
from documents.rendering import Attachment
from ledger.actions import subject_of

KindT = TypeVar("KindT", bound="type[DocumentKind]")


class DocumentKind:
    """One kind of document: a template, what fills it, and whom it belongs to."""

    slug: ClassVar[str]
    code: ClassVar[str]
    title: ClassVar[str]
    template_name: ClassVar[str]
    subject_model: ClassVar[str]
    # Further stylesheets under static/, after documents/base.css.
    stylesheets: ClassVar[tuple[str, ...]] = ()
    # Raise it when a template or stylesheet changes what the document says; a test
    # (tests/documents/test_versions.py) asks at every change of one.
    template_version: ClassVar[str] = "1"
    formats: ClassVar[tuple[str, ...]] = ("pdf",)
    # Whether a firm may have it made about its own table, at its page.
    for_firms: ClassVar[bool] = False

    def subjects(self) -> models.QuerySet[Any]:
        """What this kind can be issued for, for `issue --list`."""
        rows: models.QuerySet[Any] = apps.get_model(self.subject_model)._default_manager.all()
        return rows.order_by("pk")

    def listed(self) -> Iterable[Any]:
        """What `issue --list` names, each with `pk` and a title: the subjects."""
        return self.subjects()

    def find(self, name: str) -> Any:
        """The subject that the command line calls `name`: its number.

        Raises ObjectDoesNotExist or ValueError.
        """
        return self.subjects().get(pk=name)

    def subject_name(self, subject: Any) -> str:
        """What the register keeps the document under: `app.Model:id`."""
        return subject_of(subject)

    def context(self, subject: Any, *, at: datetime) -> dict[str, Any]:
        """What the template shows. Must depend on the data and `at` only."""
        raise NotImplementedError

    def number(self, subject: Any) -> str:
        """The owner's part of the document number, e.g. R8-税務-0001."""
        raise NotImplementedError

    def owner(self, subject: Any) -> tuple[Municipality, Department | None]:
        """Whose document it is; without a department the whole municipality sees it."""
        return subject.municipality, getattr(subject, "department", None)

    def heading(self, subject: Any) -> str:
        """The title on the paper and in the register."""
        return self.title

    def case_name(self, subject: Any) -> str:
        """What the footer calls the case; forty characters are printed."""
        return str(subject)

    def filename(self, subject: Any) -> str:
        """The download's name without number and ending."""
        return self.heading(subject)

    def made_from(self, subject: Any) -> dict[str, Any]:
        """JSON to keep with the row: edition number, scope answers …"""
        return {}

    def event_context(self, subject: Any) -> models.Model:
        """The thing whose page lists the ledger event."""
        thing: models.Model = subject
        return thing

    def attachments(self, subject: Any, *, at: datetime) -> list[Attachment]:
        """Files inside the PDF, e.g. the clauses as JSON."""
        return []

    def write(self, format: str, subject: Any, *, paper: Paper) -> bytes:
        """The document in a format other than PDF. Equal data must give equal bytes."""
        raise NotImplementedError(f"{self.slug} has no {format}")


_kinds: dict[str, DocumentKind] = {}


def register(kind: KindT) -> KindT:
    """Make a kind known (a class decorator). Raises ValueError when its slug is taken."""
    made = kind()
    if made.slug in _kinds:
        raise ValueError(f"{made.slug} is registered already")
    _kinds[made.slug] = made
    return kind


def all_kinds() -> list[DocumentKind]:
    """Every kind, by code: D1, D2, … D10; of one code the shortest slug first."""
    return sorted(_kinds.values(), key=lambda k: (len(k.code), k.code, len(k.slug), k.slug))


def by_name(name: str) -> DocumentKind:
    """The kind with this slug or code. Raises LookupError.

    Kinds may share a code, as a form does that is printed blank and filled; the code then
    means the one with the shortest slug.
    """
    if name in _kinds:
        return _kinds[name]
    for kind in all_kinds():
        if name.lower() == kind.code.lower():
            return kind
    raise LookupError(f"no document is called {name}")


def for_subject(subject: models.Model) -> list[DocumentKind]:
    """The kinds that can be made for this thing."""
    return [kind for kind in all_kinds() if kind.subject_model == subject._meta.label]
