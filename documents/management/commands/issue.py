"""`manage.py issue KIND ID`: make a document, register it and write it out."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError
from django.db import models
from django.utils import timezone

from accounts.models import Municipality, User
from accounts.permissions import Role
from common.errors import Refused
from documents.actions import issue_from_console
from documents.composing import preview
from documents.kinds import DocumentKind, all_kinds, by_name
from documents.models import IssuedDocument
from documents.storage import Altered


class Command(BaseCommand):
    """Issue one document, or list what can be issued."""

    help = "Issue a document: KIND is its slug or code (annex, D2), ID the number of its subject."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command line."""
        parser.add_argument("kind", nargs="?", metavar="KIND", help="slug or code, e.g. annex")
        parser.add_argument(
            "id", nargs="?", metavar="ID", help="what to issue it for; of two things NEW:OLD"
        )
        parser.add_argument("--format", default="pdf", help="pdf (default), or another it has")
        parser.add_argument("-o", "--output", metavar="FILE", help="write here; - for stdout")
        parser.add_argument("--by", metavar="USERNAME", help="who issues it")
        parser.add_argument("--preview", action="store_true", help="mark as 案, register nothing")
        parser.add_argument(
            "--again", action="store_true", help="a new number even if nothing has changed"
        )
        parser.add_argument("--list", action="store_true", help="list kinds and ids")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it. Raises CommandError with one line on bad input."""
        if options["list"]:
            self._list(options["kind"], as_json=options["json"])
            return
        if not options["kind"] or not options["id"]:
            raise CommandError("Give KIND and ID, or --list.")
        kind = _kind(options["kind"])
        subject = _subject(kind, options["id"])
        try:
            if options["preview"]:
                self._preview(kind, subject, options)
            else:
                self._issue(kind, subject, options)
        except (Refused, Altered, OSError) as error:
            raise CommandError(str(error)) from error

    def _preview(self, kind: DocumentKind, subject: Any, options: dict[str, Any]) -> None:
        if options["format"] != "pdf":
            raise CommandError("A preview is a PDF.")
        content = preview(kind, subject, at=timezone.now())
        path = options["output"] or f"{kind.slug}-{subject.pk}-preview.pdf"
        _write(path, content)
        self._say({"kind": kind.slug, "preview": True, "file": path}, options)

    def _issue(self, kind: DocumentKind, subject: Any, options: dict[str, Any]) -> None:
        document = issue_from_console(
            kind,
            subject,
            by=_issuer(options["by"], kind.owner(subject)[0]),
            at=timezone.now(),
            format=options["format"],
            again=options["again"],
        )
        path = options["output"] or document.filename
        _write(path, document.read())
        self._say({**_facts(document), "file": path}, options)

    def _say(self, facts: dict[str, Any], options: dict[str, Any]) -> None:
        # With -o - standard output is the document itself.
        stream = self.stderr if options["output"] == "-" else self.stdout
        if options["json"]:
            stream.write(json.dumps(facts, ensure_ascii=False))
        else:
            label = f"{facts['title']}（{facts['number']}）" if "number" in facts else "案"
            stream.write(f"{label} → {facts['file']}")

    def _list(self, name: str | None, *, as_json: bool) -> None:
        kinds = [_kind(name)] if name else all_kinds()
        found: list[dict[str, Any]] = [
            {
                "code": kind.code,
                "kind": kind.slug,
                "title": kind.title,
                "formats": [*kind.formats],
                "subjects": [{"id": each.pk, "title": str(each)} for each in kind.listed()],
            }
            for kind in kinds
        ]
        if as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for each in found:
            formats = "/".join(each["formats"])
            self.stdout.write(f"{each['code']}\t{each['kind']}\t{formats}\t{each['title']}")
            for subject in each["subjects"]:
                self.stdout.write(f"\t{subject['id']}\t{subject['title']}")


def _kind(name: str) -> DocumentKind:
    try:
        return by_name(name)
    except LookupError as error:
        known = " ".join(kind.slug for kind in all_kinds())
        raise CommandError(f"No document is called {name}. Known: {known}") from error


def _subject(kind: DocumentKind, name: str) -> Any:
    try:
        return kind.find(name)
    except (ObjectDoesNotExist, ValueError) as error:
        raise CommandError(
            f"There is no {kind.subject_model} {name}. See: issue {kind.slug} --list"
        ) from error


def _issuer(username: str | None, municipality: Municipality) -> User:
    """The named user, or the municipality's only administrator."""
    staff: models.QuerySet[User] = User.objects.filter(municipality=municipality, is_active=True)
    if username:
        try:
            return staff.get(username=username)
        except User.DoesNotExist as error:
            raise CommandError(f"{municipality} has no active user {username}.") from error
    admins = list(staff.filter(role=Role.ADMIN)[:2])
    if len(admins) != 1:
        raise CommandError(f"Say who issues it: --by USERNAME (a user of {municipality}).")
    return admins[0]


def _facts(document: IssuedDocument) -> dict[str, Any]:
    return {
        "id": document.pk,
        "kind": document.kind,
        "number": document.number,
        "title": document.title,
        "format": document.format,
        "sha256": document.sha256,
        "size": document.size,
        "verification_code": document.verification_code,
        "issued_at": document.issued_at.isoformat(),
        "issued_by": document.issuer,
    }


def _write(path: str, content: bytes) -> None:
    if path == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        Path(path).write_bytes(content)
