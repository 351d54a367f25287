"""Server times and queries of the pages with budgets: `python benchmarks/pages.py [N]`.

Makes a throw-away SQLite database (or uses the empty one of DATABASE_URL), loads the master
set, makes N engagements (200), and prints the median and the 95th percentile of each request
through Django's test client, without the network.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.mkdtemp(prefix="tokki-benchmark-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "only for measuring; signs nothing that anybody keeps")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER}/pages.sqlite3")
os.environ.setdefault(
    "STATICFILES_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage"
)
os.environ.setdefault("LOG_LEVEL", "ERROR")
os.environ["MEDIA_ROOT"] = FOLDER
os.environ["ALLOWED_HOSTS"] = "testserver"

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from checklists.actions import create_checklist
from checklists.master import load_master
from checklists.models import Answer
from engagements.models import Engagement
from workflow.demo.cast import make_cast
from workflow.demo.plans import BENEFIT
from workflow.demo.walk import Walk


def measure(name: str, ask: Callable[[int], object], times: int = 40) -> None:
    """Print the times of `ask(n)`, after two that don't count, and its queries."""
    ask(-1)
    ask(-2)
    asked = []
    with connection.execute_wrapper(lambda run, *a: (asked.append(1), run(*a))[1]):
        ask(-3)
    taken = []
    for n in range(times):
        start = time.perf_counter()
        ask(n)
        taken.append((time.perf_counter() - start) * 1000)
    late = statistics.quantiles(taken, n=20)[-1]
    print(
        f"{name:<44} p50 {statistics.median(taken):6.1f} ms  p95 {late:6.1f} ms  {len(asked)} queries"
    )


def main() -> None:
    """Fill, measure, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    call_command("migrate", verbosity=0)
    cast, now = make_cast(), timezone.now()
    edition, _ = load_master(cast.municipality, ROOT / "fixtures/master", by=None, at=now)
    owner: User = cast.users["fukushi"]
    today = timezone.localdate()

    def engagement(n: int) -> Engagement:
        walk = Walk(cast, edition, BENEFIT)
        walk.create(now, deadline=today, period=(today, today))
        walk.scope(now)
        return walk.engagement

    items = list(edition.check_items.select_related("clause"))

    def table(n: int) -> object:
        return create_checklist(
            municipality=cast.municipality,
            department=one.department,
            edition=edition,
            items=items,
            phase="pre",
            context=one,
            title="確認",
            respondent="試験",
            by=owner,
            at=now,
        )

    for n in range(count):
        one = engagement(n)
    client = Client()
    client.force_login(owner)
    checklist = table(0)
    answers = list(Answer.objects.filter(checklist=checklist).order_by("position"))

    def save(n: int) -> None:
        answer = answers[n]
        url = reverse("checklists:answer-save", args=[checklist.pk, answer.item_id])
        answer.refresh_from_db()
        data = {f"value-{answer.item_id}": "yes", f"revision-{answer.item_id}": answer.revision}
        assert client.post(url, data, headers={"HX-Request": "true"}).status_code == 200

    detail = reverse("checklists:checklist-detail", args=[checklist.pk])
    home = reverse("workflow:engagement-detail", args=[one.pk])
    print(f"{connection.vendor}, {count} engagements, {len(items)} check items")
    measure("list of 20 engagements", lambda n: client.get(reverse("workflow:engagement-list")))
    measure("an engagement's home", lambda n: client.get(home))
    measure(f"check table of {len(items)} rows", lambda n: client.get(detail))
    measure("save one answer, with its ledger event", save)
    measure("create an engagement with scope and clauses", engagement)
    measure(f"create a check table of {len(items)} rows", table)
    print(f"check table: {len(client.get(detail).content) / 1000:.0f} kB of HTML")


if __name__ == "__main__":
    main()
