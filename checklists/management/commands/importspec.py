"""`manage.py importspec FILE`: a municipality's own 特記仕様書 → a draft edition."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import models
from django.utils import timezone

from accounts.models import Municipality, User
from checklists.importing.choosing import proposed
from checklists.importing.reading import Reading, read_source
from checklists.importing.saving import free_title, save_file, save_import
from common.errors import Refused
from specs.models import Edition
from specs.text.importing.lines import Aside
from specs.text.importing.upload import MAX_BYTES, TOO_BIG, read_file

FORMATS = {
    "text": "plain text (UTF-8, UTF-16, Shift_JIS), also copied from a PDF",
    "docx": "Word, with its automatic numbers",
    "lawxml": "law XML (法令標準XML v3)",
    "json": "Tokki's own JSON (exportspec --format json)",
}


class Command(BaseCommand):
    """Import one file; clauses that match the master set bear its keys and check items."""

    help = "Import FILE (text, DOCX, law XML or Tokki's JSON) as a draft edition."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command line."""
        parser.add_argument("file", nargs="?", metavar="FILE", help="what to import")
        parser.add_argument("--title", metavar="T", help="name of the specification")
        parser.add_argument("--municipality", metavar="CODE", help="its 団体コード, see --list")
        parser.add_argument("--by", metavar="USERNAME", help="who imports it")
        parser.add_argument("--dry-run", action="store_true", help="read and tell, save nothing")
        parser.add_argument("--list", action="store_true", help="list formats and municipalities")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it. Raises CommandError with one line on bad input."""
        if options["list"]:
            self._list(as_json=options["json"])
            return
        if not options["file"]:
            raise CommandError("Give FILE, or --list.")
        municipality = _municipality(options["municipality"])
        by = _user(options["by"], municipality)
        try:
            reading = read_source(read_file(_bytes(options["file"])), municipality)
            edition = None if options["dry_run"] else self._save(reading, municipality, by, options)
        except Refused as refusal:
            raise CommandError(str(refusal).replace("\n", " ")) from refusal
        facts = _facts(reading, edition)
        if options["json"]:
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
        else:
            self._say(facts, edition)

    def _save(
        self,
        reading: Reading,
        municipality: Municipality,
        by: User | None,
        options: dict[str, Any],
    ) -> Edition:
        wanted = reading.understood.title or Path(options["file"]).stem
        about: dict[str, Any] = {
            "title": options["title"] or free_title(municipality, wanted),
            "by": by,
            "at": timezone.now(),
            "source_sha256": reading.sha256,
        }
        if reading.file is not None:
            return save_file(municipality, reading.file, **about)
        choices = proposed(reading)
        return save_import(
            municipality, reading.understood, choices, master=reading.master, **about
        )

    def _say(self, facts: dict[str, Any], edition: Edition | None) -> None:
        for each in facts["unplaced"]:
            self.stdout.write(f"{each['line']}行目\t{each['text']}\t{each['why']}")
        for problem in facts["problems"]:
            self.stdout.write(f"{problem['line']}行目\t{problem['message']}")
        for missing in facts["missing"]:
            self.stdout.write(f"「{missing['caption']}」に当たる条がありません。")
        for words in facts["weaker"]:
            self.stdout.write(words)
        self.stdout.write(
            f"条{facts['articles']}、項{facts['paragraphs']}、号{facts['items']}、"
            f"号の下{facts['subitems']}、条に入らない行{len(facts['unplaced'])}"
        )
        if edition is not None:
            self.stdout.write(f"{edition}（{edition.pk}）を作成中の版として保存しました。")

    def _list(self, *, as_json: bool) -> None:
        municipalities = [
            {"code": each.code, "name": each.name} for each in Municipality.objects.order_by("code")
        ]
        if as_json:
            found = {"formats": FORMATS, "municipalities": municipalities}
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for name, what in FORMATS.items():
            self.stdout.write(f"{name}\t{what}")
        for each in municipalities:
            self.stdout.write(f"{each['code']}\t{each['name']}")


def _facts(reading: Reading, edition: Edition | None) -> dict[str, Any]:
    understood = reading.understood
    return {
        "edition": edition.pk if edition else None,
        "title": str(edition) if edition else understood.title,
        "format": reading.source.kind,
        **asdict(understood.counts),
        "unplaced": [_line(aside) for aside in understood.unplaced],
        "removed": [_line(aside) for aside in understood.removed],
        "problems": [asdict(problem) for problem in understood.problems],
        "mended": [asdict(mend) for mend in understood.mended],
        "missing": [
            {"key": each.master, "caption": each.caption}
            for each in reading.matching.having("missing")
        ],
        "weaker": [gap for each in reading.matching.having("weaker") for gap in each.gaps],
        "dated": [{"article": each.where, "message": each.message} for each in reading.dated],
        "notes": list(understood.notes),
    }


def _line(aside: Aside) -> dict[str, Any]:
    return {"line": aside.line, "text": aside.text, "kind": aside.kind, "why": aside.why}


def _bytes(name: str) -> bytes:
    path = Path(name)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CommandError(TOO_BIG)
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}") from error


def _municipality(code: str | None) -> Municipality:
    """The one named, or the only one there is."""
    if code:
        try:
            return Municipality.objects.get(code=code)
        except Municipality.DoesNotExist as error:
            raise CommandError(f"There is no municipality {code}. See: --list") from error
    found = list(Municipality.objects.all()[:2])
    if len(found) != 1:
        raise CommandError("Say which municipality: --municipality CODE. See: --list")
    return found[0]


def _user(username: str | None, municipality: Municipality) -> User | None:
    if not username:
        return None
    staff: models.QuerySet[User] = User.objects.filter(municipality=municipality, is_active=True)
    user = staff.filter(username=username).first()
    if user is None:
        raise CommandError(f"{municipality} has no active user {username}.")
    return user
