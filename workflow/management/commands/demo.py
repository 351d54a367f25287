"""Fill an empty database with a demo town, by walking the real workflow. Safe to run twice."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.models import Municipality
from checklists.master import load_master
from common.errors import Refused
from documents.models import IssuedDocument
from engagements.models import Engagement
from workflow.demo.cast import CODE, PASSWORD, USERS, make_cast
from workflow.demo.clock import run
from workflow.demo.papers import issue_papers, write_papers
from workflow.demo.stories import Stories

MASTER = Path(settings.BASE_DIR) / "fixtures" / "master"


class Command(BaseCommand):
    """`demo [--documents DIR]`: the town, its eight engagements, and their papers."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """--documents DIR also writes the papers there; --list, --json for scripts."""
        parser.add_argument("--documents", metavar="DIR", help="write the demo's PDFs to DIR")
        parser.add_argument("--list", action="store_true", help="list the demo's engagements")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the demo unless it is there; print the sign-in names."""
        if options["list"]:
            self._list(as_json=options["json"])
            return
        made = not Engagement.objects.filter(municipality__code=CODE).exists()
        if made:
            self._make()
        if options["documents"]:
            written = write_papers(Path(options["documents"]))
            self.stdout.write(
                f"{len(written)} PDFs and a sheet of their first pages in {options['documents']}"
            )
        self._tell(made, as_json=options["json"])

    def _make(self) -> None:
        cast = make_cast()
        now = timezone.now()
        try:
            # One transaction: an interrupted demo leaves nothing half done.
            with transaction.atomic():
                edition, _ = load_master(cast.municipality, MASTER, by=None, at=now)
                run(Stories(cast, edition, timezone.localdate()).all())
                issue_papers(cast, now)
        except Refused as refusal:
            raise CommandError("\n".join(refusal.reasons)) from refusal

    def _tell(self, made: bool, *, as_json: bool) -> None:
        town = Municipality.objects.get(code=CODE)
        counts = {
            "engagements": Engagement.objects.filter(municipality=town).count(),
            "documents": IssuedDocument.objects.filter(municipality=town).count(),
        }
        if as_json:
            users = [{"username": u[0], "name": u[1], "role": u[3]} for u in USERS]
            self.stdout.write(
                json.dumps(
                    {"made": made, "password": PASSWORD, "users": users, **counts},
                    ensure_ascii=False,
                )
            )
            return
        state = "was made" if made else "was there already"
        self.stdout.write(
            f"The demo town {town} {state}: {counts['engagements']} engagements, "
            f"{counts['documents']} documents."
        )
        for username, name, department, role in USERS:
            self.stdout.write(f"  {username:<8} {name}（{department}・{role}）")
        self.stdout.write(f"  password for all: {PASSWORD}")

    def _list(self, *, as_json: bool) -> None:
        rows = [
            {"id": e.pk, "number": e.number, "title": e.title, "stage": e.stage}
            for e in Engagement.objects.filter(municipality__code=CODE)
            .select_related("department")
            .order_by("pk")
        ]
        if as_json:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(f"{row['id']}\t{row['stage']}\t{row['number']}\t{row['title']}")
