"""`manage.py importanswers BID FILE`: take back a filled workbook or PDF form, all or nothing."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from checklists.replies.files import MAX_BYTES
from checklists.replies.reply import FileRefused
from common.dates import parse_date
from common.errors import Refused
from engagements.actions import take_firms_file
from engagements.models import Bid, Stage


class Command(BaseCommand):
    """Submit a bidder's table from its file, or tell every fault with its place."""

    help = "Take back a filled check table (.xlsx or PDF form) of one bid: all of it, or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command line."""
        parser.add_argument("bid", nargs="?", type=int, metavar="BID", help="the bid's number")
        parser.add_argument("file", nargs="?", metavar="FILE", help="the filled file")
        parser.add_argument("--received-on", metavar="DAY", help="when it came (today)")
        parser.add_argument("--by", metavar="USERNAME", help="the member of staff who takes it in")
        parser.add_argument("--list", action="store_true", help="list bids that wait for answers")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it. Raises CommandError with one line on bad input, or with the faults."""
        if options["list"]:
            self._list(as_json=options["json"])
            return
        if options["bid"] is None or not options["file"]:
            raise CommandError("Give BID and FILE, or --list.")
        bid = _bid(options["bid"])
        try:
            data = Path(options["file"]).read_bytes()[: MAX_BYTES + 1]
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        try:
            table = take_firms_file(
                bid,
                data,
                received_on=_day(options["received_on"]),
                by=_staff(bid, options["by"]),
                at=timezone.now(),
            )
        except FileRefused as refused:
            self._refuse(bid, refused, as_json=options["json"])
            raise CommandError(
                f"{len(refused.faults)} fault(s); nothing was taken in."
            ) from refused
        except Refused as refused:
            raise CommandError(" ".join(refused.reasons)) from refused
        told = {
            "bid": bid.pk,
            "channel": table.channel,
            "answers": table.n_total,
            "sha256": table.frozen_sha256,
        }
        self.stdout.write(
            json.dumps(told, ensure_ascii=False)
            if options["json"]
            else f"{bid.vendor.name}：{table.n_total}項目の回答を受け付けました。"
        )

    def _refuse(self, bid: Bid, refused: FileRefused, *, as_json: bool) -> None:
        if as_json:
            faults = [{"place": fault.place, "text": fault.text} for fault in refused.faults]
            self.stdout.write(json.dumps({"bid": bid.pk, "faults": faults}, ensure_ascii=False))
            return
        for fault in refused.faults:
            self.stderr.write(str(fault))

    def _list(self, *, as_json: bool) -> None:
        waiting = Bid.objects.filter(
            checklist__submitted_at=None,
            withdrawn_on=None,
            engagement__stage__in=[Stage.NOTICE, Stage.SELECTION],
        ).select_related("vendor", "engagement__department", "checklist")
        found = [
            {
                "bid": bid.pk,
                "engagement": bid.engagement.number,
                "title": bid.engagement.title,
                "vendor": bid.vendor.name,
                "formats": ["xlsx", "pdf"],
            }
            for bid in waiting.order_by("pk")
        ]
        if as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for each in found:
            self.stdout.write(
                f"{each['bid']}\t{each['engagement']}\t{each['vendor']}\t{each['title']}"
            )


def _bid(pk: int) -> Bid:
    rows = Bid.objects.select_related(
        "vendor", "checklist__edition", "engagement__department", "engagement__municipality"
    )
    bid = rows.filter(pk=pk).first()
    if bid is None:
        raise CommandError(f"There is no bid {pk}. See: importanswers --list")
    return bid


def _day(text: str | None) -> date:
    if not text:
        return timezone.localdate()
    try:
        return parse_date(text)
    except ValueError as error:
        raise CommandError(str(error)) from error


def _staff(bid: Bid, username: str | None) -> User:
    """The named member of staff, or the only one of the owning department."""
    municipality = bid.engagement.municipality
    if username:
        user: User | None = User.objects.filter(
            municipality=municipality, is_active=True, username=username
        ).first()
        if user is None:
            raise CommandError(f"{municipality} has no active user {username}.")
        return user
    own: list[User] = list(
        User.objects.filter(
            department=bid.engagement.department, municipality=municipality, is_active=True
        )[:2]
    )
    if len(own) != 1:
        raise CommandError(f"Say who takes it in: --by USERNAME (a user of {municipality}).")
    return own[0]
