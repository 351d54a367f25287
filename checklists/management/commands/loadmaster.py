"""Load the shipped master set as a published edition; does nothing where it is loaded."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import Municipality
from checklists.master import load_master
from common.errors import Refused

MASTER = Path(settings.BASE_DIR) / "fixtures" / "master"


class Command(BaseCommand):
    """`loadmaster [--municipality CODE]`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """--municipality CODE loads for one municipality only."""
        parser.add_argument("--municipality", metavar="CODE", help="only for this 団体コード")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load for all municipalities or one. Raises CommandError with the first problem."""
        municipalities = Municipality.objects.order_by("code")
        if options["municipality"]:
            municipalities = municipalities.filter(code=options["municipality"])
            if not municipalities:
                raise CommandError(f"no municipality has the code {options['municipality']}")
        for municipality in municipalities:
            try:
                edition, new = load_master(municipality, MASTER, by=None, at=timezone.now())
            except Refused as refusal:
                raise CommandError("\n".join(refusal.reasons)) from refusal
            self.stdout.write(f"{municipality}: {edition}{'' if new else ' (loaded before)'}")
