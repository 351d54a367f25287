"""Check the ledger: the chain, its head and anchors, and that tracked rows agree with it."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ledger.models import LedgerEvent
from ledger.verification import verify, write_anchor


class Command(BaseCommand):
    """`verifyledger`: exit 1 and the first disagreement by name, or one line of success."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """--json prints every problem; --anchor also writes today's heads outside the database."""
        parser.add_argument("--json", action="store_true", help="print every problem as JSON")
        parser.add_argument(
            "--anchor", action="store_true", help="write today's heads to LEDGER_ANCHOR_DIR"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify everything. Raises CommandError naming the first event or row that is off."""
        problems = list(verify())
        events = LedgerEvent.objects.count()
        if options["json"]:
            report = {
                "ok": not problems,
                "events": events,
                "problems": [vars(problem) for problem in problems],
            }
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
        if problems:
            first = problems[0]
            more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
            raise CommandError(
                f"municipality {first.municipality_id}, {first.where}: {first.message}{more}"
            )
        if options["anchor"]:
            today: date = timezone.localdate()
            self.stdout.write(f"anchored in {write_anchor(today.isoformat())}")
        if not options["json"]:
            self.stdout.write(f"The ledger is whole: {events} events, all rows agree.")
