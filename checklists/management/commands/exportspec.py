"""`manage.py exportspec EDITION --format F`: an edition in another program's format."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from checklists.exporting.formats import FORMATS, file_name
from common.errors import Refused
from specs.models import Edition


class Command(BaseCommand):
    """Write one edition to a file, or list what can be written."""

    help = "Export an edition as text, law XML, Word, Tokki's JSON, or OSCAL (a zip of files)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command line."""
        parser.add_argument("edition", nargs="?", metavar="EDITION", help="the edition's number")
        parser.add_argument("--format", choices=sorted(FORMATS), help="the format")
        parser.add_argument("-o", "--output", metavar="FILE", help="write here; - for stdout")
        parser.add_argument("--list", action="store_true", help="list editions and formats")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it. Raises CommandError with one line on bad input."""
        if options["list"]:
            self._list(as_json=options["json"])
            return
        if not options["edition"] or not options["format"]:
            raise CommandError("Give EDITION and --format, or --list.")
        edition = edition_of(options["edition"])
        form = FORMATS[options["format"]]
        path = options["output"] or file_name(edition, form)
        try:
            content = form.write(edition)
            if path == "-":
                sys.stdout.buffer.write(content)
                return
            Path(path).write_bytes(content)
        except (Refused, OSError) as error:
            raise CommandError(str(error)) from error
        told = {"edition": edition.pk, "format": form.slug, "file": path, "bytes": len(content)}
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else path)

    def _list(self, *, as_json: bool) -> None:
        rows = Edition.objects.select_related("specification", "municipality").order_by("pk")
        found = [
            {
                "edition": e.pk,
                "title": str(e),
                "municipality": e.municipality.name,
                "status": e.status,
                "formats": sorted(FORMATS),
            }
            for e in rows
        ]
        if as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for row in found:
            self.stdout.write(
                f"{row['edition']}\t{row['status']}\t{row['municipality']}\t{row['title']}"
            )
        self.stdout.write(f"formats: {' '.join(sorted(FORMATS))}")


def edition_of(text: str) -> Edition:
    """The edition that the command line names. Raises CommandError."""
    rows = Edition.objects.select_related("specification", "municipality")
    edition = rows.filter(pk=text).first() if text.isascii() and text.isdigit() else None
    if edition is None:
        raise CommandError(f"There is no edition {text}. See --list.")
    return edition
