"""`manage.py lintspec EDITION`: drafting and consistency findings of an edition."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from checklists.linting import Report, lint_edition
from specs.models import Edition
from specs.text.lint import SEVERITY_WORDS, LintFinding, reference


class Command(BaseCommand):
    """Exit 1 when a finding is an error; warnings and notices alone exit 0."""

    help = "Lint an edition: one line a finding (code, severity, place, sentence)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command line."""
        parser.add_argument("edition", nargs="?", metavar="EDITION", help="its id, see --list")
        parser.add_argument("--list", action="store_true", help="list the editions")
        parser.add_argument("--codes", action="store_true", help="print docs/lint.md")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it. Raises CommandError with one line on bad input."""
        if options["codes"]:
            self.stdout.write(reference(), ending="")
        elif options["list"]:
            self._list(as_json=options["json"])
        elif options["edition"]:
            self._lint(_edition(options["edition"]), as_json=options["json"])
        else:
            raise CommandError("Give EDITION, --list or --codes.")

    def _list(self, *, as_json: bool) -> None:
        editions = [
            {
                "id": edition.pk,
                "title": str(edition),
                "status": edition.status,
                "municipality": edition.municipality.name,
            }
            for edition in Edition.objects.select_related("specification", "municipality").order_by(
                "municipality__code", "specification__title", "number"
            )
        ]
        if as_json:
            self.stdout.write(json.dumps(editions, ensure_ascii=False))
            return
        for each in editions:
            self.stdout.write("\t".join(str(value) for value in each.values()))

    def _lint(self, edition: Edition, *, as_json: bool) -> None:
        report = lint_edition(edition)
        if as_json:
            self.stdout.write(json.dumps(_facts(edition, report), ensure_ascii=False))
        else:
            for finding in [*report.obstacles, *report.notices]:
                self._say(finding, SEVERITY_WORDS[finding.severity])
            for finding, reason in report.reasoned:
                self._say(finding, f"理由あり（{reason.reason}）")
            self.stdout.write(
                f"{edition}：誤り{len(report.errors)}件、警告{len(report.warnings)}件、"
                f"理由のある警告{len(report.reasoned)}件、お知らせ{len(report.notices)}件"
            )
        if report.errors:
            sys.exit(1)

    def _say(self, finding: LintFinding, word: str) -> None:
        self.stdout.write(f"{finding.code}\t{word}\t{finding.where}\t{finding.message}")


def _edition(pk: str) -> Edition:
    try:
        return Edition.objects.select_related("specification", "municipality").get(pk=pk)
    except (Edition.DoesNotExist, ValueError) as error:
        raise CommandError(f"There is no edition {pk}. See: lintspec --list") from error


def _facts(edition: Edition, report: Report) -> dict[str, Any]:
    reasons = [(finding, reason.reason) for finding, reason in report.reasoned]
    others = [(finding, None) for finding in [*report.obstacles, *report.notices]]
    return {
        "edition": edition.pk,
        "title": str(edition),
        "errors": len(report.errors),
        "warnings": len(report.warnings),
        "reasoned": len(report.reasoned),
        "notices": len(report.notices),
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "title": finding.title,
                "place": finding.place,
                "where": finding.where,
                "clause": finding.clause,
                "line": finding.line,
                "message": finding.message,
                "why": finding.why,
                "remedy": finding.remedy,
                "mend": finding.mend.label if finding.mend else None,
                "reason": reason,
            }
            for finding, reason in [*others, *reasons]
        ],
    }
