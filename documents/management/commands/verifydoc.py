"""`manage.py verifydoc FILE`: is this file one that was issued here, unchanged?"""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.canonical import sha256_hex
from documents.verification import check, identify


class Command(BaseCommand):
    """Exit 0 for a file that was issued here and is unchanged, 1 for any other."""

    help = "Check that a file was issued by this installation and has not been changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command line."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it. Raises CommandError when the file can't be read."""
        try:
            content = Path(options["file"]).read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        facts: dict[str, Any] = {"file": options["file"], "sha256": sha256_hex(content)}
        found = identify(content)
        facts["issued"] = found is not None
        if found is None:
            line = "発行した文書ではないか、発行の後に変更されています。"
        else:
            document = found.document
            facts |= {
                "number": document.number,
                "title": document.title,
                "kind": document.kind,
                "municipality": document.municipality.name,
                "verification_code": document.verification_code,
                "issued_at": document.issued_at.isoformat(),
                "issued_by": document.issuer,
                "superseded_by": found.newer.number if found.newer else "",
                "stored_file_intact": check(document) is None,
            }
            line = f"{document} は{document.municipality}が発行した文書で、変更されていません。"
            if found.newer:
                line += f"新しい文書 {found.newer.number} に差し替えられています。"
        self.stdout.write(json.dumps(facts, ensure_ascii=False) if options["json"] else line)
        if found is None:
            sys.exit(1)
